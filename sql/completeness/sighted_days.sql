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
    SELECT q.article_id, list_transform(q.reasons, lambda r: r.rule) AS rules,
        coalesce(o.decision = 'drop', false) AS dropped
    FROM quarantine AS q LEFT JOIN overrides AS o ON o.quarantine_id = q.quarantine_id
), articles_of_day AS (
    SELECT s.outlet, s."day", s.article_id, list(DISTINCT s.route_url ORDER BY s.route_url) AS routes,
        bool_or(s.held) AS held, bool_or(q.article_id IS NOT NULL) AND NOT bool_or(s.held) AS quarantined,
        -- what is no article, or no longer there, or was dropped by a person is not missed
        NOT bool_or(s.held) AND bool_or(
            coalesce(e.result = 'skipped' AND e.reason <> 'robots', false)
            OR coalesce(e.reason IN ('http_404', 'http_410', 'wrong_type'), false)
            OR coalesce(q.dropped, false)
            OR coalesce(list_has_any(q.rules, ['page_is_photo', 'page_is_video', 'page_is_index', 'page_is_not_found']), false)
        ) AS no_article,
        -- a gallery, what a person dropped, and a page that is gone are posts of the day, which the outlet's count includes
        bool_or(
            coalesce(e.reason IN ('http_404', 'http_410'), false)
            OR coalesce(q.dropped OR list_has_any(q.rules, ['page_is_photo', 'page_is_video']), false)
        ) AS is_post
    FROM seen AS s
    LEFT JOIN ends AS e ON e.outlet = s.outlet AND e.article_id = s.article_id
    LEFT JOIN refused AS q ON q.article_id = s.article_id
    GROUP BY ALL
), histories AS (
    SELECT outlet, "day", routes, count(*) FILTER (WHERE NOT no_article) AS articles, count(*) FILTER (WHERE held) AS held,
        count(*) FILTER (WHERE quarantined AND NOT no_article) AS quarantined,
        count(*) FILTER (WHERE no_article AND is_post) AS no_articles
    FROM articles_of_day WHERE "day" BETWEEN $first AND $last
    GROUP BY ALL
), shown AS (
    SELECT outlet, "day",
        list({'routes': routes, 'articles': articles} ORDER BY routes) FILTER (WHERE articles > 0) AS histories,
        sum(held)::BIGINT AS held, sum(quarantined)::BIGINT AS quarantined, sum(no_articles)::BIGINT AS no_articles
    FROM histories GROUP BY ALL
), walked AS (
    SELECT r.*, l."day" = r."day" AS own,
        l.started_at >= timezone('Asia/Jakarta', CAST(r."day" + 1 AS TIMESTAMP)) AS is_over,
        NOT r.failed AND r.reaches_to IS NULL AND len(coalesce(r.blind, [])) = 0 AS saw_all
    FROM route_days AS r
    SEMI JOIN mine USING (outlet)
    JOIN loads AS l ON l.load_id = r.load_id AND l.outlet = r.outlet
    WHERE r."day" BETWEEN $first AND $last
), newest AS (
    -- the routes of the outlet's file: those that the day's own run walked last
    SELECT outlet, "day", max_by(load_id, (own, load_id)) AS load_id FROM walked GROUP BY ALL
), best AS (
    -- of each route the walk that saw most of the day: feeds move on, and a route that failed may answer a later run
    SELECT w.*
    FROM walked AS w
    JOIN newest AS n ON n.outlet = w.outlet AND n."day" = w."day"
    SEMI JOIN (FROM walked SEMI JOIN newest USING (outlet, "day", load_id)) AS r
        ON r.outlet = w.outlet AND r."day" = w."day" AND r.kind = w.kind AND r.route_url = w.route_url
    QUALIFY row_number() OVER (
        PARTITION BY w.outlet, w."day", w.kind, w.route_url
        ORDER BY w.is_over DESC, w.saw_all DESC, w.failed, w.own DESC, w.load_id DESC
    ) = 1
), walks AS (
    SELECT outlet, "day", list({
        'kind': kind, 'route_url': route_url, 'day': "day", 'found': found, 'stated': stated,
        'reaches_to': reaches_to, 'blind': blind, 'failed': failed
    } ORDER BY kind, route_url) AS walks
    FROM best
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
SELECT d.outlet, d."day", s.histories, s.held, s.quarantined, s.no_articles, w.walks, t.error
FROM days AS d
LEFT JOIN shown AS s USING (outlet, "day")
LEFT JOIN walks AS w USING (outlet, "day")
LEFT JOIN tried AS t USING (outlet, "day")
ORDER BY d.outlet, d."day";
