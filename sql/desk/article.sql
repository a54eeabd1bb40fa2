-- One article: by its id or by the address of its page.
SELECT * EXCLUDE (signature, blocks) FROM articles
WHERE article_id = $asked OR url = $asked OR fetched_url = $asked
ORDER BY article_id = $asked DESC LIMIT 1;
