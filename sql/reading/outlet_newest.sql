-- The newest articles of an outlet.
SELECT article_id, outlet, title, section, coalesce(published_at, first_fetched_at) AS appeared_at FROM articles
WHERE outlet = $outlet ORDER BY appeared_at DESC, article_id LIMIT 20;
