-- Names that contain some letters, those in most articles first. What each row shows is gathered for these names only.
WITH chosen AS (
    SELECT kind, "name", sum(articles)::BIGINT AS articles FROM name_days
    WHERE ($kind = '' OR kind = $kind) AND (
        $asked = '' OR contains(lower("name"), lower($asked))
        OR (kind, "name") IN (SELECT (kind, "name") FROM name_aliases WHERE contains(lower(alias), lower($asked)))
    )
    GROUP BY kind, "name" ORDER BY articles DESC, "name", kind LIMIT 200
)
SELECT
    c.kind, c."name", c.articles, len(list_distinct(flatten(list(d.outlets)))) AS outlets,
    min(d."day") AS first_day, max(d."day") AS last_day, list_sort(list_distinct(flatten(list(d.forms)))) AS forms
FROM name_days AS d JOIN chosen AS c USING (kind, "name")
GROUP BY c.kind, c."name", c.articles
ORDER BY c.articles DESC, c."name", c.kind;
