-- The routes that showed an article's address.
SELECT DISTINCT kind, route_url, "day", first_seen_at FROM sightings
WHERE article_id = $article_id AND outlet = $outlet
ORDER BY first_seen_at, kind LIMIT 50;
