-- Where did every discovered link end? The columns add up (law 1).
-- By clicking: **Operators' desk**, then **Calendar**, then a day: **Runs** and **Outlets**.
SELECT "day", outlet, discovered, known, loaded, revised, unchanged, duplicate, quarantined, skipped, failed, status
FROM loads
ORDER BY load_id DESC, outlet
LIMIT 8;
