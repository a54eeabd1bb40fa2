CREATE OR REPLACE VIEW watch_coverage AS
WITH first_loads AS (
    -- a backfill finds what neither of them could have found in time
    SELECT o.article_id, arg_min(l.job, l.finished_at) AS job
    FROM outcomes AS o JOIN loads AS l ON l.load_id = o.load_id AND l.outlet = o.outlet
    WHERE o.result = 'loaded' AND l.job IN ('ingest', 'watch') AND l."day" >= jakarta_day(l.finished_at) - 2
    GROUP BY o.article_id
), found AS (
    SELECT jakarta_day(coalesce(a.published_at, a.first_fetched_at)) AS "day", a.article_id, a.outlet, f.job
    FROM articles AS a JOIN first_loads AS f ON f.article_id = a.article_id
), counted AS (
    SELECT
        f."day",
        f.outlet,
        count(*) AS articles,
        count(*) FILTER (WHERE f.job = 'watch') AS found_by_watch,
        count(*) FILTER (WHERE f.job = 'ingest') AS missed_by_watch,
        median(r.minutes_to_query) FILTER (WHERE f.job = 'watch')::INTEGER AS median_minutes_to_query
    FROM found AS f LEFT JOIN arrivals AS r ON r.article_id = f.article_id
    WHERE EXISTS (
        FROM loads AS l
        WHERE l.outlet = f.outlet AND l.job = 'watch' AND l.status = 'ok' AND l."day" BETWEEN f."day" - 7 AND f."day"
    )
    GROUP BY ALL
)
SELECT
    "day",
    outlet,
    coalesce(c.articles, 0) AS articles,
    coalesce(c.found_by_watch, 0) AS found_by_watch,
    coalesce(c.missed_by_watch, 0) AS missed_by_watch,
    c.median_minutes_to_query,
    w.visits,
    w.list_requests + w.article_requests AS requests,
    round((w.list_requests + w.article_requests) / nullif(c.found_by_watch, 0), 2) AS requests_per_article
FROM counted AS c FULL JOIN watch_days AS w USING ("day", outlet);
COMMENT ON VIEW watch_coverage IS 'How many of a day''s articles the DAG watch found and how many only the day''s run, and what its visits asked for, per outlet that watch visited on that day or loaded on it or the seven before.';
COMMENT ON COLUMN watch_coverage."day" IS 'Day of publication in Jakarta; that of the first fetch where the page states none.';
COMMENT ON COLUMN watch_coverage.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN watch_coverage.articles IS 'Articles that either of them loaded first; those of backfills and imports are left out.';
COMMENT ON COLUMN watch_coverage.found_by_watch IS 'Articles that watch loaded first.';
COMMENT ON COLUMN watch_coverage.missed_by_watch IS 'Articles that the day''s run loaded first: watch had missed them.';
COMMENT ON COLUMN watch_coverage.median_minutes_to_query IS 'Median of minutes from publication to the first copy that holds them, of those that watch found; NULL where no page states a time.';
COMMENT ON COLUMN watch_coverage.visits IS 'Visits of watch on that day, also those that found nothing new; NULL where none was counted.';
COMMENT ON COLUMN watch_coverage.requests IS 'Requests of these visits, for lists and articles, answers of 304 included; robots.txt is not counted.';
COMMENT ON COLUMN watch_coverage.requests_per_article IS 'requests / found_by_watch; NULL where watch found no article of the day. For several outlets divide the sums.';
