CREATE OR REPLACE VIEW freshness AS
SELECT
    jakarta_day(first_fetched_at) AS "day",
    outlet,
    count(*) AS articles,
    median(date_diff('minute', published_at, first_fetched_at))::INTEGER AS median_minutes,
    quantile_cont(date_diff('minute', published_at, first_fetched_at), 0.9)::INTEGER AS minutes_of_nine_in_ten
FROM articles
WHERE published_precision = 'minute'
GROUP BY ALL;
COMMENT ON VIEW freshness IS 'How long after publication articles were first fetched, per day of the fetch and outlet.';
COMMENT ON COLUMN freshness."day" IS 'Day in Jakarta on which they were first fetched.';
COMMENT ON COLUMN freshness.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN freshness.articles IS 'Articles whose page states a time to the minute.';
COMMENT ON COLUMN freshness.median_minutes IS 'Median of minutes from publication to first fetch.';
COMMENT ON COLUMN freshness.minutes_of_nine_in_ten IS 'Nine in ten were fetched within so many minutes.';
