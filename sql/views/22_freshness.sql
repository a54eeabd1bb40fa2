CREATE OR REPLACE VIEW arrivals AS
WITH first_loads AS (
    -- a backfill says nothing of how fresh the news is
    SELECT o.article_id, min(l.finished_at) AS loaded_at
    FROM outcomes AS o JOIN loads AS l ON l.load_id = o.load_id AND l.outlet = o.outlet
    WHERE o.result = 'loaded' AND l.job IN ('ingest', 'watch') AND l."day" >= jakarta_day(l.finished_at) - 2
    GROUP BY o.article_id
), queryable AS (
    SELECT f.article_id, p.published_at AS queryable_at
    FROM first_loads AS f ASOF JOIN publication AS p ON f.loaded_at <= p.published_at
)
SELECT
    a.article_id, a.outlet, a.published_at, a.first_fetched_at, q.queryable_at,
    greatest(0, date_diff('minute', a.published_at, a.first_fetched_at)) AS minutes_to_fetch,
    -- greatest() takes no notice of a NULL
    CASE WHEN q.queryable_at IS NOT NULL THEN greatest(0, date_diff('minute', a.published_at, q.queryable_at)) END
        AS minutes_to_query
FROM articles AS a LEFT JOIN queryable AS q ON q.article_id = a.article_id
WHERE a.published_precision = 'minute';
COMMENT ON VIEW arrivals IS 'How long each article took from its publication to us; those whose page states a time to the minute.';
COMMENT ON COLUMN arrivals.article_id IS 'Id of the article.';
COMMENT ON COLUMN arrivals.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN arrivals.published_at IS 'When its page says that it was published.';
COMMENT ON COLUMN arrivals.first_fetched_at IS 'When it was first fetched.';
COMMENT ON COLUMN arrivals.queryable_at IS 'When the first published copy held it; NULL where a backfill, a reprocess or an import brought it.';
COMMENT ON COLUMN arrivals.minutes_to_fetch IS 'Minutes from publication to first fetch.';
COMMENT ON COLUMN arrivals.minutes_to_query IS 'Minutes from publication to the first copy that holds it; NULL as queryable_at is.';

CREATE OR REPLACE VIEW freshness AS
SELECT
    jakarta_day(first_fetched_at) AS "day",
    outlet,
    count(*) AS articles,
    median(minutes_to_fetch)::INTEGER AS median_minutes_to_fetch,
    quantile_cont(minutes_to_fetch, 0.95)::INTEGER AS p95_minutes_to_fetch,
    median(minutes_to_query)::INTEGER AS median_minutes_to_query,
    quantile_cont(minutes_to_query, 0.95)::INTEGER AS p95_minutes_to_query
FROM arrivals
GROUP BY ALL;
COMMENT ON VIEW freshness IS 'How long after publication articles were fetched and could be queried, per day of the fetch and outlet.';
COMMENT ON COLUMN freshness."day" IS 'Day in Jakarta on which they were first fetched.';
COMMENT ON COLUMN freshness.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN freshness.articles IS 'Articles whose page states a time to the minute.';
COMMENT ON COLUMN freshness.median_minutes_to_fetch IS 'Median of minutes from publication to first fetch.';
COMMENT ON COLUMN freshness.p95_minutes_to_fetch IS '95 in 100 were fetched within this many minutes.';
COMMENT ON COLUMN freshness.median_minutes_to_query IS 'Median of minutes from publication to the first copy that holds them; NULL for a backfill.';
COMMENT ON COLUMN freshness.p95_minutes_to_query IS '95 in 100 could be queried within this many minutes; NULL for a backfill.';
