-- The articles that a load changed, and those of them whose copies are looked for.
CREATE OR REPLACE TEMP TABLE changed AS
SELECT article_id FROM articles WHERE load_id = getvariable('load_id')
UNION
SELECT article_id FROM stored WHERE kept_in = 'articles' AND article_id NOT IN (SELECT article_id FROM plan)
UNION
SELECT article_id FROM superseded;

CREATE OR REPLACE TEMP TABLE probes AS
SELECT article_id, outlet, coalesce(published_at, first_fetched_at) AS appeared_at, signature
FROM articles
WHERE load_id = getvariable('load_id') AND signature IS NOT NULL;
