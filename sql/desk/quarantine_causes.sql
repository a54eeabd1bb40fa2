-- What waits in quarantine (with $dropped, what somebody dropped), grouped by cause: the first reason of each page.
SELECT
    coalesce(q.reasons[1].rule, '') AS cause, count(*) AS pages, count(DISTINCT q.outlet) AS outlets,
    mode(q.outlet) AS commonest_outlet, min(q.reasons[1].detail) AS detail,
    min(q.fetched_at) AS oldest, max(q.fetched_at) AS newest,
    count(*) FILTER (WHERE coalesce(q.payload->>'body', '') <> '' AND (q.payload->>'content_hash') IS NOT NULL) AS releasable
FROM quarantine AS q LEFT JOIN overrides AS o ON o.quarantine_id = q.quarantine_id
WHERE ($outlet IS NULL OR q.outlet = $outlet)
    AND ((o.decision IS NULL AND NOT $dropped) OR (o.decision = 'drop' AND $dropped))
GROUP BY ALL ORDER BY pages DESC, cause;
