-- The newest articles of an outlet.
SELECT article_id, title, published_at, first_fetched_at, words(body) AS words, len(removed) AS spans
FROM articles WHERE outlet = $outlet
ORDER BY coalesce(published_at, first_fetched_at) DESC, article_id LIMIT 12;
