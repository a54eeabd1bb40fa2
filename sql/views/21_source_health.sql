CREATE OR REPLACE VIEW source_health AS
WITH ends AS (
    SELECT
        outlet,
        max("day") FILTER (WHERE status = 'ok' AND job = 'ingest') AS last_day,
        max(finished_at) AS last_load_at,
        max_by(status, load_id) AS last_status,
        max_by(error, load_id) AS last_error,
        max_by(notes, load_id) AS last_notes
    FROM loads GROUP BY outlet
), newest AS (
    SELECT max(last_day) AS "day" FROM ends
), days AS (
    -- as in daily_volume; days are told of the last weeks' articles only: that of all takes seconds
    SELECT outlet, jakarta_day(moment) AS "day", count(*) AS articles
    FROM (SELECT outlet, coalesce(published_at, first_fetched_at) AS moment FROM articles)
    WHERE moment >= (SELECT "day" - 30 FROM newest)
    GROUP BY ALL
), usual AS (
    SELECT
        days.outlet,
        median(days.articles) FILTER (WHERE days."day" < newest."day") AS usual,
        count(*) FILTER (WHERE days."day" < newest."day") >= 7 AS learned,  -- fewer days are no history
        max(days.articles) FILTER (WHERE days."day" = newest."day") AS last_articles
    FROM days, newest
    WHERE days."day" BETWEEN newest."day" - 28 AND newest."day"
    GROUP BY days.outlet
), recent AS (
    SELECT
        outlet,
        -- below ten pages a share says nothing
        CASE WHEN sum(loaded + revised + unchanged + quarantined) >= 10
            THEN sum(quarantined) / sum(loaded + revised + unchanged + quarantined) END AS share_quarantined,
        lowest_share(sum(quarantined), sum(loaded + revised + unchanged + quarantined)) AS lowest_quarantined,
        CASE WHEN sum(discovered - known) >= 10 THEN sum(failed) / sum(discovered - known) END AS share_failed
    FROM loads, newest
    WHERE loads."day" > newest."day" - 7 AND status = 'ok'
    GROUP BY outlet
)
SELECT
    s.outlet,
    s.name,
    CASE
        WHEN e.last_status IS NULL THEN 'never loaded'
        WHEN e.last_status <> 'ok' THEN 'failing'
        WHEN e.last_day < (SELECT "day" FROM newest) THEN 'behind'
        WHEN coalesce(u.last_articles, 0) = 0 AND u.usual > 0 THEN 'silent'
        WHEN coalesce(u.last_articles, 0) < CASE WHEN u.learned THEN 0.3 * u.usual ELSE s.expected_fewest END THEN 'low'
        WHEN u.learned AND u.last_articles > 3 * u.usual AND u.last_articles >= 10 THEN 'high'
        WHEN r.share_quarantined IS NOT NULL AND r.lowest_quarantined > 0.2 THEN 'quarantined'
        ELSE 'ok'
    END AS state,
    e.last_day,
    u.last_articles,
    u.usual AS usual_articles,
    r.share_quarantined,
    r.share_failed,
    s.last_new_at,
    e.last_load_at,
    nullif(e.last_error, '') AS last_error,
    e.last_notes
FROM sources AS s
LEFT JOIN ends AS e ON e.outlet = s.outlet
LEFT JOIN usual AS u ON u.outlet = s.outlet
LEFT JOIN recent AS r ON r.outlet = s.outlet
WHERE s.enabled;
COMMENT ON VIEW source_health IS 'One row per outlet: is it well, and if not, why. Begin here when numbers look odd.';
COMMENT ON COLUMN source_health.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN source_health.name IS 'Its name, where its file states one.';
COMMENT ON COLUMN source_health.state IS 'ok, failing (last load refused or failed), behind (other outlets have a later day), silent (no article on the last day), low (under 30 % of usual; below the minimum that its file states while fewer than seven days are known), high (over three times usual), quarantined (over 20 % in a week, and more than chance explains), never loaded.';
COMMENT ON COLUMN source_health.last_day IS 'Last day that a daily run loaded.';
COMMENT ON COLUMN source_health.last_articles IS 'Articles published on the newest day that any outlet has.';
COMMENT ON COLUMN source_health.usual_articles IS 'Median of articles per day over the 28 days before.';
COMMENT ON COLUMN source_health.share_quarantined IS 'Share of fetched pages that went to quarantine in the last seven days; NULL for fewer than ten.';
COMMENT ON COLUMN source_health.share_failed IS 'Share of due links that failed in the last seven days; NULL for fewer than ten.';
COMMENT ON COLUMN source_health.last_new_at IS 'When the last article that was new was fetched.';
COMMENT ON COLUMN source_health.last_load_at IS 'When its last load ended, successful or not.';
COMMENT ON COLUMN source_health.last_error IS 'Why the last load was refused or failed; NULL where it was not.';
COMMENT ON COLUMN source_health.last_notes IS 'Notes of that load: a route that did not answer, a rule that warned.';
