-- Loads of an outlet since $first that failed, and why links of it failed or were refused, the newest first.
(
    SELECT "day", status AS result, NULL AS reason, discovered AS links, error AS detail, run AS example
    FROM loads WHERE outlet = $outlet AND status <> 'ok' AND "day" >= $first::DATE
    UNION ALL
    SELECT l."day", o.result, o.reason, count(*), min(o.detail), min(o.url)
    FROM outcomes AS o JOIN loads AS l ON l.load_id = o.load_id AND l.outlet = o.outlet
    WHERE o.outlet = $outlet AND l.outlet = $outlet AND l."day" >= $first::DATE AND o.result IN ('failed', 'quarantined')
    GROUP BY l."day", o.result, o.reason
)
ORDER BY "day" DESC, links DESC LIMIT 20;
