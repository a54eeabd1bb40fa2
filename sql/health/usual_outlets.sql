-- Outlets of the daily runs of the last days.
SELECT DISTINCT outlet FROM loads
WHERE job = 'ingest' AND "day" > (SELECT max("day") FROM loads WHERE job = 'ingest') - $pause
    AND outlet NOT IN (SELECT outlet FROM sources WHERE NOT enabled)
ORDER BY outlet
