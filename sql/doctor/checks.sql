-- What must hold over the whole warehouse. Each check gives a row: its name, how many rows break it, one of them.
-- Doctor runs it on the warehouse or on the published copy; the remedies stand in problems.py.
WITH findings AS (
    SELECT 'law_1_loads' AS name, load_id || ' ' || outlet AS example
    FROM loads
    WHERE status = 'ok'
        AND discovered <> known + loaded + revised + unchanged + duplicate + quarantined + skipped + failed

    UNION ALL
    SELECT 'law_1_outcomes', l.load_id || ' ' || l.outlet
    FROM loads AS l
    LEFT JOIN (SELECT load_id, outlet, count(*) AS links FROM outcomes GROUP BY ALL) AS o
        ON o.load_id = l.load_id AND o.outlet = l.outlet
    WHERE l.status = 'ok' AND l.discovered - l.known <> coalesce(o.links, 0)

    UNION ALL
    SELECT 'law_1_orphans', o.load_id || ' ' || o.outlet
    FROM (SELECT DISTINCT load_id, outlet FROM outcomes) AS o
    ANTI JOIN loads AS l ON l.load_id = o.load_id AND l.outlet = o.outlet

    UNION ALL
    SELECT 'law_2_spans', article_id
    FROM (SELECT article_id, scraped_text, unnest(removed) AS r FROM articles)
    WHERE substr(scraped_text, r."start" + 1, r."end" - r."start") IS DISTINCT FROM r."text"

    UNION ALL
    SELECT 'twice_in_articles', article_id FROM articles GROUP BY article_id HAVING count(*) > 1

    UNION ALL
    SELECT 'twice_in_captures', article_id FROM captures
    GROUP BY article_id, fetched_at, payload_digest HAVING count(*) > 1

    UNION ALL
    SELECT 'twice_in_revisions', article_id FROM article_revisions
    GROUP BY article_id, content_hash HAVING count(*) > 1

    UNION ALL
    SELECT 'not_the_newest', article_id
    FROM (
        SELECT article_id, max_by(content_hash, (fetched_at, payload_digest)) AS content_hash
        FROM captures GROUP BY article_id
    ) AS newest
    ANTI JOIN articles AS a USING (article_id, content_hash)
    ANTI JOIN moved_articles AS m USING (article_id)

    UNION ALL
    SELECT 'moved_and_current', article_id FROM moved_articles SEMI JOIN articles USING (article_id)

    UNION ALL
    SELECT 'without_capture', article_id
    FROM (
        SELECT article_id, content_hash FROM articles UNION ALL SELECT article_id, content_hash FROM article_revisions
    ) AS versions
    ANTI JOIN captures AS c USING (article_id, content_hash)

    UNION ALL
    SELECT 'without_version', article_id
    FROM captures AS c
    ANTI JOIN (
        SELECT article_id, content_hash FROM articles UNION ALL SELECT article_id, content_hash FROM article_revisions
    ) AS versions USING (article_id, content_hash)

    UNION ALL
    SELECT 'without_archive', article_id FROM captures WHERE coalesce(archive, '') = ''

    UNION ALL
    SELECT 'duplicates_apart', p.article_id
    FROM duplicate_pairs AS p
    JOIN articles AS a ON a.article_id = p.article_id
    JOIN articles AS b ON b.article_id = p.other_id
    WHERE a.duplicate_group_id <> b.duplicate_group_id

    UNION ALL
    -- what a file's constraints refuse, and a DuckLake has none
    SELECT 'unknown_word', load_id || ' ' || outlet FROM outcomes
    WHERE result NOT IN ('loaded', 'revised', 'unchanged', 'duplicate', 'quarantined', 'skipped', 'failed')
    UNION ALL
    SELECT 'unknown_word', load_id || ' ' || outlet FROM loads WHERE status NOT IN ('ok', 'refused', 'failed')
    UNION ALL
    SELECT 'unknown_word', quarantine_id FROM overrides WHERE decision NOT IN ('release', 'drop')
)
SELECT name, count(*) AS rows, min(example) AS example FROM findings GROUP BY name ORDER BY name;
