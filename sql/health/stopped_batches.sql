-- Batches that were refused, or that a batch rule stopped, unless the day and outlet were loaded later.
WITH held AS (
    SELECT run, outlet, "day", status, error, load_id FROM loads
    WHERE status = 'refused' OR starts_with(error, $stopped)
)
SELECT run, outlet, "day", status, error FROM held
WHERE NOT EXISTS (
    SELECT 1 FROM loads AS later
    WHERE later.outlet = held.outlet AND later."day" IS NOT DISTINCT FROM held."day"
        AND later.load_id > held.load_id
)
ORDER BY load_id, outlet
