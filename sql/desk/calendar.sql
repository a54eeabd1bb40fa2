-- Every outlet with a letter for each day between $first and $last; the letters are those of outlets_today.sql.
WITH days AS (
    SELECT unnest(generate_series($first::DATE, $last::DATE, INTERVAL 1 DAY))::DATE AS "day"
), judged AS (
    SELECT c.outlet, c."day", CASE
        WHEN held = 0 AND (state = 'incomplete' OR (state = 'unknown' AND v.cause <> 'well')) THEN 'N'
        WHEN state = 'incomplete' THEN 'I'
        WHEN state = 'complete' THEN 'C'
        WHEN state = 'likely complete' THEN 'L'
        ELSE 'U'
    END AS letter
    FROM completeness AS c LEFT JOIN diagnoses AS v ON v.outlet = c.outlet AND v."day" = c."day"
    WHERE c."day" BETWEEN $first AND $last
)
SELECT s.outlet, coalesce(any_value(s.name), s.outlet) AS name, string_agg(coalesce(j.letter, '-'), '' ORDER BY d."day") AS letters
FROM sources AS s CROSS JOIN days AS d
LEFT JOIN judged AS j ON j.outlet = s.outlet AND j."day" = d."day"
WHERE s.enabled
GROUP BY s.outlet ORDER BY s.outlet;
