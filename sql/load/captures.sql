-- The captures that we have of the batch's articles. The big table is looked through once; all else is about these.
CREATE OR REPLACE TEMP TABLE known_captures AS
SELECT
    rowid AS capture_row, article_id, fetched_at, payload_digest, content_hash, rules_version, learned_snapshot
FROM captures
WHERE article_id IN (SELECT article_id FROM staged_articles UNION ALL SELECT article_id FROM staged_quarantine);

-- How each staged row relates to them: new, the same as before, or scraped again by other rules.
-- Narrow on purpose: the rows themselves stay in staged_articles and are copied once.
CREATE OR REPLACE TEMP TABLE arrivals AS
SELECT
    s.*,
    k.capture_row,
    k.content_hash AS old_hash,
    k.rules_version AS old_rules,
    CASE
        WHEN k.article_id IS NULL THEN 'fresh'
        WHEN k.content_hash = s.content_hash AND k.rules_version = s.rules_version
            AND k.learned_snapshot = s.learned_snapshot THEN 'same'
        ELSE 'again'
    END AS arrival
FROM (
    SELECT
        rowid AS staged_row, article_id, fetched_at, outlet, payload_digest, archive, content_hash, rules_version,
        learned_snapshot
    FROM staged_articles
    QUALIFY row_number() OVER (PARTITION BY article_id, fetched_at, payload_digest ORDER BY outlet, content_hash) = 1
) AS s
LEFT JOIN known_captures AS k
    ON k.article_id = s.article_id AND k.fetched_at = s.fetched_at AND k.payload_digest = s.payload_digest;

-- What was known of these articles before this load; decides loaded, revised or unchanged.
CREATE OR REPLACE TEMP TABLE known_before AS
SELECT
    article_id,
    array_agg(DISTINCT content_hash) AS hashes,
    max_by(rules_version, (fetched_at, payload_digest)) AS rules_version
FROM known_captures
GROUP BY article_id;

-- A capture that no longer passes, because rules were corrected (or broken), no longer belongs to its article.
CREATE OR REPLACE TEMP TABLE withdrawn AS
SELECT k.capture_row, k.article_id
FROM known_captures AS k
SEMI JOIN staged_quarantine AS q ON q.article_id = k.article_id AND q.fetched_at = k.fetched_at
ANTI JOIN arrivals AS a ON a.article_id = k.article_id AND a.fetched_at = k.fetched_at;

CREATE OR REPLACE TEMP TABLE remaining AS
SELECT k.*
FROM known_captures AS k
ANTI JOIN withdrawn AS w ON w.capture_row = k.capture_row
ANTI JOIN arrivals AS a ON a.capture_row = k.capture_row;

-- Captures that shared a version with one that was scraped again change with it, unless they have been scraped by
-- the same rules themselves: otherwise a corrected rule would look like an edit of the article.
CREATE OR REPLACE TEMP TABLE moved AS
WITH moves AS (
    SELECT
        article_id,
        old_hash,
        max_by(content_hash, (fetched_at, payload_digest)) AS new_hash,
        max_by(rules_version, (fetched_at, payload_digest)) AS rules_version
    FROM arrivals
    WHERE arrival = 'again' AND old_hash <> content_hash AND old_rules <> rules_version
    GROUP BY article_id, old_hash
)
SELECT r.capture_row, m.new_hash
FROM remaining AS r
JOIN moves AS m ON m.article_id = r.article_id AND m.old_hash = r.content_hash
WHERE r.rules_version <> m.rules_version;

-- The batch's articles as their captures stand after this load.
CREATE OR REPLACE TEMP TABLE captures_now AS
SELECT article_id, content_hash, fetched_at, payload_digest FROM arrivals
UNION ALL
SELECT r.article_id, coalesce(m.new_hash, r.content_hash), r.fetched_at, r.payload_digest
FROM remaining AS r LEFT JOIN moved AS m ON m.capture_row = r.capture_row;

DELETE FROM captures WHERE rowid IN (SELECT capture_row FROM withdrawn);

UPDATE captures SET content_hash = m.new_hash, load_id = getvariable('load_id')
FROM moved AS m
WHERE captures.rowid = m.capture_row;

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
