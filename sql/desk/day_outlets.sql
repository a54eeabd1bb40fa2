-- Every outlet that was tried for a day: how complete it is, its verdict, its newest load.
WITH mine AS (
    SELECT outlet, max_by(run, load_id) AS run, max_by(status, load_id) AS status, max_by(error, load_id) AS error,
        sum(loaded)::BIGINT AS loaded, sum(quarantined)::BIGINT AS quarantined, sum(failed)::BIGINT AS failed
    FROM loads WHERE "day" = $day::DATE AND job = 'ingest' GROUP BY outlet
)
SELECT
    outlet, m.run, m.status, nullif(m.error, '') AS error, m.loaded, m.quarantined, m.failed,
    c.state, c.held, c.expected, c.missed, c.why, v.cause, v.says,
    CASE
        WHEN c.held = 0 AND (c.state = 'incomplete' OR (c.state = 'unknown' AND v.cause <> 'well')) THEN 'N'
        WHEN c.state = 'incomplete' THEN 'I'
        WHEN c.state = 'complete' THEN 'C'
        WHEN c.state = 'likely complete' THEN 'L'
        WHEN c.state IS NULL THEN '-'
        ELSE 'U'
    END AS letter
FROM mine AS m
FULL JOIN (FROM completeness WHERE "day" = $day::DATE) AS c USING (outlet)
LEFT JOIN (FROM diagnoses WHERE "day" = $day::DATE) AS v USING (outlet)
ORDER BY coalesce(v.cause, 'well') = 'well', coalesce(c.missed, 0) DESC, outlet;
