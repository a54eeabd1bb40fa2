-- What each route showed of the day.
SELECT kind, route_url, "day", found, stated, reaches_to, blind, failed FROM route_days
WHERE outlet = $outlet AND load_id = $load_id AND "day" = $day ORDER BY kind, route_url
