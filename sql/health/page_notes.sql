-- How many pages of a load have each note, whether they were accepted or not.
SELECT note, count(*) FROM (
    SELECT unnest(notes) AS note FROM articles WHERE outlet = $outlet AND load_id = $load_id
    UNION ALL
    SELECT unnest(CAST(payload->'notes' AS VARCHAR[])) FROM quarantine
    WHERE outlet = $outlet AND load_id = $load_id
) GROUP BY note
