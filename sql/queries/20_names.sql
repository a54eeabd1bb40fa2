-- Which persons, organisations and places are in the news most?
SELECT kind, "name", articles, outlets, region, forms
FROM names
ORDER BY articles DESC, "name"
LIMIT 8;
