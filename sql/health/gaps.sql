-- Days that an outlet lacks: every try failed, or no run asked for them between days that were loaded.
WITH tries AS (
    SELECT outlet, "day", load_id, status, error FROM loads
    WHERE job = 'ingest' AND outlet NOT IN (SELECT outlet FROM sources WHERE NOT enabled)
), loaded AS (
    SELECT DISTINCT outlet, "day" FROM tries WHERE status = 'ok'
), failed AS (
    SELECT
        outlet, "day", max_by(error, load_id) AS error,
        max_by(status = 'refused' OR starts_with(error, $stopped), load_id) AS held
    FROM (FROM tries WHERE status <> 'ok') ANTI JOIN loaded USING (outlet, "day") GROUP BY ALL
), holed AS (  -- most outlets have every day between their first and their last, and need no look at each
    SELECT outlet FROM loaded GROUP BY outlet HAVING count(*) <= max("day") - min("day")
), span AS (
    SELECT outlet, "day", lead("day") OVER (PARTITION BY outlet ORDER BY "day") AS next
    FROM loaded SEMI JOIN holed USING (outlet)
), absent AS (
    SELECT outlet, unnest(generate_series("day" + 1, next - 1, INTERVAL 1 DAY))::DATE AS "day", '' AS error
    FROM span WHERE next - "day" BETWEEN 2 AND $pause
)
SELECT outlet, "day", error FROM failed WHERE NOT held
UNION ALL
SELECT outlet, "day", error FROM absent ANTI JOIN failed USING (outlet, "day")
ORDER BY ALL
