-- What the staged rows are to the captures we know: fresh, the same as before, or scraped again by other rules.
-- Narrow on purpose: the rows themselves stay in staged_articles and are copied once.
CREATE OR REPLACE TEMP TABLE arrivals AS
SELECT
    s.*,
    c.rowid AS capture_row,
    c.content_hash AS old_hash,
    c.rules_version AS old_rules,
    CASE
        WHEN c.article_id IS NULL THEN 'fresh'
        WHEN c.content_hash = s.content_hash AND c.rules_version = s.rules_version
            AND c.learned_snapshot = s.learned_snapshot THEN 'same'
        ELSE 'again'
    END AS arrival
FROM (
    SELECT
        rowid AS staged_row, article_id, fetched_at, outlet, payload_digest, archive, content_hash, rules_version,
        learned_snapshot
    FROM staged_articles
    QUALIFY row_number() OVER (PARTITION BY article_id, fetched_at, payload_digest ORDER BY outlet, content_hash) = 1
) AS s
LEFT JOIN captures AS c
    ON c.article_id = s.article_id AND c.fetched_at = s.fetched_at AND c.payload_digest = s.payload_digest;

-- What was known of these articles before this load; decides loaded, revised or unchanged.
CREATE OR REPLACE TEMP TABLE known_before AS
SELECT
    article_id,
    array_agg(DISTINCT content_hash) AS hashes,
    max_by(rules_version, (fetched_at, payload_digest)) AS rules_version
FROM captures
WHERE article_id IN (SELECT article_id FROM staged_articles)
GROUP BY article_id;

-- A capture that mended (or broken) rules no longer let pass is an article's no more.
CREATE OR REPLACE TEMP TABLE withdrawn AS
SELECT c.rowid AS withdrawn_row, c.article_id
FROM captures AS c
SEMI JOIN staged_quarantine AS q ON q.article_id = c.article_id AND q.fetched_at = c.fetched_at
ANTI JOIN arrivals AS a ON a.article_id = c.article_id AND a.fetched_at = c.fetched_at;

-- Captures that shared a version with one that was scraped again go along with it, unless they have been scraped by
-- the same rules themselves: otherwise a mended rule would look like an article's edit.
CREATE OR REPLACE TEMP TABLE moves AS
SELECT
    article_id,
    old_hash,
    max_by(content_hash, (fetched_at, payload_digest)) AS new_hash,
    max_by(rules_version, (fetched_at, payload_digest)) AS rules_version
FROM arrivals
WHERE arrival = 'again' AND old_hash <> content_hash AND old_rules <> rules_version
GROUP BY article_id, old_hash;

DELETE FROM captures WHERE rowid IN (SELECT withdrawn_row FROM withdrawn);

UPDATE captures SET content_hash = m.new_hash, load_id = getvariable('load_id')
FROM moves AS m
WHERE captures.article_id = m.article_id AND captures.content_hash = m.old_hash
    AND captures.rules_version <> m.rules_version;

MERGE INTO captures AS c
USING (FROM arrivals WHERE arrival <> 'same') AS a
ON c.rowid = a.capture_row
WHEN MATCHED THEN UPDATE SET
    content_hash = a.content_hash,
    archive = a.archive,
    rules_version = a.rules_version,
    learned_snapshot = a.learned_snapshot,
    load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT
    (article_id, fetched_at, outlet, payload_digest, archive, content_hash, rules_version, learned_snapshot, load_id)
VALUES (
    a.article_id, a.fetched_at, a.outlet, a.payload_digest, a.archive, a.content_hash, a.rules_version,
    a.learned_snapshot, getvariable('load_id')
);
