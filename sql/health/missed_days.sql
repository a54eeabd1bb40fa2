-- Days between loaded ones that no daily run loaded, unless the gap is a pause.
WITH done AS (
    SELECT DISTINCT "day" FROM loads
    WHERE job = 'ingest' AND status = 'ok' AND "day" < $until
), gaps AS (
    SELECT "day" AS loaded, lead("day", 1, $until::DATE) OVER (ORDER BY "day") AS next FROM done
)
SELECT unnest(generate_series(loaded + 1, next - 1, INTERVAL 1 DAY))::DATE AS missed
FROM gaps WHERE next - loaded <= $pause ORDER BY 1
