-- The same of articles whose first fetch is known: by it DuckDB passes over nearly all of the table.
SELECT
    article_id, jakarta_day(published_at), outlet, title, body, url, duplicate_group_id,
    coalesce(published_at, first_fetched_at)
FROM articles WHERE rowid IN (
    SELECT a.rowid FROM articles AS a JOIN (
        SELECT unnest($ids::VARCHAR[]) AS article_id, unnest($moments::TIMESTAMPTZ[]) AS first_fetched_at
    ) AS asked USING (article_id, first_fetched_at)
)
