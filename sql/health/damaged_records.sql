-- Outlets whose newest load of a day met archive records that cannot be read.
WITH damaged AS (
    SELECT outlet, load_id, url, detail FROM outcomes WHERE result = 'failed' AND reason = $reason
), latest AS (
    SELECT outlet, "day", max(load_id) AS load_id FROM loads
    WHERE status = 'ok' AND job IN ('ingest', 'reprocess') AND outlet IN (SELECT outlet FROM damaged)
    GROUP BY ALL
)
SELECT outlet, count(*), any_value(detail ORDER BY url), min("day"), max("day")
FROM damaged JOIN latest USING (outlet, load_id) GROUP BY outlet ORDER BY outlet
