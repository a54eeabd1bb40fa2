-- All articles of each day, of all outlets or one.
SELECT jakarta_day(coalesce(published_at, first_fetched_at)) AS "day", count(*) AS articles
FROM articles WHERE $outlet IS NULL OR outlet = $outlet
GROUP BY ALL ORDER BY "day";
