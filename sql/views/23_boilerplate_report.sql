CREATE OR REPLACE VIEW boilerplate_report AS
WITH wholes AS (SELECT outlet, count(*) AS articles, sum(length(scraped_text)) AS characters FROM articles GROUP BY outlet)
SELECT
    r.outlet,
    r.kind,
    r.rule,
    count(*) AS spans,
    count(DISTINCT r.article_id) AS articles,
    count(DISTINCT r.article_id) / any_value(w.articles) AS share_of_articles,
    sum(length(r."text")) AS characters,
    sum(length(r."text")) / any_value(w.characters) AS share_of_text,
    mode(left(r."text", 120) ORDER BY r."text") AS commonest
FROM removed_spans AS r
JOIN wholes AS w ON w.outlet = r.outlet
GROUP BY ALL;
COMMENT ON VIEW boilerplate_report IS 'What was stripped: per outlet, kind of boilerplate and rule that found it.';
COMMENT ON COLUMN boilerplate_report.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN boilerplate_report.kind IS 'related, ad, media, nav, share, follow, credit, copyright, syndication, dateline, caption, title, tags or other.';
COMMENT ON COLUMN boilerplate_report.rule IS 'Name of the rule that removed it.';
COMMENT ON COLUMN boilerplate_report.spans IS 'Number of spans.';
COMMENT ON COLUMN boilerplate_report.articles IS 'Number of articles that held at least one.';
COMMENT ON COLUMN boilerplate_report.share_of_articles IS 'The same as a share of the outlet''s articles.';
COMMENT ON COLUMN boilerplate_report.characters IS 'Characters removed.';
COMMENT ON COLUMN boilerplate_report.share_of_text IS 'The same as a share of the outlet''s scraped characters.';
COMMENT ON COLUMN boilerplate_report.commonest IS 'The text that was removed most often (its first 120 characters).';
