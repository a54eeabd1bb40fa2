-- Names in the same articles, those in most of them first.
WITH mine AS (SELECT DISTINCT article_id FROM mentions WHERE "name" = $called AND kind = $kind)
SELECT m.kind, m."name", count(DISTINCT m.article_id) AS articles
FROM mentions AS m SEMI JOIN mine USING (article_id)
WHERE NOT (m."name" = $called AND m.kind = $kind)
GROUP BY m.kind, m."name"
ORDER BY articles DESC, m."name", m.kind LIMIT 30;
