-- Every outlet with its number of articles, the most first.
SELECT s.outlet, s."name", count(a.article_id) AS articles, max(coalesce(a.published_at, a.first_fetched_at)) AS newest_at
FROM sources AS s LEFT JOIN articles AS a ON a.outlet = s.outlet
GROUP BY s.outlet, s."name"
ORDER BY articles DESC, s.outlet;
