-- The names of an article in the order of its text.
SELECT kind, "name", name_in_article, written, "start", "end", region FROM mentions
WHERE article_id = $article_id ORDER BY "start", "end";
