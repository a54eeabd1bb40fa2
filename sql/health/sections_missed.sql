-- Sections of a load whose pages the rule for the body missed, unless it missed as many there in the loads before.
WITH before AS (
    SELECT DISTINCT load_id FROM loads
    WHERE outlet = $outlet AND load_id < $load_id AND job = 'ingest' AND status = 'ok'
    ORDER BY load_id DESC LIMIT $most
), pages AS (
    SELECT load_id, section, url, list_contains(notes, $note) AS missed FROM articles
    WHERE outlet = $outlet AND (load_id = $load_id OR load_id IN (FROM before))
    UNION ALL
    SELECT load_id, payload->>'section', url, list_contains(CAST(payload->'notes' AS VARCHAR[]), $note)
    FROM quarantine WHERE outlet = $outlet AND (load_id = $load_id OR load_id IN (FROM before))
), usual AS (
    SELECT section, avg(missed::INTEGER) AS missed FROM pages WHERE load_id < $load_id GROUP BY section
)
SELECT section, count(*) FILTER (pages.missed), count(*), min(url) FILTER (pages.missed)
FROM pages JOIN usual USING (section)
WHERE load_id = $load_id AND section <> '' AND usual.missed < 0.5
GROUP BY section HAVING count(*) FILTER (pages.missed) > 0 ORDER BY 2 DESC, 1
