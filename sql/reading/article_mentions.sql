-- The names of an article in the order of its text. They are as old as the article: only rows of that age are looked through.
SELECT kind, "name", name_in_article, written, "start", "end", region FROM mentions
WHERE article_id = $article_id AND first_fetched_at = $first_fetched_at ORDER BY "start", "end";
