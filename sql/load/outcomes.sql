-- What became of each link. A result of NULL means that the stages left it to the load.
CREATE OR REPLACE TEMP TABLE resolved AS
WITH known_elsewhere AS (
    -- what was known of an article under its other addresses
    SELECT
        p.article_id,
        array_agg(DISTINCT c.content_hash) AS hashes,
        max_by(c.rules_version, (c.fetched_at, c.payload_digest)) AS rules_version
    FROM move_pairs AS p
    JOIN captures AS c ON c.article_id = p.other_id
    WHERE p.article_id IN (SELECT article_id FROM arrivals) AND c.load_id <> getvariable('load_id')
    GROUP BY p.article_id
), results AS (
    SELECT
        a.article_id,
        CASE
            WHEN b.article_id IS NULL AND m.hashes IS NOT NULL THEN
                CASE
                    WHEN list_contains(m.hashes, a.content_hash) OR a.rules_version <> m.rules_version THEN 'unchanged'
                    ELSE 'revised'
                END
            WHEN b.article_id IS NULL AND s.article_id IS NOT NULL THEN 'duplicate'
            WHEN b.article_id IS NULL THEN 'loaded'
            WHEN a.arrival = 'fresh' AND NOT list_contains(b.hashes, a.content_hash)
                AND a.rules_version = b.rules_version THEN 'revised'
            ELSE 'unchanged'
        END AS result,
        CASE WHEN b.article_id IS NULL AND (m.hashes IS NOT NULL OR s.article_id IS NOT NULL) THEN 'moved' END AS reason
    FROM arrivals AS a
    LEFT JOIN known_before AS b USING (article_id)
    LEFT JOIN known_elsewhere AS m USING (article_id)
    LEFT JOIN moved_articles AS s USING (article_id)
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY a.fetched_at DESC, a.payload_digest DESC) = 1
), refused AS (
    SELECT article_id, reasons[1].rule AS rule, reasons[1].detail AS detail
    FROM staged_quarantine
    QUALIFY row_number() OVER (PARTITION BY article_id ORDER BY fetched_at DESC, quarantine_id) = 1
), pending AS (
    SELECT *, row_number() OVER (PARTITION BY article_id, result ORDER BY batch_outlet, url) AS nth
    FROM staged_outcomes
)
SELECT
    getvariable('load_id') AS load_id, getvariable('run') AS run, p.batch_outlet AS outlet, p.article_id, p.url,
    p.canonical_url,
    CASE
        WHEN p.result IS NOT NULL THEN p.result
        WHEN p.nth > 1 THEN 'duplicate'
        ELSE coalesce(r.result, 'quarantined')
    END AS result,
    CASE
        WHEN p.result IS NOT NULL THEN p.reason
        WHEN p.nth > 1 THEN 'same_article'
        WHEN r.result IS NULL THEN q.rule
        ELSE coalesce(r.reason, p.reason)
    END AS reason,
    CASE WHEN p.result IS NULL AND p.nth = 1 AND r.result IS NULL THEN q.detail ELSE p.detail END AS detail,
    p.route
FROM pending AS p
LEFT JOIN results AS r ON r.article_id = p.article_id
LEFT JOIN refused AS q ON q.article_id = p.article_id;

INSERT INTO outcomes BY NAME FROM resolved;
