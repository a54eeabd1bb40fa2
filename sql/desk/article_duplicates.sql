-- The copies of an article's text on other outlets, in order of time.
SELECT article_id, outlet, title, url, coalesce(published_at, first_fetched_at) AS told_at, wire_source
FROM articles
WHERE duplicate_group_id = $duplicate_group_id
ORDER BY told_at, article_id LIMIT 100;
