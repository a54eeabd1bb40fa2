-- Outlets that mention a name, and of how many of a thousand of their articles.
WITH mine AS (
    SELECT outlet, count(DISTINCT article_id) AS articles FROM mentions
    WHERE "name" = $called AND kind = $kind GROUP BY outlet
)
SELECT m.outlet, m.articles, round(1000.0 * m.articles / count(*), 1) AS per_thousand
FROM mine AS m JOIN articles AS a ON a.outlet = m.outlet
GROUP BY m.outlet, m.articles ORDER BY m.articles DESC, m.outlet LIMIT 30;
