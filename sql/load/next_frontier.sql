-- Articles that pairs connect with the last ones found, and that were not reached yet.
CREATE OR REPLACE TEMP TABLE frontier AS
SELECT other_id AS article_id FROM duplicate_pairs WHERE article_id IN (FROM frontier)
UNION
SELECT article_id FROM duplicate_pairs WHERE other_id IN (FROM frontier)
EXCEPT
SELECT article_id FROM reached
