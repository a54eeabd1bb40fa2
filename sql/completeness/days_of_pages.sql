-- Outlets and days that quarantined pages ($ids) count for: by the article's own date, else as a route told.
SELECT DISTINCT s.outlet, coalesce(CAST(timezone('Asia/Jakarta', a.published_at) AS DATE), s."day")
FROM overrides AS o
JOIN sightings AS s ON s.article_id = o.article_id
LEFT JOIN articles AS a ON a.article_id = o.article_id
WHERE o.quarantine_id IN (SELECT unnest($ids::VARCHAR[])) AND s."day" IS NOT NULL
ORDER BY ALL;
