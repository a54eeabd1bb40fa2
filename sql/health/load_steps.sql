-- How far the links of an outlet came, in each of the given loads.
WITH each AS (
    SELECT
        load_id,
        count(*) FILTER (WHERE result IN ('loaded', 'revised', 'unchanged', 'quarantined')
            OR reason = 'page_names_same_canonical_url') AS fetched,
        count(*) FILTER (WHERE result IN ('loaded', 'revised', 'unchanged')
            OR (result = 'quarantined' AND NOT starts_with(reason, 'page_is_'))
            OR reason = 'page_names_same_canonical_url') AS scraped,
        count(*) FILTER (WHERE result IN ('loaded', 'revised', 'unchanged')
            OR reason = 'page_names_same_canonical_url') AS accepted,
        count(*) FILTER (WHERE result IN ('loaded', 'revised', 'unchanged')) AS loaded
    FROM outcomes WHERE outlet = $outlet AND load_id IN (SELECT unnest($load_ids::VARCHAR[])) GROUP BY load_id
)
SELECT l.discovered, l.known, each.fetched, each.scraped, each.accepted, each.loaded
FROM loads AS l LEFT JOIN each USING (load_id)
WHERE l.outlet = $outlet AND l.load_id IN (SELECT unnest($load_ids::VARCHAR[]))
