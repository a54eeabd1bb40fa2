-- The most articles of the day before that a route showed in the load.
SELECT max(found) FROM route_days
WHERE outlet = $outlet AND load_id = $load_id AND "day" = $day::DATE - 1
