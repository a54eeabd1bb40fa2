-- One article by its id or address.
SELECT
    article_id, url, outlet, title, authors, section, tags, language, published_at, published_precision,
    first_fetched_at, last_fetched_at, duplicate_group_id, rules_version, body,
    (SELECT count(*) FROM article_revisions AS r WHERE r.article_id = articles.article_id) AS earlier_versions
FROM articles WHERE article_id = $article OR url = $article
