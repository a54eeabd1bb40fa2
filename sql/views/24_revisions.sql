CREATE OR REPLACE VIEW revisions AS
WITH versions AS (
    SELECT article_id, content_hash, outlet, url, title, body, first_fetched_at, last_fetched_at, false AS superseded
    FROM articles
    UNION ALL BY NAME
    SELECT
        coalesce(m.moved_to, r.article_id) AS article_id, r.content_hash, r.outlet, r.url, r.title, r.body,
        r.first_fetched_at, r.last_fetched_at, true AS superseded
    FROM article_revisions AS r LEFT JOIN moved_articles AS m USING (article_id)
), steps AS (
    SELECT
        *,
        lag(title) OVER earlier AS old_title,
        lag(body) OVER earlier AS old_body,
        lag(last_fetched_at) OVER earlier AS last_seen_before,
        row_number() OVER earlier AS version
    FROM versions
    WHERE article_id IN (SELECT article_id FROM article_revisions)
    WINDOW earlier AS (PARTITION BY article_id ORDER BY last_fetched_at, content_hash)
)
SELECT
    article_id, outlet, url, version, last_seen_before, first_fetched_at AS seen_at,
    old_title, title AS new_title,
    old_title IS DISTINCT FROM title AS title_changed,
    list_filter(string_split(old_body, chr(10)), lambda p: NOT list_contains(string_split(body, chr(10)), p)) AS removed_paragraphs,
    list_filter(string_split(body, chr(10)), lambda p: NOT list_contains(string_split(old_body, chr(10)), p)) AS added_paragraphs,
    words(body) - words(old_body) AS words_gained
FROM steps
WHERE version > 1;
COMMENT ON VIEW revisions IS 'Each edit of an article that we saw, with what changed: paragraphs that were removed and added.';
COMMENT ON COLUMN revisions.article_id IS 'The article.';
COMMENT ON COLUMN revisions.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN revisions.url IS 'Canonical URL.';
COMMENT ON COLUMN revisions.version IS 'Number of the version that the edit made; the first that we saw is 1.';
COMMENT ON COLUMN revisions.last_seen_before IS 'Last fetch that showed the version before.';
COMMENT ON COLUMN revisions.seen_at IS 'First fetch that showed this version; the edit was made between the two.';
COMMENT ON COLUMN revisions.old_title IS 'Title before.';
COMMENT ON COLUMN revisions.new_title IS 'Title after.';
COMMENT ON COLUMN revisions.title_changed IS 'Whether the two titles differ.';
COMMENT ON COLUMN revisions.removed_paragraphs IS 'Paragraphs that only the version before has.';
COMMENT ON COLUMN revisions.added_paragraphs IS 'Paragraphs that only this version has.';
COMMENT ON COLUMN revisions.words_gained IS 'Words after minus words before.';
