-- The articles that share a text, the first one first.
SELECT article_id, outlet, title, body, url, coalesce(published_at, first_fetched_at) AS appeared_at, wire_source
FROM articles WHERE rowid IN (SELECT rowid FROM articles WHERE duplicate_group_id = $duplicate_group_id)
ORDER BY appeared_at, article_id LIMIT 30;
