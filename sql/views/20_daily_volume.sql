CREATE OR REPLACE VIEW daily_volume AS
WITH volumes AS (
    SELECT
        jakarta_day(coalesce(published_at, first_fetched_at)) AS "day",
        outlet,
        count(*) AS articles,
        count(*) - count(published_at) AS undated,
        round(avg(words(body)))::INTEGER AS words_each,
        sum(length(scraped_text)) AS scraped_characters,
        sum(list_sum(list_transform(removed, lambda r: r."end" - r."start"))) AS removed_characters
    FROM articles
    GROUP BY ALL
)
SELECT
    "day", outlet, coalesce(v.articles, 0) AS articles, coalesce(v.undated, 0) AS undated, v.words_each,
    coalesce(v.scraped_characters, 0) AS scraped_characters, coalesce(v.removed_characters, 0) AS removed_characters,
    coalesce(c.state, 'unknown') AS completeness, c.missed
FROM volumes AS v
FULL JOIN completeness AS c USING (outlet, "day");
COMMENT ON VIEW daily_volume IS 'Articles per day and outlet, by date of publication (of the first fetch where a page states none); also days that a run tried and that have none.';
COMMENT ON COLUMN daily_volume."day" IS 'Day in Jakarta.';
COMMENT ON COLUMN daily_volume.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN daily_volume.articles IS 'Number of articles.';
COMMENT ON COLUMN daily_volume.undated IS 'Those of them whose page states no date; they count for the day of their first fetch.';
COMMENT ON COLUMN daily_volume.words_each IS 'Mean number of words of a body; NULL on a day without articles.';
COMMENT ON COLUMN daily_volume.scraped_characters IS 'Characters of the articles'' containers before cleaning.';
COMMENT ON COLUMN daily_volume.removed_characters IS 'Characters of them that were removed as boilerplate or became fields.';
COMMENT ON COLUMN daily_volume.completeness IS 'How complete the day is: complete, likely complete, incomplete or unknown; the table completeness says why.';
COMMENT ON COLUMN daily_volume.missed IS 'About so many articles of the day are not loaded; NULL where nobody knows.';
