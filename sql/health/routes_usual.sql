-- The fewest articles of its own day that each route showed, in the last good loads before the day.
WITH good AS (
    SELECT load_id, "day" FROM loads
    WHERE outlet = $outlet AND "day" < $day AND job = 'ingest' AND status = 'ok'
    ORDER BY load_id DESC LIMIT $most
)
SELECT route_url, min(found) FROM route_days JOIN good USING (load_id, "day")
WHERE outlet = $outlet AND kind <> 'total' GROUP BY route_url
