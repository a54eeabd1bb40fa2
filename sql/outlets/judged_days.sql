-- The days of outlets since each was put on trial or made active: those that a run walked or failed to load.
WITH current AS (
    SELECT outlet, CAST(timezone('Asia/Jakarta', decided_at) AS DATE) AS since
    FROM outlet_states
    WHERE outlet IN (SELECT unnest($outlets::VARCHAR[]))
    QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY decided_at DESC) = 1
), walked AS (
    SELECT outlet, "day" FROM route_days
    UNION
    SELECT outlet, "day" FROM completeness
)
SELECT c.outlet, w."day", coalesce(d.state, 'unknown'), coalesce(d.found, 0), coalesce(d.held, 0)
FROM current AS c
JOIN walked AS w ON w.outlet = c.outlet AND w."day" BETWEEN c.since - 1 AND $day
LEFT JOIN completeness AS d ON d.outlet = w.outlet AND d."day" = w."day"
ORDER BY c.outlet, w."day"
