CREATE OR REPLACE VIEW removed_spans AS
SELECT
    article_id, outlet, published_at,
    span."start" AS "start", span."end" AS "end", span.kind AS kind, span.rule AS rule, span."text" AS "text",
    rules_version, load_id
FROM (SELECT article_id, outlet, published_at, rules_version, load_id, unnest(removed) AS span FROM articles);

CREATE OR REPLACE VIEW related_links AS
SELECT article_id, outlet, published_at, link.title AS title, link.url AS url, load_id
FROM (SELECT article_id, outlet, published_at, load_id, unnest(related) AS link FROM articles);
