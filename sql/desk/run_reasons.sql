-- Why links of a load did not load, with an example of each.
SELECT outlet, result, reason, count(*) AS links, min(detail) AS detail, min(url) AS example
FROM outcomes
WHERE load_id = $load_id AND result IN ('quarantined', 'skipped', 'failed')
GROUP BY ALL ORDER BY result, links DESC, outlet, reason LIMIT 100;
