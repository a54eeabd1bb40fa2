-- What the published copy holds: when it was made, its newest day, how many articles, how much waits in quarantine.
SELECT
    (SELECT max(published_at) FROM publication) AS published_at,
    (SELECT max("day") FROM loads WHERE job = 'ingest') AS newest_day,
    (SELECT count(*) FROM articles) AS articles,
    (
        SELECT count(*) FROM quarantine
        WHERE quarantine_id NOT IN (SELECT quarantine_id FROM overrides)
    ) AS waiting;
