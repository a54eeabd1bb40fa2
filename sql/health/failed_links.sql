-- Outlets that failed to fetch more than a fifth of what was due, and have not fetched it since.
WITH suspect AS (  -- as every load counts its failed links, few have so many that their links are worth a look
    SELECT load_id, outlet, "day", discovered - known AS due FROM loads
    WHERE job = 'ingest' AND status = 'ok' AND "day" > (SELECT max("day") FROM loads) - $pause
        AND failed >= $few AND failed > 0.2 * (discovered - known)
), failed AS (
    SELECT outlet, url, reason, load_id, "day", due FROM outcomes JOIN suspect USING (load_id, outlet)
    WHERE result = 'failed' AND NOT list_contains($settled, reason)
), ends AS (
    SELECT outlet, url, max(load_id) AS load_id FROM outcomes
    WHERE load_id >= (SELECT min(load_id) FROM failed) AND url IN (SELECT url FROM failed) GROUP BY ALL
), days AS (
    SELECT outlet, "day", count(*) AS links, mode(reason ORDER BY reason) AS reason
    FROM failed SEMI JOIN ends USING (outlet, url, load_id)
    GROUP BY outlet, "day", load_id, due HAVING count(*) >= $few AND count(*) > 0.2 * due
)
SELECT outlet, min("day"), max("day"), sum(links)::BIGINT, mode(reason ORDER BY reason)
FROM days GROUP BY outlet ORDER BY outlet
