-- Articles of a load that show the cleaning well: the most kinds of boilerplate, one article an outlet.
SELECT outlet, title, url, published_at, scraped_text, body, removed
FROM articles
WHERE load_id = $load_id AND len(removed) > 0
QUALIFY row_number() OVER (
    PARTITION BY outlet ORDER BY len(list_distinct(list_transform(removed, lambda r: r.kind))) DESC, article_id
) = 1
ORDER BY len(list_distinct(list_transform(removed, lambda r: r.kind))) DESC, outlet
LIMIT $n;
