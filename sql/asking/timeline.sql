-- Articles a day that hold a term, beside all articles of the day.
WITH total AS (
    SELECT jakarta_day(coalesce(published_at, first_fetched_at)) AS "day", count(*) AS articles
    FROM articles WHERE $outlet IS NULL OR outlet = $outlet GROUP BY ALL
), hits AS (
    SELECT jakarta_day(coalesce(published_at, first_fetched_at)) AS "day", count(*) AS hits
    FROM articles
    WHERE has_term(coalesce(title, '') || chr(10) || body, $term)
        AND ($outlet IS NULL OR outlet = $outlet)
    GROUP BY ALL
)
SELECT
    total."day", coalesce(hits, 0) AS hits, total.articles,
    round(1000 * coalesce(hits, 0) / total.articles, 2) AS per_thousand
FROM total LEFT JOIN hits USING ("day")
WHERE ($first IS NULL OR "day" >= $first::DATE) AND ($last IS NULL OR "day" <= $last::DATE)
ORDER BY "day"
