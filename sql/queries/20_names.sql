-- Which persons, organisations and places are in the news most?
-- By clicking: **Names**: the most frequent first; a kind narrows the list.
SELECT kind, "name", articles, outlets, region, forms
FROM names
ORDER BY articles DESC, "name"
LIMIT 8;
