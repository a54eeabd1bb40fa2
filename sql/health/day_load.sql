-- The newest daily load of an outlet's day.
SELECT load_id, run, error, notes FROM loads
WHERE outlet = $outlet AND "day" = $day AND job = 'ingest' ORDER BY load_id DESC LIMIT 1
