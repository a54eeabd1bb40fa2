-- Their links, whose end the load decides.
INSERT INTO staged_outcomes BY NAME
SELECT outlet, article_id, url, url AS canonical_url, 'released' AS reason, batch_outlet FROM staged_quarantine
WHERE batch_outlet NOT IN (SELECT batch_outlet FROM staged_outcomes);
