-- Names that an outlet mentions most.
SELECT kind, "name", count(DISTINCT article_id) AS articles FROM mentions WHERE outlet = $outlet
GROUP BY kind, "name" ORDER BY articles DESC, "name", kind LIMIT 30;
