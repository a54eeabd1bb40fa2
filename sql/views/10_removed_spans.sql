CREATE OR REPLACE VIEW removed_spans AS
SELECT
    article_id, outlet, published_at,
    span."start" AS "start", span."end" AS "end", span.kind AS kind, span.rule AS rule, span."text" AS "text",
    rules_version, load_id
FROM (SELECT article_id, outlet, published_at, rules_version, load_id, unnest(removed) AS span FROM articles);

CREATE OR REPLACE VIEW related_links AS
SELECT article_id, outlet, published_at, link.title AS title, link.url AS url, load_id
FROM (SELECT article_id, outlet, published_at, load_id, unnest(related) AS link FROM articles);

COMMENT ON VIEW removed_spans IS 'Every span that was cut from a current article''s scraped text; text between the spans, after repairs, is the body.';
COMMENT ON COLUMN removed_spans.article_id IS 'The article.';
COMMENT ON COLUMN removed_spans.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN removed_spans.published_at IS 'When the article was published.';
COMMENT ON COLUMN removed_spans."start" IS 'Offset of the span''s first character in scraped_text, counted in code points from 0.';
COMMENT ON COLUMN removed_spans."end" IS 'Offset after its last character.';
COMMENT ON COLUMN removed_spans.kind IS 'related, ad, media, nav, share, follow, credit, copyright, syndication, dateline, caption, title, tags or other.';
COMMENT ON COLUMN removed_spans.rule IS 'Name of the rule that removed it.';
COMMENT ON COLUMN removed_spans."text" IS 'The text that was removed.';
COMMENT ON COLUMN removed_spans.rules_version IS 'Version of the rules that read the article.';
COMMENT ON COLUMN removed_spans.load_id IS 'Load that wrote the article.';
COMMENT ON VIEW related_links IS 'Headlines of other articles that stood in an article''s text, with their address where the page linked it.';
COMMENT ON COLUMN related_links.article_id IS 'The article that pointed to it.';
COMMENT ON COLUMN related_links.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN related_links.published_at IS 'When the pointing article was published.';
COMMENT ON COLUMN related_links.title IS 'The headline.';
COMMENT ON COLUMN related_links.url IS 'Its address; NULL where the text named none.';
COMMENT ON COLUMN related_links.load_id IS 'Load that wrote the article.';
