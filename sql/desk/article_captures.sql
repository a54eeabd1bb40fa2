-- Every fetch of an article, newest first: its record in the archive, the rules that read it.
SELECT fetched_at, archive, payload_digest, content_hash, rules_version, load_id
FROM captures WHERE article_id = $article_id
ORDER BY fetched_at DESC LIMIT 50;
