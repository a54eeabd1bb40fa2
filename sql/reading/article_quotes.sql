-- The quotations of an article in the order of its text.
SELECT "text", "start", "end", kind, "name", office, cue, direct, hedges FROM quotes
WHERE article_id = $article_id ORDER BY "start", "end";
