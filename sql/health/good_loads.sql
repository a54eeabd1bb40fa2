-- The last loads of an outlet before a day that brought something.
SELECT load_id FROM loads
WHERE outlet = $outlet AND "day" < $day AND job = 'ingest' AND status = 'ok'
    AND loaded + revised + unchanged + known > 0
ORDER BY load_id DESC LIMIT $most
