-- Each outlet's day between $first and $last: which routes showed how many articles, what became of these, what the
-- routes could not see. An article's own date goes before what a route tells.
WITH mine AS (
    SELECT unnest($outlets::VARCHAR[]) AS outlet
), seen AS (
    SELECT s.outlet, coalesce(m.moved_to, s.article_id) AS article_id, s.route_url, coalesce(CAST(timezone('Asia/Jakarta', a.published_at) AS DATE), s."day") AS "day",
        a.article_id IS NOT NULL AS held
    FROM sightings AS s
    SEMI JOIN mine USING (outlet)
    LEFT JOIN moved_articles AS m ON m.article_id = s.article_id
    LEFT JOIN articles AS a ON a.article_id = coalesce(m.moved_to, s.article_id)
    WHERE s."day" BETWEEN $first::DATE - 7 AND $last::DATE + 7
), ends AS (
    -- how the links of these days ended last
    SELECT o.outlet, o.article_id, o.result, o.reason
    FROM outcomes AS o
    SEMI JOIN (FROM loads WHERE "day" BETWEEN $first::DATE - 7 AND $last::DATE + 7) AS l
        ON l.load_id = o.load_id AND l.outlet = o.outlet
    SEMI JOIN mine USING (outlet)
    WHERE o.result IN ('skipped', 'failed', 'quarantined')
    QUALIFY row_number() OVER (PARTITION BY o.outlet, o.article_id ORDER BY o.load_id DESC) = 1
), refused AS (
    SELECT article_id, list_transform(reasons, lambda r: r.rule) AS rules FROM quarantine
), articles_of_day AS (
    SELECT s.outlet, s."day", s.article_id, list(DISTINCT s.route_url ORDER BY s.route_url) AS routes,
        bool_or(s.held) AS held, bool_or(q.article_id IS NOT NULL) AND NOT bool_or(s.held) AS quarantined
    FROM seen AS s
    LEFT JOIN ends AS e ON e.outlet = s.outlet AND e.article_id = s.article_id
    LEFT JOIN refused AS q ON q.article_id = s.article_id
    -- what is no article, or no longer there, is not missed
    WHERE s.held OR NOT (
        coalesce(e.result = 'skipped' AND e.reason <> 'robots', false)
        OR coalesce(e.reason IN ('http_404', 'http_410', 'wrong_type'), false)
        OR coalesce(list_has_any(q.rules, ['page_is_photo', 'page_is_video', 'page_is_index', 'page_is_not_found']), false)
    )
    GROUP BY ALL
), histories AS (
    SELECT outlet, "day", routes, count(*) AS articles, count(*) FILTER (WHERE held) AS held,
        count(*) FILTER (WHERE quarantined) AS quarantined
    FROM articles_of_day WHERE "day" BETWEEN $first AND $last
    GROUP BY ALL
), shown AS (
    SELECT outlet, "day", list({'routes': routes, 'articles': articles} ORDER BY routes) AS histories,
        sum(held)::BIGINT AS held, sum(quarantined)::BIGINT AS quarantined
    FROM histories GROUP BY ALL
), newest AS (
    -- the day's own run saw it best: later runs look back at it when feeds have moved on
    SELECT r.outlet, r."day", max_by(r.load_id, (l."day" = r."day", r.load_id)) AS load_id
    FROM route_days AS r
    SEMI JOIN mine USING (outlet)
    JOIN loads AS l ON l.load_id = r.load_id AND l.outlet = r.outlet
    WHERE r."day" BETWEEN $first AND $last
    GROUP BY ALL
), walks AS (
    SELECT r.outlet, r."day", list({
        'kind': r.kind, 'route_url': r.route_url, 'day': r."day", 'found': r.found, 'stated': r.stated,
        'reaches_to': r.reaches_to, 'blind': r.blind, 'failed': r.failed
    } ORDER BY r.kind, r.route_url) AS walks
    FROM route_days AS r
    SEMI JOIN newest USING (outlet, "day", load_id)
    GROUP BY ALL
), tried AS (
    SELECT outlet, "day", max_by(error, load_id) AS error
    FROM loads SEMI JOIN mine USING (outlet)
    WHERE job = 'ingest' AND "day" BETWEEN $first AND $last
    GROUP BY ALL
    HAVING NOT bool_or(status = 'ok')
), days AS (
    SELECT outlet, "day" FROM shown UNION SELECT outlet, "day" FROM walks UNION SELECT outlet, "day" FROM tried
)
SELECT d.outlet, d."day", s.histories, s.held, s.quarantined, w.walks, t.error
FROM days AS d
LEFT JOIN shown AS s USING (outlet, "day")
LEFT JOIN walks AS w USING (outlet, "day")
LEFT JOIN tried AS t USING (outlet, "day")
ORDER BY d.outlet, d."day";
