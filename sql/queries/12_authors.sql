-- Who writes most?
SELECT author, outlet, count(*) AS articles
FROM (SELECT outlet, unnest(authors) AS author FROM articles)
GROUP BY ALL
ORDER BY articles DESC, author, outlet
LIMIT 8;
