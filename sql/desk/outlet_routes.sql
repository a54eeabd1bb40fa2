-- What each route of an outlet showed of a day, and what it could not see.
SELECT kind, route_url, found, found_here_only, stated, reaches_to, blind, failed
FROM route_coverage
WHERE outlet = $outlet AND "day" = $day::DATE
ORDER BY kind, route_url;
