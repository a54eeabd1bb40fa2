-- The texts of articles, for a report of clippings.
SELECT article_id, authors, section, body FROM articles
WHERE rowid IN (SELECT rowid FROM articles WHERE article_id IN (SELECT unnest($ids::VARCHAR[])));
