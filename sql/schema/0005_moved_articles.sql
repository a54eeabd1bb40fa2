-- Articles whose outlet gave them another address: all their versions are in article_revisions.
CREATE TABLE moved_articles (
    article_id VARCHAR NOT NULL,
    outlet VARCHAR,
    url VARCHAR NOT NULL,
    moved_to VARCHAR NOT NULL,
    first_fetched_at TIMESTAMPTZ NOT NULL,
    load_id VARCHAR NOT NULL
);
