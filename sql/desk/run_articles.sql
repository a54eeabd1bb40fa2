-- Articles of a load that show the cleaning well: the most kinds of boilerplate, one an outlet.
SELECT article_id, outlet, title, len(removed) AS spans
FROM articles WHERE load_id = $load_id
QUALIFY row_number() OVER (
    PARTITION BY outlet ORDER BY len(list_distinct(list_transform(removed, lambda r: r.kind))) DESC, article_id
) = 1
ORDER BY outlet LIMIT 30;
