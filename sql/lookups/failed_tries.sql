-- Articles that rounds of `watch` could not load, how often, when and why the last time.
SELECT o.canonical_url, count(*), max(l.started_at), max_by(o.reason, o.load_id), max_by(o.detail, o.load_id)
FROM outcomes AS o JOIN loads AS l USING (load_id, outlet)
WHERE o.outlet = $outlet AND o.result = 'failed' AND o.reason <> 'deadline' AND o.canonical_url IS NOT NULL
    AND l.job = 'watch' AND l.started_at >= $since
GROUP BY o.canonical_url
