CREATE OR REPLACE MACRO changes(since) AS TABLE
WITH steps AS (
    SELECT
        article_id, max(load_id) AS load_id, any_value(outlet) AS outlet, max_by(url, load_id) AS url,
        min_by(change, load_id) AS earliest, max_by(change, load_id) AS latest, list_contains(list(change), 'revised') AS revised
    FROM article_changes
    WHERE load_id > coalesce(since, '')
    GROUP BY article_id
), net AS (
    SELECT
        load_id, article_id, outlet, url,
        CASE
            WHEN latest = 'removed' THEN 'removed'
            WHEN earliest = 'inserted' THEN 'inserted'
            WHEN revised OR latest = 'inserted' THEN 'revised'
            ELSE 'updated'
        END AS change
    FROM steps
    WHERE NOT (earliest = 'inserted' AND latest = 'removed')
)
SELECT n.load_id, n.change, n.article_id, n.outlet, n.url, a.* EXCLUDE (load_id, article_id, outlet, url)
-- An article that changed was written by a load after that one: older rows are passed over.
FROM net AS n
LEFT JOIN articles AS a
    ON a.article_id = n.article_id AND n.change <> 'removed' AND a.load_id > coalesce(since, '')
ORDER BY n.load_id, n.article_id;
COMMENT ON MACRO TABLE changes IS 'What happened to articles after a load, each article once, in the order of loads: FROM changes(''20241126T...''). A reader that keeps the last load_id it has seen misses nothing and gets nothing twice. NULL: from the beginning. The columns behind change are those of articles; of a removed one only article_id, outlet and url.';
