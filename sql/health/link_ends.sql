-- How the links of a load ended, with one of each for evidence.
SELECT result, coalesce(reason, ''), count(*), min(coalesce(detail, '')), min(coalesce(url, '')) FROM outcomes
WHERE outlet = $outlet AND load_id = $load_id GROUP BY ALL ORDER BY 3 DESC, 1, 2
