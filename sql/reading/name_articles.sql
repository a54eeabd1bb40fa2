-- The newest articles that mention a name.
SELECT article_id, outlet, title, coalesce(published_at, first_fetched_at) AS appeared_at FROM articles
WHERE article_id IN (SELECT article_id FROM mentions WHERE "name" = $called AND kind = $kind)
ORDER BY appeared_at DESC, article_id LIMIT 15;
