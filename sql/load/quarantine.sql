-- One row per capture that did not pass; it leaves when the capture passes.
DELETE FROM quarantine WHERE rowid IN (
    SELECT q.rowid FROM quarantine AS q
    WHERE EXISTS (FROM arrivals AS a WHERE a.article_id = q.article_id AND a.fetched_at = q.fetched_at)
        OR q.quarantine_id IN (SELECT quarantine_id FROM staged_quarantine)
);

INSERT INTO quarantine BY NAME
SELECT * EXCLUDE (batch_outlet), getvariable('load_id') AS load_id
FROM staged_quarantine
QUALIFY row_number() OVER (PARTITION BY quarantine_id ORDER BY stage, reasons) = 1;
