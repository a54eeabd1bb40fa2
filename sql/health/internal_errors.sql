-- Bugs of ours that ended links, each outlet and exception once, unless a later load of the link went well.
WITH ends AS (
    SELECT outlet, url, result, reason, detail, load_id FROM outcomes
    WHERE url IN (SELECT url FROM outcomes WHERE result = 'failed' AND reason = $reason)
    QUALIFY row_number() OVER (PARTITION BY outlet, url ORDER BY load_id DESC) = 1
)
SELECT
    ends.outlet, regexp_extract(detail, '^[\w.]+') AS exception, count(*) AS links,
    any_value(url ORDER BY url), any_value(detail ORDER BY url), min("day"), max("day")
FROM ends JOIN loads USING (load_id, outlet) WHERE result = 'failed' AND reason = $reason
GROUP BY ALL ORDER BY ALL
