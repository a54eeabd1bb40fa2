-- One article by its id. Its row is found by the column of ids alone, then read by number.
SELECT * EXCLUDE (signature, blocks) FROM articles
WHERE rowid IN (SELECT rowid FROM articles WHERE article_id = $asked);
