-- The pages in quarantine of one cause, newest first, of one outlet where $outlet is given.
SELECT
    q.quarantine_id, q.outlet, q.url, q.stage, q.archive, q.fetched_at, q.payload->>'title' AS title,
    q.reasons, length(coalesce(q.payload->>'body', '')) AS characters,
    coalesce(q.payload->>'body', '') <> '' AND (q.payload->>'content_hash') IS NOT NULL AS releasable,
    o.decision, o.decided_by, o.why
FROM quarantine AS q LEFT JOIN overrides AS o ON o.quarantine_id = q.quarantine_id
WHERE coalesce(q.reasons[1].rule, '') = $cause AND ($outlet IS NULL OR q.outlet = $outlet)
    AND ((o.decision IS NULL AND NOT $dropped) OR (o.decision = 'drop' AND $dropped))
ORDER BY q.fetched_at DESC, q.quarantine_id
LIMIT $most OFFSET $skipped;
