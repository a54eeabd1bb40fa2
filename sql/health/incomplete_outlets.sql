-- Outlets without a diagnosis that lack articles of days that nobody has dismissed.
SELECT c.outlet, min(c."day"), max(c."day"), sum(c.missed)::BIGINT AS missed,
    max_by(coalesce(d.evidence[1], c.why), c."day")
FROM completeness AS c
ANTI JOIN (FROM sources WHERE NOT enabled) USING (outlet)
ANTI JOIN dismissals AS x ON x.outlet = c.outlet AND x."day" = c."day"
LEFT JOIN diagnoses AS d ON d.outlet = c.outlet AND d."day" = c."day"
WHERE c.state = 'incomplete' AND coalesce(d.cause, 'well') = 'well'
    AND c."day" > (SELECT max("day") FROM completeness) - $pause
GROUP BY c.outlet ORDER BY missed DESC, c.outlet
