-- The first article of each text among those that an index gave; only theirs are read whole.
WITH asked AS (
    SELECT
        unnest($ids::VARCHAR[]) AS article_id, unnest($moments::TIMESTAMPTZ[]) AS first_fetched_at,
        unnest(range(len($ids::VARCHAR[]))) AS place
), others AS (
    SELECT a.rowid AS row_number, asked.place
    FROM articles AS a JOIN asked USING (article_id, first_fetched_at)
    WHERE a.duplicate_group_id <> $story
    QUALIFY row_number() OVER (PARTITION BY a.duplicate_group_id ORDER BY asked.place) = 1
    ORDER BY asked.place LIMIT $most
)
SELECT
    article_id, jakarta_day(published_at), outlet, title, body, url, duplicate_group_id,
    coalesce(published_at, first_fetched_at)
FROM articles WHERE rowid IN (SELECT row_number FROM others)
