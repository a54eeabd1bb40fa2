-- What was stripped from an outlet's articles since $first, by kind and rule, the commonest first.
SELECT kind, rule, count(DISTINCT article_id) AS articles, mode(left(part, 120)) AS commonest
FROM (
    SELECT article_id, unnest(removed).kind AS kind, unnest(removed).rule AS rule, unnest(removed)."text" AS part
    FROM articles WHERE outlet = $outlet AND fetched_at >= $first::DATE - 1
)
GROUP BY ALL ORDER BY articles DESC, kind, rule LIMIT 15;
