-- Share of an outlet's articles of each day that have a field.
SELECT
    jakarta_day(coalesce(published_at, first_fetched_at)) AS "day",
    count(*) AS articles,
    count(title) / count(*) AS title,
    count(published_at) / count(*) AS published_at,
    count(*) FILTER (WHERE len(authors) > 0) / count(*) AS authors,
    count(section) / count(*) AS section,
    count(*) FILTER (WHERE len(tags) > 0) / count(*) AS tags,
    count(image) / count(*) AS image
FROM articles
WHERE outlet = $outlet AND coalesce(published_at, first_fetched_at) >= $first::DATE - 1
    AND jakarta_day(coalesce(published_at, first_fetched_at)) BETWEEN $first AND $last
GROUP BY ALL ORDER BY ALL;
