-- How much of the last days' articles `watch` found, and at how many requests.
SELECT
    sum(articles)::BIGINT,
    sum(missed_by_watch)::BIGINT,
    round(sum(requests) / nullif(sum(found_by_watch) FILTER (WHERE requests IS NOT NULL), 0), 2)
FROM watch_coverage WHERE "day" > $today - $days
