-- The versions that each touched article has now, from its captures alone, and where each version's row comes from.
CREATE OR REPLACE TEMP TABLE touched AS
SELECT article_id FROM arrivals WHERE arrival <> 'same'
UNION
SELECT article_id FROM withdrawn;

-- Only an article that has captures is stored, and no version is older than the first of them: a load of young articles
-- need not look through the old ones.
SET VARIABLE earliest_known = (SELECT min(fetched_at) FROM known_captures SEMI JOIN touched USING (article_id));

CREATE OR REPLACE TEMP TABLE stored AS
SELECT
    'articles' AS kept_in, rowid AS stored_row, article_id, content_hash, fetched_at, payload_digest, rules_version,
    first_fetched_at, last_fetched_at
FROM articles WHERE first_fetched_at >= getvariable('earliest_known') AND article_id IN (FROM touched)
UNION ALL
SELECT
    'article_revisions', rowid, article_id, content_hash, fetched_at, payload_digest, rules_version,
    first_fetched_at, last_fetched_at
FROM article_revisions WHERE first_fetched_at >= getvariable('earliest_known') AND article_id IN (FROM touched);

-- The rows that stand in articles before this load, which article_changes compares with those after it.
CREATE OR REPLACE TEMP TABLE current_before AS
SELECT article_id, content_hash, outlet, url
FROM articles WHERE rowid IN (SELECT stored_row FROM stored WHERE kept_in = 'articles');

-- content_from: a version's row is its newest capture's. One scraped by other rules replaces what the old rules read,
-- even from a newer capture: that one follows when it is scraped again in its turn.
CREATE OR REPLACE TEMP TABLE plan AS
WITH live AS (
    SELECT
        article_id, content_hash,
        min(fetched_at) AS first_fetched_at,
        max(fetched_at) AS last_fetched_at,
        max((fetched_at, payload_digest)) AS newest
    FROM captures_now WHERE article_id IN (FROM touched)
    GROUP BY article_id, content_hash
), newest_arrivals AS (
    SELECT staged_row, article_id, content_hash, fetched_at, payload_digest, rules_version
    FROM arrivals WHERE arrival <> 'same'
    QUALIFY row_number() OVER (
        PARTITION BY article_id, content_hash ORDER BY fetched_at DESC, payload_digest DESC
    ) = 1
)
SELECT
    live.article_id, live.content_hash, live.first_fetched_at, live.last_fetched_at,
    row_number() OVER (PARTITION BY live.article_id ORDER BY live.newest DESC) = 1 AS current,
    s.kept_in, s.stored_row, a.staged_row,
    CASE
        WHEN a.staged_row IS NULL THEN 'stored'
        WHEN s.stored_row IS NULL THEN 'arrival'
        WHEN (a.fetched_at, a.payload_digest) >= (s.fetched_at, s.payload_digest) THEN 'arrival'
        WHEN a.rules_version <> s.rules_version THEN 'arrival'
        ELSE 'stored'
    END AS content_from,
    (s.first_fetched_at, s.last_fetched_at) IS DISTINCT FROM (live.first_fetched_at, live.last_fetched_at)
        AS times_changed
FROM live
LEFT JOIN stored AS s ON s.article_id = live.article_id AND s.content_hash = live.content_hash
LEFT JOIN newest_arrivals AS a ON a.article_id = live.article_id AND a.content_hash = live.content_hash;

SELECT CASE WHEN count(*) > 0 THEN error('a version has captures but no content: ' || any_value(article_id)) END
FROM plan WHERE staged_row IS NULL AND stored_row IS NULL;
