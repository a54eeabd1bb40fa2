-- When each field was last read by a rule of the outlet's own file.
SELECT
    max(fetched_at) FILTER (WHERE starts_with(method->>'body', 'rule')) AS body,
    max(fetched_at) FILTER (WHERE starts_with(method->>'title', 'rule')) AS title,
    max(fetched_at) FILTER (WHERE starts_with(method->>'published_at', 'rule')) AS published_at,
    max(fetched_at) FILTER (WHERE starts_with(method->>'authors', 'rule')) AS authors,
    max(fetched_at) FILTER (WHERE starts_with(method->>'section', 'rule')) AS section,
    max(fetched_at) FILTER (WHERE starts_with(method->>'tags', 'rule')) AS tags
FROM articles WHERE outlet = $outlet AND fetched_at > (SELECT max(fetched_at) - INTERVAL 60 DAY FROM articles WHERE outlet = $outlet);
