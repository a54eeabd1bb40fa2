-- One article by its id and when it was first fetched: rows lie in the order of loads, so few are looked through.
SELECT * EXCLUDE (signature, blocks) FROM articles
WHERE article_id = $asked AND first_fetched_at = $first_fetched_at;
