-- The days of outlets since each was put on trial or made active: those that a run walked or failed to load.
-- "visited": the outlet was asked on the day, so that finding nothing says something of the outlet. It was where a load
-- that succeeded walked a route that answered, and where no route answered while another outlet of the same load did: a
-- domain that is parked or has moved may answer one of its routes with an empty page.
-- A load that failed for a reason of our own (a full disk, no network, a bug) says nothing of the outlet.
WITH current AS (
    SELECT outlet, CAST(timezone('Asia/Jakarta', decided_at) AS DATE) AS since
    FROM outlet_states
    WHERE outlet IN (SELECT unnest($outlets::VARCHAR[]))
    QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY decided_at DESC) = 1
), walked AS (
    SELECT outlet, "day" FROM route_days
    UNION
    SELECT outlet, "day" FROM completeness
), asked AS (
    SELECT
        r.load_id, r.outlet, r."day", bool_or(l.status = 'ok') AS loaded,
        bool_or(NOT r.failed) AND NOT coalesce(bool_or(starts_with(l.error, $no_answer)), false) AS answered
    FROM route_days AS r
    LEFT JOIN loads AS l ON l.load_id = r.load_id AND l.outlet = r.outlet
    GROUP BY ALL
), online AS (
    SELECT load_id FROM asked GROUP BY load_id HAVING bool_or(answered)
), visits AS (
    SELECT a.outlet, a."day", bool_or(CASE WHEN a.answered THEN a.loaded ELSE n.load_id IS NOT NULL END) AS visited
    FROM asked AS a
    LEFT JOIN online AS n ON n.load_id = a.load_id
    GROUP BY ALL
)
SELECT c.outlet, w."day", coalesce(d.state, 'unknown'), coalesce(d.found, 0), coalesce(d.held, 0),
    coalesce(v.visited, false)
FROM current AS c
JOIN walked AS w ON w.outlet = c.outlet AND w."day" BETWEEN c.since - 1 AND $day
LEFT JOIN completeness AS d ON d.outlet = w.outlet AND d."day" = w."day"
LEFT JOIN visits AS v ON v.outlet = w.outlet AND v."day" = w."day"
ORDER BY c.outlet, w."day"
