-- One article at two addresses of a host, as a new slug leaves it: the address that was fetched last is current, the
-- others' versions are revisions. Decided by what all versions are, whichever was loaded first.

-- Articles that this load changed, and those that moved to one of these.
CREATE OR REPLACE TEMP TABLE move_seeds AS
SELECT article_id FROM touched
UNION
SELECT article_id FROM moved_articles WHERE moved_to IN (FROM touched);

-- No version of them is older than this.
SET VARIABLE earliest_here = least(
    getvariable('earliest_known'),
    (SELECT min(fetched_at) FROM arrivals),
    (SELECT min(first_fetched_at) FROM moved_articles SEMI JOIN move_seeds USING (article_id))
);

CREATE OR REPLACE TEMP TABLE seed_days AS
SELECT min(published_at) - INTERVAL 2 DAY AS earliest, max(published_at) + INTERVAL 2 DAY AS latest
FROM (
    SELECT article_id, published_at FROM articles WHERE first_fetched_at >= getvariable('earliest_here')
    UNION ALL
    SELECT article_id, published_at FROM article_revisions WHERE first_fetched_at >= getvariable('earliest_here')
) SEMI JOIN move_seeds USING (article_id);

SET VARIABLE earliest = (SELECT earliest FROM seed_days);
SET VARIABLE latest = (SELECT latest FROM seed_days);

-- Versions of those days, by what may show that two are one article: the text, and the numbers of the address that are
-- no date. A text that is too short for a signature, an import without an address and an undated one show nothing.
CREATE OR REPLACE TEMP TABLE placed_versions AS
WITH versions AS (
    SELECT article_id, outlet, url, content_hash, published_at, first_fetched_at, last_fetched_at, signature
    FROM articles
    WHERE published_at BETWEEN getvariable('earliest') AND getvariable('latest') AND signature IS NOT NULL
    UNION ALL
    SELECT article_id, outlet, url, content_hash, published_at, first_fetched_at, last_fetched_at, signature
    FROM article_revisions
    WHERE published_at BETWEEN getvariable('earliest') AND getvariable('latest') AND signature IS NOT NULL
), placed AS (
    SELECT
        * EXCLUDE (signature),
        hash(signature) AS text_hash,
        regexp_extract(url, '^https?://([^/]+)', 1) AS host,
        regexp_extract_all(
            regexp_replace(regexp_replace(url, '^https?://[^/]+', ''), '(19|20)\d\d[-/]?[01]\d[-/]?[0-3]\d', '', 'g'),
            '\d+'
        ) AS numbers
    FROM versions
    WHERE url LIKE 'http%'
)
SELECT *, list_filter(numbers, lambda n: len(n) >= 5) AS ids FROM placed;

-- Which two are one article: the same text under an address with the same numbers (and, where it has none, of the
-- same title and minute); or a long number that hardly another article has, and a text that is much the same.
CREATE OR REPLACE TEMP TABLE move_pairs AS
WITH numbered AS (
    SELECT outlet, host, ids
    FROM placed_versions WHERE len(ids) > 0
    GROUP BY ALL HAVING count(DISTINCT article_id) BETWEEN 2 AND 5
), suspects AS (
    SELECT p.article_id, p.outlet, p.host, p.ids, p.published_at, v.signature
    FROM placed_versions AS p
    SEMI JOIN numbered USING (outlet, host, ids)
    JOIN (
        SELECT article_id, content_hash, signature FROM articles
        WHERE published_at BETWEEN getvariable('earliest') AND getvariable('latest')
        UNION ALL
        SELECT article_id, content_hash, signature FROM article_revisions
        WHERE published_at BETWEEN getvariable('earliest') AND getvariable('latest')
    ) AS v USING (article_id, content_hash)
)
SELECT a.article_id, b.article_id AS other_id
FROM placed_versions AS a
JOIN placed_versions AS b USING (outlet, host, numbers, text_hash)
WHERE a.article_id <> b.article_id AND (len(numbers) > 0 OR (a.content_hash = b.content_hash AND a.published_at = b.published_at))
    AND abs(epoch_us(a.published_at) - epoch_us(b.published_at)) <= 86_400_000_000  -- a day in microseconds
UNION
SELECT a.article_id, b.article_id
FROM suspects AS a
JOIN suspects AS b USING (outlet, host, ids)
WHERE a.article_id <> b.article_id
    AND abs(epoch_us(a.published_at) - epoch_us(b.published_at)) <= 86_400_000_000
    AND len(list_filter(list_zip(a.signature, b.signature), lambda z: z[1] = z[2])) >= 0.5 * len(a.signature);

CREATE OR REPLACE TEMP TABLE move_related AS
SELECT article_id FROM move_seeds
UNION
SELECT other_id FROM move_pairs SEMI JOIN move_seeds USING (article_id);

DELETE FROM moved_articles WHERE article_id IN (FROM move_related);

INSERT INTO moved_articles BY NAME
WITH addresses AS (
    SELECT
        article_id, any_value(outlet) AS outlet, any_value(url) AS url,
        min(first_fetched_at) AS first_fetched_at, max(last_fetched_at) AS last_fetched_at
    FROM placed_versions GROUP BY article_id
)
SELECT
    o.article_id, o.outlet, o.url, n.article_id AS moved_to, o.first_fetched_at, getvariable('load_id') AS load_id
FROM move_pairs AS p
SEMI JOIN move_related USING (article_id)
JOIN addresses AS o ON o.article_id = p.article_id
JOIN addresses AS n ON n.article_id = p.other_id
WHERE (n.last_fetched_at, n.url) > (o.last_fetched_at, o.url)
QUALIFY row_number() OVER (PARTITION BY o.article_id ORDER BY n.last_fetched_at DESC, n.url DESC) = 1;

-- Rows change places where that was not so before.
CREATE OR REPLACE TEMP TABLE superseded AS
SELECT article_id, content_hash, outlet, url FROM articles
SEMI JOIN (SELECT m.article_id FROM moved_articles AS m SEMI JOIN move_related USING (article_id)) USING (article_id);

CREATE OR REPLACE TEMP TABLE restored AS
SELECT article_id, content_hash FROM article_revisions
SEMI JOIN move_related USING (article_id)
ANTI JOIN moved_articles USING (article_id)
ANTI JOIN articles USING (article_id)
QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY fetched_at DESC, payload_digest DESC) = 1;

INSERT INTO article_revisions BY NAME
SELECT * EXCLUDE (duplicate_group_id) REPLACE (getvariable('load_id') AS load_id)
FROM articles WHERE article_id IN (SELECT article_id FROM superseded);

DELETE FROM articles WHERE article_id IN (SELECT article_id FROM superseded);

INSERT INTO articles BY NAME
SELECT * REPLACE (getvariable('load_id') AS load_id), article_id AS duplicate_group_id
FROM article_revisions SEMI JOIN restored USING (article_id, content_hash);

DELETE FROM article_revisions WHERE (article_id, content_hash) IN (FROM restored);
