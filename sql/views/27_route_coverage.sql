CREATE OR REPLACE VIEW route_coverage AS
WITH dated AS (
    SELECT s.outlet, s.article_id, s.kind, s.route_url, coalesce(jakarta_day(a.published_at), s."day") AS "day",
        count(*) OVER (PARTITION BY s.outlet, s.article_id) AS routes
    FROM sightings AS s LEFT JOIN articles AS a ON a.article_id = s.article_id
), shown AS (
    SELECT outlet, "day", kind, route_url, count(*) AS found, count(*) FILTER (WHERE routes = 1) AS found_here_only
    FROM dated GROUP BY ALL
), newest AS (
    SELECT r.*
    FROM route_days AS r JOIN loads AS l ON l.load_id = r.load_id AND l.outlet = r.outlet
    QUALIFY row_number() OVER (
        -- as completeness is judged (sql/completeness/sighted_days.sql): the walk that saw most of the day
        PARTITION BY r.outlet, r."day", r.kind, r.route_url
        ORDER BY
            l.started_at >= timezone('Asia/Jakarta', CAST(r."day" + 1 AS TIMESTAMP)) DESC,
            NOT r.failed AND r.reaches_to IS NULL AND len(coalesce(r.blind, [])) = 0 DESC,
            r.failed, l."day" = r."day" DESC, r.load_id DESC
    ) = 1
)
SELECT
    outlet, "day", kind, route_url,
    coalesce(s.found, 0) AS found, coalesce(s.found_here_only, 0) AS found_here_only,
    n.stated, n.reaches_to, n.blind, coalesce(n.failed, false) AS failed
FROM shown AS s FULL JOIN newest AS n USING (outlet, "day", kind, route_url);
COMMENT ON VIEW route_coverage IS 'What each route of an outlet showed of each day, and what it could not see in the run that saw most of the day.';
COMMENT ON COLUMN route_coverage.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN route_coverage."day" IS 'Day in Jakarta: of the article where it is loaded, else as the route tells.';
COMMENT ON COLUMN route_coverage.kind IS 'Kind of the route: feed, sitemap, index, category, wordpress, state or post; total is the outlet''s own count.';
COMMENT ON COLUMN route_coverage.route_url IS 'Address of the route, as the outlet''s file has it.';
COMMENT ON COLUMN route_coverage.found IS 'Articles of the day that it ever showed.';
COMMENT ON COLUMN route_coverage.found_here_only IS 'Of them, those that no other route showed.';
COMMENT ON COLUMN route_coverage.stated IS 'Articles that the outlet says it has of the day; NULL where it does not say.';
COMMENT ON COLUMN route_coverage.reaches_to IS 'The route goes back to this moment only; NULL where it covers the day.';
COMMENT ON COLUMN route_coverage.blind IS 'What it could not see: a cap, a page that failed, a feed that does not reach back; one reason each.';
COMMENT ON COLUMN route_coverage.failed IS 'It gave nothing at all, for it could not be read.';
