-- Every outlet: its $days days up to $last as one letter each, what is open, its newest verdict, how fresh it is.
-- Letters: C complete, L likely complete, I incomplete, N nothing of the day is loaded, U unknown, - no run tried it.
WITH days AS (
    SELECT unnest(generate_series($last::DATE - $days::INTEGER + 1, $last::DATE, INTERVAL 1 DAY))::DATE AS "day"
), judged AS (
    SELECT
        c.outlet, c."day", c.state, c.held, c.missed, d.outlet IS NOT NULL AS dismissed,
        CASE
            WHEN c.state = 'incomplete' AND c.held = 0 THEN 'N'
            WHEN c.state = 'incomplete' THEN 'I'
            WHEN c.state = 'complete' THEN 'C'
            WHEN c.state = 'likely complete' THEN 'L'
            ELSE 'U'
        END AS letter
    FROM completeness AS c
    LEFT JOIN dismissals AS d ON d.outlet = c.outlet AND d."day" = c."day"
    WHERE c."day" BETWEEN $last::DATE - $days::INTEGER + 1 AND $last::DATE
), strips AS (
    SELECT s.outlet, string_agg(coalesce(j.letter, '-'), '' ORDER BY d."day") AS letters
    FROM sources AS s CROSS JOIN days AS d
    LEFT JOIN judged AS j ON j.outlet = s.outlet AND j."day" = d."day"
    GROUP BY s.outlet
), open_days AS (
    SELECT
        outlet,
        count(*) FILTER (WHERE state = 'incomplete' AND NOT dismissed) AS open_days,
        coalesce(sum(missed) FILTER (WHERE state = 'incomplete' AND NOT dismissed), 0)::BIGINT AS missed,
        max_by(state, "day") AS state, max_by(held, "day") AS held, max("day") AS judged_day
    FROM judged GROUP BY outlet
), verdicts AS (
    SELECT outlet, "day", cause, says, evidence, command, broke_at FROM diagnoses
    ANTI JOIN dismissals USING (outlet, "day")
    QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY "day" DESC, load_id DESC) = 1
), tried AS (
    SELECT outlet, max("day") AS tried_day, max_by(error, (finished_at, load_id)) AS last_error
    FROM loads WHERE job = 'ingest' GROUP BY outlet
), newest AS (
    SELECT max(tried_day) AS "day" FROM tried
), ranked AS (
    SELECT
        s.outlet, coalesce(s.name, s.outlet) AS name, s.enabled, t.letters,
        coalesce(o.open_days, 0) AS open_days, coalesce(o.missed, 0) AS missed, o.state, o.held,
        v.cause, v.says, v.evidence[1] AS evidence, v.command, v."day" AS verdict_day,
        r.tried_day, nullif(r.last_error, '') AS last_error, s.last_new_at,
        CASE
            WHEN NOT s.enabled THEN 'off'
            WHEN r.tried_day IS NULL THEN 'never'
            WHEN v.cause <> 'well' AND v."day" = r.tried_day THEN 'broken'
            WHEN o.open_days > 0 THEN 'incomplete'
            WHEN r.tried_day < newest."day" THEN 'behind'
            WHEN o.state IN ('complete', 'likely complete') THEN 'well'
            ELSE 'unknown'
        END AS standing
    FROM sources AS s
    CROSS JOIN newest
    JOIN strips AS t ON t.outlet = s.outlet
    LEFT JOIN open_days AS o ON o.outlet = s.outlet
    LEFT JOIN verdicts AS v ON v.outlet = s.outlet
    LEFT JOIN tried AS r ON r.outlet = s.outlet
)
SELECT * FROM ranked
ORDER BY list_position(['broken', 'incomplete', 'behind', 'never', 'unknown', 'well', 'off'], standing), missed DESC, outlet;
