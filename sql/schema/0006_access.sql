-- Whether an article is free to read, as far as its page states it.
ALTER TABLE articles ADD COLUMN access VARCHAR;
ALTER TABLE article_revisions ADD COLUMN access VARCHAR;
