-- Notes that more than a fifth of an outlet's articles probably have, judged by its newest load.
WITH newest AS (
    SELECT outlet, max(load_id) AS load_id, max_by(loaded, load_id) AS loaded
    FROM loads WHERE status = 'ok' AND loaded >= 10 GROUP BY outlet
)
SELECT a.outlet, note, count(*) AS articles
FROM (SELECT outlet, load_id, unnest(notes) AS note FROM articles) AS a
JOIN newest AS n ON n.outlet = a.outlet AND n.load_id = a.load_id
WHERE starts_with(note, 'rule_missed') OR note = 'canonical_refused'
GROUP BY a.outlet, note
HAVING lowest_share(count(*), any_value(n.loaded)) > 0.2
ORDER BY ALL
