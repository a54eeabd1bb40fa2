-- How often each name stands in the articles of the days in stale_days.
DELETE FROM name_days WHERE "day" IN (SELECT "day" FROM stale_days);

INSERT INTO name_days BY NAME
SELECT
    "day", kind, "name",
    count(DISTINCT article_id) AS articles,
    count(*) AS mentions,
    list(DISTINCT outlet ORDER BY outlet) AS outlets,
    list(DISTINCT written ORDER BY written) AS forms,
    mode(region ORDER BY region) AS region
FROM mentions
WHERE "day" BETWEEN (SELECT min("day") FROM stale_days) AND (SELECT max("day") FROM stale_days)
    AND "day" IN (SELECT "day" FROM stale_days)
GROUP BY "day", kind, "name";
