-- How often an outlet had a text first, and how often it followed another outlet. Only a text that several articles
-- share has one whose group is not its own.
WITH shared AS (
    SELECT DISTINCT duplicate_group_id FROM articles WHERE duplicate_group_id <> article_id
), texts AS (
    SELECT
        min_by(outlet, (coalesce(published_at, first_fetched_at), article_id)) AS first_outlet,
        bool_or(outlet = $outlet) AS has, count(DISTINCT outlet) AS outlets
    FROM articles SEMI JOIN shared USING (duplicate_group_id)
    GROUP BY duplicate_group_id
)
SELECT
    count(*) FILTER (first_outlet = $outlet) AS had_first,
    count(*) FILTER (first_outlet <> $outlet) AS followed
FROM texts WHERE has AND outlets > 1;
