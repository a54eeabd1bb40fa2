-- What this load did to articles: their rows before it beside those after it.
CREATE OR REPLACE TEMP TABLE rows_before AS
SELECT article_id, content_hash, outlet, url FROM current_before
UNION ALL
SELECT s.article_id, s.content_hash, s.outlet, s.url FROM superseded AS s ANTI JOIN touched USING (article_id);

INSERT INTO article_changes BY NAME
SELECT
    getvariable('load_id') AS load_id, a.article_id, a.outlet, a.url,
    CASE
        WHEN b.article_id IS NULL THEN 'inserted'
        WHEN b.content_hash <> a.content_hash THEN 'revised'
        ELSE 'updated'
    END AS change
FROM articles AS a LEFT JOIN rows_before AS b USING (article_id)
WHERE a.load_id = getvariable('load_id')
UNION ALL
SELECT getvariable('load_id'), article_id, b.outlet, b.url, 'removed'
FROM rows_before AS b ANTI JOIN articles USING (article_id)
ORDER BY article_id;
