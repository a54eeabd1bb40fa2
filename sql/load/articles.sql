-- Write what was decided: new rows, and rows that change places between articles and article_revisions.
CREATE OR REPLACE TEMP TABLE moving AS
SELECT r.*, p.current
FROM article_revisions AS r JOIN plan AS p ON r.rowid = p.stored_row
WHERE p.content_from = 'stored' AND p.kept_in = 'article_revisions' AND p.current
UNION ALL BY NAME
SELECT r.* EXCLUDE (duplicate_group_id), p.current
FROM articles AS r JOIN plan AS p ON r.rowid = p.stored_row
WHERE p.content_from = 'stored' AND p.kept_in = 'articles' AND NOT p.current;

-- Joins are made as they are written: the rows with their texts stream by what was decided of them.
CREATE OR REPLACE TEMP VIEW incoming AS
SELECT
    r.* EXCLUDE (filename, file_row_number) REPLACE (coalesce(r.payload_digest, '') AS payload_digest),
    p.first_fetched_at, p.last_fetched_at, getvariable('load_id') AS load_id, true AS current
FROM current_rows AS r
JOIN staged_articles AS a ON a.filename = r.filename AND a.file_row_number = r.file_row_number
JOIN plan AS p ON p.staged_row = a.rowid
WHERE p.content_from = 'arrival' AND p.current
UNION ALL BY NAME
SELECT
    r.* EXCLUDE (filename, file_row_number) REPLACE (coalesce(r.payload_digest, '') AS payload_digest),
    p.first_fetched_at, p.last_fetched_at, getvariable('load_id') AS load_id, false AS current
FROM past_rows AS r
JOIN staged_articles AS a ON a.filename = r.filename AND a.file_row_number = r.file_row_number
JOIN plan AS p ON p.staged_row = a.rowid
WHERE p.content_from = 'arrival' AND NOT p.current
UNION ALL BY NAME
SELECT
    m.* REPLACE (
        p.first_fetched_at AS first_fetched_at, p.last_fetched_at AS last_fetched_at,
        getvariable('load_id') AS load_id
    )
FROM moving AS m JOIN plan AS p USING (article_id, content_hash);

-- Versions that stay where they are, seen earlier or later than we knew.
UPDATE articles
SET first_fetched_at = p.first_fetched_at, last_fetched_at = p.last_fetched_at, load_id = getvariable('load_id')
FROM plan AS p
WHERE articles.rowid = p.stored_row
    AND p.content_from = 'stored' AND p.kept_in = 'articles' AND p.current AND p.times_changed;

UPDATE article_revisions
SET first_fetched_at = p.first_fetched_at, last_fetched_at = p.last_fetched_at, load_id = getvariable('load_id')
FROM plan AS p
WHERE article_revisions.rowid = p.stored_row
    AND p.content_from = 'stored' AND p.kept_in = 'article_revisions' AND NOT p.current AND p.times_changed;

DELETE FROM article_revisions WHERE rowid IN (
    SELECT s.stored_row
    FROM stored AS s
    LEFT JOIN plan AS p ON p.stored_row = s.stored_row AND p.kept_in = s.kept_in
    WHERE s.kept_in = 'article_revisions' AND (p.stored_row IS NULL OR p.content_from = 'arrival' OR p.current)
);

-- By row number, which is known already: a MERGE would read the big table's ids a second time.
DELETE FROM articles WHERE rowid IN (
    SELECT s.stored_row
    FROM stored AS s
    LEFT JOIN plan AS p ON p.stored_row = s.stored_row AND p.kept_in = s.kept_in
    WHERE s.kept_in = 'articles' AND (p.stored_row IS NULL OR p.content_from = 'arrival' OR NOT p.current)
);

INSERT INTO articles BY NAME
SELECT * EXCLUDE (current), article_id AS duplicate_group_id FROM incoming WHERE current;

INSERT INTO article_revisions BY NAME SELECT * EXCLUDE (current) FROM incoming WHERE NOT current;
