-- Every outlet with its $days days up to $last, how many articles each of them lacks, and how fresh it is.
-- Letters: C complete, L likely complete, I incomplete, N nothing of the day is loaded though there was something or a
-- cause is known, U unknown.
WITH judged AS (
    SELECT
        c.outlet, ($last::DATE - c."day")::INTEGER AS age,
        CASE WHEN c.state = 'incomplete' AND d.outlet IS NULL THEN coalesce(c.missed, 0) ELSE 0 END AS missed,
        CASE
            WHEN held = 0 AND (state = 'incomplete' OR (state = 'unknown' AND v.cause <> 'well')) THEN 'N'
            WHEN state = 'incomplete' THEN 'I'
            WHEN state = 'complete' THEN 'C'
            WHEN state = 'likely complete' THEN 'L'
            ELSE 'U'
        END AS letter
    FROM completeness AS c LEFT JOIN dismissals AS d ON d.outlet = c.outlet AND d."day" = c."day"
    LEFT JOIN diagnoses AS v ON v.outlet = c.outlet AND v."day" = c."day"
    WHERE c."day" BETWEEN $last::DATE - $days::INTEGER + 1 AND $last::DATE
), strips AS (
    SELECT outlet, list(age) AS ages, list(letter) AS letters, list(missed) AS missed FROM judged GROUP BY outlet
), tried AS (
    SELECT outlet, max("day") AS tried_day FROM loads WHERE job = 'ingest' GROUP BY outlet
)
SELECT s.outlet, coalesce(s.name, s.outlet) AS name, s.enabled, s.last_new_at, r.tried_day, t.ages, t.letters, t.missed
FROM sources AS s
LEFT JOIN strips AS t ON t.outlet = s.outlet
LEFT JOIN tried AS r ON r.outlet = s.outlet;
