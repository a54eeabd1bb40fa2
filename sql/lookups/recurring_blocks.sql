-- Blocks that several texts of an outlet hold, in a window of days; copies of one text count once.
WITH window_of AS (
    SELECT
        outlet, duplicate_group_id AS story, blocks, jakarta_day(coalesce(published_at, first_fetched_at)) AS "day"
    FROM articles
    WHERE blocks IS NOT NULL
        AND jakarta_day(coalesce(published_at, first_fetched_at)) BETWEEN $day - $days + 1 AND $day
), counted AS (
    SELECT outlet, block, count(DISTINCT story) AS articles, min("day") AS first_day
    FROM (SELECT outlet, story, "day", unnest(blocks) AS block FROM window_of)
    GROUP BY outlet, block
    HAVING count(DISTINCT story) >= $least
), volumes AS (
    SELECT outlet, "day", sum(count(DISTINCT story)) OVER (PARTITION BY outlet ORDER BY "day" DESC) AS since
    FROM window_of GROUP BY outlet, "day"
)
SELECT c.outlet, printf('%016x', c.block), c.articles, v.since
FROM counted AS c JOIN volumes AS v ON v.outlet = c.outlet AND v."day" = c.first_day
ORDER BY ALL
