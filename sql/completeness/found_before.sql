-- How many articles were found of each day from $first until before $day, of the outlets: the days that show what is usual.
-- A day that lacked articles for a known reason is none. One below the usual number is: an outlet may have shrunk. A day
-- without articles is one only where a route saw all of it.
WITH whole AS (
    SELECT outlet, "day" FROM route_days
    WHERE "day" >= $first AND "day" < $day AND kind <> 'total'
        AND NOT failed AND reaches_to IS NULL AND len(coalesce(blind, [])) = 0
)
SELECT c.outlet, c."day", c.found
FROM completeness AS c
WHERE c."day" >= $first AND c."day" < $day AND c.outlet IN (SELECT unnest($outlets::VARCHAR[]))
    AND CASE
        WHEN c.found > 0 THEN c.state <> 'incomplete' OR c."method" = 'baseline'
        ELSE c.state <> 'incomplete' AND EXISTS (FROM whole AS w WHERE w.outlet = c.outlet AND w."day" = c."day")
    END;
