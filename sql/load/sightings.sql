-- Addresses that routes showed, under the article that each led to; an article counts once for each route, ever.
INSERT INTO sightings BY NAME
WITH led AS (
    SELECT
        s.outlet, coalesce(r.article_id, s.article_id) AS article_id, s.kind, s.route_url, min(s."day") AS "day"
    FROM staged_sightings AS s
    LEFT JOIN resolved AS r ON r.outlet = s.batch_outlet AND r.url = s.url
    GROUP BY ALL
)
SELECT led.*, getvariable('finished_at') AS first_seen_at, getvariable('load_id') AS load_id
FROM led ANTI JOIN sightings USING (outlet, article_id, route_url);
