-- Whether an article shares its text with another one: most do not, and pairs are few beside articles.
SELECT 1 AS paired FROM duplicate_pairs WHERE article_id = $article_id OR other_id = $article_id LIMIT 1;
