-- One outlet as the warehouse knows it; no row where it knows nothing of it.
SELECT
    s.outlet, s.name, s.enabled, s.last_new_at, s.last_loaded_at,
    (SELECT max("day") FROM loads WHERE outlet = $outlet AND job = 'ingest') AS tried_day
FROM sources AS s WHERE s.outlet = $outlet
UNION ALL
SELECT DISTINCT outlet, NULL, true, NULL::TIMESTAMPTZ, NULL::TIMESTAMPTZ, NULL::DATE
FROM articles WHERE outlet = $outlet AND outlet NOT IN (SELECT outlet FROM sources);
