-- The newest articles that were read whole, with title and date and without a rule that missed.
SELECT coalesce(fetched_url, url), title, body, published_at, fetched_at FROM articles
WHERE outlet = $outlet AND title IS NOT NULL AND published_at IS NOT NULL AND length(body) > 400
    AND len(list_filter(notes, lambda note: starts_with(note, 'rule_missed'))) = 0
ORDER BY fetched_at DESC, url LIMIT $most
