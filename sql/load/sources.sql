-- Every outlet that ever loaded has a row, and knows its last load and its last new article.
INSERT INTO sources BY NAME
SELECT DISTINCT batch_outlet AS outlet, true AS enabled, false AS demo
FROM load_outlets WHERE batch_outlet NOT IN (SELECT outlet FROM sources);

UPDATE sources
SET
    last_load_id = getvariable('load_id'),
    last_loaded_at = getvariable('finished_at'),
    last_new_at = greatest(sources.last_new_at, r.newest)
FROM (
    SELECT o.batch_outlet, max(a.fetched_at) AS newest
    FROM load_outlets AS o
    LEFT JOIN resolved AS v ON v.outlet = o.batch_outlet AND v.result = 'loaded'
    LEFT JOIN arrivals AS a ON a.article_id = v.article_id
    GROUP BY o.batch_outlet
) AS r
WHERE sources.outlet = r.batch_outlet;
