-- The articles of some days, all of whose copies are looked for anew.
CREATE OR REPLACE TEMP TABLE changed AS
SELECT article_id FROM articles
WHERE coalesce(published_at, first_fetched_at) >= getvariable('days_from')
    AND coalesce(published_at, first_fetched_at) < getvariable('days_to');

CREATE OR REPLACE TEMP TABLE probes AS
SELECT article_id, outlet, coalesce(published_at, first_fetched_at) AS appeared_at, signature
FROM articles
WHERE article_id IN (FROM changed) AND signature IS NOT NULL;
