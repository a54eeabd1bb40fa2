-- Every outlet with its $days days up to $last as one letter each, and how fresh it is; problems say what is wrong.
-- Letters: C complete, L likely complete, I incomplete, N nothing of the day is loaded, U unknown, - no run tried it.
WITH judged AS (
    SELECT
        c.outlet, c."day", c.state, CASE WHEN d.outlet IS NULL THEN c.missed END AS missed,
        CASE
            WHEN state = 'incomplete' AND held = 0 THEN 'N'
            WHEN state = 'incomplete' THEN 'I'
            WHEN state = 'complete' THEN 'C'
            WHEN state = 'likely complete' THEN 'L'
            ELSE 'U'
        END AS letter
    FROM completeness AS c LEFT JOIN dismissals AS d ON d.outlet = c.outlet AND d."day" = c."day"
    WHERE c."day" BETWEEN $last::DATE - $days::INTEGER + 1 AND $last::DATE
), strips AS (
    SELECT
        outlet, max_by(state, "day") AS state, max("day") AS judged_day,
        list(letter ORDER BY "day") AS letters, list(($last::DATE - "day")::INTEGER ORDER BY "day") AS ages,
        coalesce(sum(missed) FILTER (WHERE state = 'incomplete'), 0)::BIGINT AS missed
    FROM judged GROUP BY outlet
), tried AS (
    SELECT outlet, max("day") AS tried_day FROM loads WHERE job = 'ingest' GROUP BY outlet
)
SELECT
    s.outlet, coalesce(s.name, s.outlet) AS name, s.enabled, s.last_new_at,
    t.letters, t.ages, t.state, coalesce(t.missed, 0) AS missed, r.tried_day
FROM sources AS s
LEFT JOIN strips AS t ON t.outlet = s.outlet
LEFT JOIN tried AS r ON r.outlet = s.outlet;
