-- Quotations that contain a term, newest first.
SELECT "day", "name", office, "text", direct, hedges, cue, outlet, title, url, copies
FROM who_said($term)
WHERE ($speaker IS NULL OR contains(lower("name"), lower($speaker)))
    AND ($who IS NULL OR lower("name") = lower($who))
    AND ($outlet IS NULL OR outlet = $outlet)
ORDER BY "day" DESC, "name", "text", article_id
LIMIT $limit
