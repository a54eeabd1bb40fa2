-- Where do stories come from, by their datelines?
-- By clicking: **Names**, with the kind *place*: places by the number of articles. Datelines alone are SQL only.
SELECT place, count(*) AS articles, count(DISTINCT outlet) AS outlets
FROM articles
WHERE place IS NOT NULL
GROUP BY place
ORDER BY articles DESC, place
LIMIT 8;
