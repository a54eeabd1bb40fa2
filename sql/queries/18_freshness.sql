-- How long after publication do we have an article? (Columns *_to_query tell until when it could be queried.)
-- By clicking: SQL only.
SELECT "day", outlet, articles, median_minutes_to_fetch, p95_minutes_to_fetch
FROM freshness ORDER BY "day" DESC, outlet LIMIT 8;
