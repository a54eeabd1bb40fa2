-- The quotations of an article in the order of its text, as old as the article.
SELECT "text", "start", "end", kind, "name", office, cue, direct, hedges FROM quotes
WHERE article_id = $article_id AND first_fetched_at = $first_fetched_at ORDER BY "start", "end";
