-- The title that most articles of a load have; copies of one text count once.
SELECT title, count(DISTINCT duplicate_group_id) FROM articles
WHERE outlet = $outlet AND load_id = $load_id AND title <> '' GROUP BY title ORDER BY 2 DESC, 1 LIMIT 1
