-- What each load did to the articles, for readers that fetch only what is new to them.
CREATE TABLE article_changes (
    load_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    outlet VARCHAR,
    url VARCHAR NOT NULL,
    change VARCHAR NOT NULL CHECK (change IN ('inserted', 'revised', 'updated', 'removed'))
);

-- What is there already came with the load that last wrote it.
INSERT INTO article_changes
SELECT load_id, article_id, outlet, url, 'inserted' FROM articles ORDER BY load_id, article_id;
