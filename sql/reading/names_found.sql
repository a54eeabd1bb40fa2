-- Names that contain some letters, those in most articles first.
SELECT kind, "name", articles, outlets, first_day, last_day, forms FROM names
WHERE ($asked = '' OR contains(lower("name"), lower($asked)) OR list_bool_or(list_transform(coalesce(aliases, []), lambda one: contains(lower(one), lower($asked)))))
    AND ($kind = '' OR kind = $kind)
ORDER BY articles DESC, "name", kind LIMIT 200;
