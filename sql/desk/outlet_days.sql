-- An outlet's days between $first and $last, newest first: state, articles, verdict, and who dismissed it.
SELECT
    c."day", c.state, c.found, c.held, c.quarantined, c.expected, c.missed, c.why, c.holiday,
    CASE
        WHEN c.held = 0 AND (c.state = 'incomplete' OR (c.state = 'unknown' AND v.cause <> 'well')) THEN 'N'
        WHEN c.state = 'incomplete' THEN 'I'
        WHEN c.state = 'complete' THEN 'C'
        WHEN c.state = 'likely complete' THEN 'L'
        ELSE 'U'
    END AS letter,
    v.cause, v.says, d.dismissed_by, d.why AS dismissed_why
FROM completeness AS c
LEFT JOIN diagnoses AS v ON v.outlet = c.outlet AND v."day" = c."day"
LEFT JOIN dismissals AS d ON d.outlet = c.outlet AND d."day" = c."day"
WHERE c.outlet = $outlet AND c."day" BETWEEN $first AND $last
ORDER BY c."day" DESC;
