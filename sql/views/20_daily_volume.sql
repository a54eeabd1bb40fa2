CREATE OR REPLACE VIEW daily_volume AS
SELECT
    jakarta_day(coalesce(published_at, first_fetched_at)) AS "day",
    outlet,
    count(*) AS articles,
    count(*) - count(published_at) AS undated,
    round(avg(words(body)))::INTEGER AS words_each,
    sum(length(scraped_text)) AS scraped_characters,
    sum(list_sum(list_transform(removed, lambda r: r."end" - r."start"))) AS removed_characters
FROM articles
GROUP BY ALL;
COMMENT ON VIEW daily_volume IS 'Articles per day and outlet, by date of publication (of the first fetch where a page states none).';
COMMENT ON COLUMN daily_volume."day" IS 'Day in Jakarta.';
COMMENT ON COLUMN daily_volume.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN daily_volume.articles IS 'Number of articles.';
COMMENT ON COLUMN daily_volume.undated IS 'Those of them whose page states no date; they count for the day of their first fetch.';
COMMENT ON COLUMN daily_volume.words_each IS 'Mean number of words of a body.';
COMMENT ON COLUMN daily_volume.scraped_characters IS 'Characters of the articles'' containers before cleaning.';
COMMENT ON COLUMN daily_volume.removed_characters IS 'Characters of them that were removed as boilerplate or became fields.';
