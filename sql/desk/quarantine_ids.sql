-- Ids, outlets and days of quarantined pages: of these ids, or all undecided ones of a cause. The day is the archive's.
SELECT q.quarantine_id, q.outlet,
    coalesce(try_cast(regexp_extract(q.archive, 'day=([0-9-]{10})', 1) AS DATE), jakarta_day(q.fetched_at)) AS "day"
FROM quarantine AS q LEFT JOIN overrides AS o ON o.quarantine_id = q.quarantine_id
WHERE CASE
    WHEN $every THEN coalesce(q.reasons[1].rule, '') = $cause AND ($outlet IS NULL OR q.outlet = $outlet) AND o.decision IS NULL
    ELSE list_contains($ids::VARCHAR[], q.quarantine_id)
END
ORDER BY q.quarantine_id;
