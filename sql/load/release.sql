-- $outlets, $ids: quarantined rows as if they came from a stage.
INSERT INTO staged_quarantine BY NAME
SELECT * EXCLUDE (load_id), outlet AS batch_outlet
FROM quarantine
WHERE outlet IN (SELECT unnest($outlets::VARCHAR[])) AND quarantine_id IN (SELECT unnest($ids::VARCHAR[]));
