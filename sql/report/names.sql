-- Names that contain some letters, most articles first.
SELECT kind, "name", articles, mentions, outlets, first_day, last_day, region, forms, aliases
FROM names
WHERE ($kind IS NULL OR kind = $kind)
    AND ($word IS NULL OR len(list_filter(
        list_concat([lower("name")], list_transform(coalesce(forms, []), lambda f: lower(f))),
        lambda f: contains(f, lower($word))
    )) > 0)
ORDER BY articles DESC, mentions DESC, "name", kind
LIMIT $limit
