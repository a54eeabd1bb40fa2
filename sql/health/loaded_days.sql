-- Which outlets were loaded for which days of a range.
SELECT DISTINCT "day", outlet FROM loads
WHERE job = 'ingest' AND status = 'ok' AND "day" BETWEEN $first AND $last
