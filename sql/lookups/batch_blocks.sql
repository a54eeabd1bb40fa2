-- Blocks that several articles of a Parquet file hold. A batch has no days, so all its articles are the volume. The file
-- lies in a folder `outlet=import`, which would otherwise stand for the column.
WITH counted AS (
    SELECT outlet, block, count(DISTINCT article_id) AS articles
    FROM (SELECT outlet, article_id, unnest(blocks) AS block FROM read_parquet($path, hive_partitioning = false))
    GROUP BY outlet, block
    HAVING count(DISTINCT article_id) >= $least
), volumes AS (
    SELECT outlet, count(DISTINCT article_id) AS articles
    FROM read_parquet($path, hive_partitioning = false) GROUP BY outlet
)
SELECT c.outlet, printf('%016x', c.block), c.articles, v.articles
FROM counted AS c JOIN volumes AS v USING (outlet)
ORDER BY ALL
