-- The loads of a run: one row an outlet and load, the newest load first.
SELECT
    load_id, run, job, "day", outlet, status, error, discovered, known, loaded, revised, unchanged, duplicate,
    quarantined, skipped, failed, notes, started_at, finished_at
FROM loads WHERE run = $run
ORDER BY load_id DESC, status = 'ok', outlet;
