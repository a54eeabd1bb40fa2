-- Every outlet of the newest loads (of one run, where given), newest load first.
SELECT
    load_id, run, job, "day", outlet, status, error, discovered, known, notes, finished_at,
    loaded, revised, unchanged, duplicate, quarantined, skipped, failed
FROM loads
WHERE load_id IN (
    SELECT load_id FROM loads WHERE $run IS NULL OR run = $run
    GROUP BY load_id ORDER BY load_id DESC LIMIT $runs
)
ORDER BY load_id DESC, outlet
