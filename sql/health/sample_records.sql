-- Addresses and archive records of some pages of a load, refused ones first.
SELECT url, archive FROM (
    SELECT url, archive, 1 AS turn FROM quarantine WHERE outlet = $outlet AND load_id = $load_id
    UNION ALL
    SELECT coalesce(fetched_url, url), archive, 2 FROM articles WHERE outlet = $outlet AND load_id = $load_id
) WHERE archive <> '' ORDER BY turn, url LIMIT $most
