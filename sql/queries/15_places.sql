-- Where do stories come from, by their datelines?
SELECT place, count(*) AS articles, count(DISTINCT outlet) AS outlets
FROM articles
WHERE place IS NOT NULL
GROUP BY place
ORDER BY articles DESC, place
LIMIT 8;
