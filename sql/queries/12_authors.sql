-- Who writes most?
-- By clicking: **Search** for `author:"Budi Santoso"` gives one author's articles. The ranking is SQL only.
SELECT author, outlet, count(*) AS articles
FROM (SELECT outlet, unnest(authors) AS author FROM articles)
GROUP BY ALL
ORDER BY articles DESC, author, outlet
LIMIT 8;
