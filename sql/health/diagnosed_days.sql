-- What is wrong with outlets' newest days, and with older days that are still incomplete, unless dismissed.
WITH newest AS (
    SELECT outlet, max("day") AS "day" FROM diagnoses GROUP BY outlet
), ill AS (
    SELECT
        d.outlet, d.cause, d."day", d.says, d.evidence[1] AS shown_by, d.command, d."day" = n."day" AS is_newest
    FROM diagnoses AS d JOIN newest AS n ON n.outlet = d.outlet
    ANTI JOIN (FROM sources WHERE NOT enabled) AS s ON s.outlet = d.outlet
    ANTI JOIN dismissals AS x ON x.outlet = d.outlet AND x."day" = d."day"
    WHERE d.cause <> 'well' AND d."day" > (SELECT max("day") FROM diagnoses) - $pause
)
SELECT l.outlet, l.cause, l."day", l.says, coalesce(l.shown_by, ''), l.command, coalesce(c.missed, 0),
    l.is_newest AND l.cause <> 'few'
FROM ill AS l
LEFT JOIN completeness AS c ON c.outlet = l.outlet AND c."day" = l."day"
WHERE l.is_newest OR c.state = 'incomplete'
ORDER BY l.outlet, l.cause, l."day"
