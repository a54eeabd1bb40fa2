-- How complete each day is over all outlets, or one: the worst state that an outlet has, and how many have it.
WITH days AS (
    SELECT
        "day", count(*) AS outlets,
        count(*) FILTER (state = 'incomplete') AS incomplete,
        count(*) FILTER (state NOT IN ('complete', 'likely complete', 'incomplete')) AS unknown,
        count(*) FILTER (state = 'likely complete') AS likely
    FROM completeness
    WHERE $outlet IS NULL OR outlet = $outlet
    GROUP BY "day"
)
SELECT
    "day", outlets, incomplete,
    CASE WHEN incomplete > 0 THEN 'I' WHEN unknown > 0 THEN 'U' WHEN likely > 0 THEN 'L' ELSE 'C' END AS letter
FROM days ORDER BY "day";
