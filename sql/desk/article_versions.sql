-- Every version of an article that we saw, oldest first.
SELECT title, body, first_fetched_at, last_fetched_at, content_hash, rules_version, true AS superseded
FROM article_revisions WHERE article_id = $article_id
UNION ALL BY NAME
SELECT title, body, first_fetched_at, last_fetched_at, content_hash, rules_version, false AS superseded
FROM articles WHERE article_id = $article_id AND first_fetched_at = $first_fetched_at
ORDER BY last_fetched_at, content_hash;
