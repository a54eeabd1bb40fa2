-- Share of pages with a date: of a load, and of the 200 articles before it.
WITH now AS (
    SELECT published_at IS NOT NULL AS dated FROM articles WHERE outlet = $outlet AND load_id = $load_id
    UNION ALL
    SELECT payload->>'published_at' IS NOT NULL FROM quarantine
    WHERE outlet = $outlet AND load_id = $load_id AND stage = 'validate'
), before AS (
    SELECT published_at IS NOT NULL AS dated FROM articles
    WHERE outlet = $outlet AND load_id < $load_id ORDER BY load_id DESC LIMIT 200
)
SELECT (SELECT avg(dated::INTEGER) FROM now), (SELECT avg(dated::INTEGER) FROM before)
