-- One row per article: its newest capture that did not pass. The row goes when that capture, or a newer one, passes;
-- however often a page was fetched, and in whatever order the days are loaded, a person sees it once.
CREATE OR REPLACE TEMP TABLE refusals AS
SELECT article_id, max(coalesce(fetched_at, '-infinity'::TIMESTAMPTZ)) AS newest
FROM (
    SELECT article_id, fetched_at FROM staged_quarantine
    UNION ALL
    SELECT q.article_id, q.fetched_at FROM quarantine AS q
    WHERE q.article_id IN (SELECT article_id FROM staged_quarantine UNION ALL SELECT article_id FROM arrivals)
        AND NOT EXISTS (FROM arrivals AS a WHERE a.article_id = q.article_id AND a.fetched_at = q.fetched_at)
)
GROUP BY article_id;

-- Articles with a capture that passed and is newer than any that did not.
CREATE OR REPLACE TEMP TABLE settled AS
SELECT r.article_id FROM refusals AS r
WHERE EXISTS (FROM captures_now AS c WHERE c.article_id = r.article_id AND c.fetched_at > r.newest);

DELETE FROM quarantine WHERE rowid IN (
    SELECT q.rowid FROM quarantine AS q
    WHERE EXISTS (FROM arrivals AS a WHERE a.article_id = q.article_id AND a.fetched_at = q.fetched_at)
        OR EXISTS (FROM refusals AS r WHERE r.article_id = q.article_id AND r.newest > q.fetched_at)
        OR q.article_id IN (FROM settled)
        OR q.quarantine_id IN (SELECT quarantine_id FROM staged_quarantine)
);

INSERT INTO quarantine BY NAME
SELECT s.* EXCLUDE (batch_outlet), getvariable('load_id') AS load_id
FROM staged_quarantine AS s
JOIN refusals AS r ON r.article_id = s.article_id AND r.newest = coalesce(s.fetched_at, '-infinity'::TIMESTAMPTZ)
WHERE s.article_id NOT IN (FROM settled)
QUALIFY row_number() OVER (PARTITION BY quarantine_id ORDER BY stage, reasons) = 1;
