-- The runs of a day, newest first.
SELECT run, job, max(finished_at) AS finished_at, count(DISTINCT outlet) AS outlets,
    count(*) FILTER (WHERE status <> 'ok') AS failed_outlets, sum(loaded)::BIGINT AS loaded
FROM loads WHERE "day" = $day::DATE GROUP BY ALL ORDER BY finished_at DESC LIMIT 50;
