-- What was stripped from the articles of a load, by kind.
SELECT kind, count(*) AS spans, sum(length(part))::BIGINT AS characters, count(DISTINCT article_id) AS articles
FROM (
    SELECT article_id, unnest(removed).kind AS kind, unnest(removed)."text" AS part FROM articles WHERE load_id = $load_id
)
GROUP BY kind ORDER BY characters DESC, kind;
