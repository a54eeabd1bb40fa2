CREATE OR REPLACE VIEW field_coverage AS
SELECT
    outlet,
    count(*) AS articles,
    count(title) / count(*) AS title,
    count(published_at) / count(*) AS published_at,
    count(*) FILTER (WHERE published_precision = 'minute') / count(*) AS to_the_minute,
    count(*) FILTER (WHERE len(authors) > 0) / count(*) AS authors,
    count(section) / count(*) AS section,
    count(*) FILTER (WHERE len(tags) > 0) / count(*) AS tags,
    count(place) / count(*) AS place,
    count(image) / count(*) AS image,
    count(*) FILTER (WHERE starts_with(method->>'body', 'generic')) / count(*) AS generic_body
FROM articles
GROUP BY outlet;
COMMENT ON VIEW field_coverage IS 'Share of each outlet''s articles that have a field: which fields you can count on, and where a rule is missing.';
COMMENT ON COLUMN field_coverage.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN field_coverage.articles IS 'Number of articles.';
COMMENT ON COLUMN field_coverage.title IS 'Share with a title.';
COMMENT ON COLUMN field_coverage.published_at IS 'Share with a date.';
COMMENT ON COLUMN field_coverage.to_the_minute IS 'Share whose date is exact to the minute.';
COMMENT ON COLUMN field_coverage.authors IS 'Share with an author.';
COMMENT ON COLUMN field_coverage.section IS 'Share with a section.';
COMMENT ON COLUMN field_coverage.tags IS 'Share with tags.';
COMMENT ON COLUMN field_coverage.place IS 'Share whose dateline names a place.';
COMMENT ON COLUMN field_coverage.image IS 'Share with an image.';
COMMENT ON COLUMN field_coverage.generic_body IS 'Share whose body came from the generic extractor, not from a rule of the outlet.';

CREATE OR REPLACE VIEW outcome_reasons AS
SELECT l."day", o.outlet, o.result, o.reason, count(*) AS links, min(o.detail) AS detail, min(o.url) AS example
FROM outcomes AS o
JOIN loads AS l ON l.load_id = o.load_id AND l.outlet = o.outlet
GROUP BY ALL;
COMMENT ON VIEW outcome_reasons IS 'Where discovered links ended and why, per day and outlet; a day that was run twice counts twice.';
COMMENT ON COLUMN outcome_reasons."day" IS 'Day of the run.';
COMMENT ON COLUMN outcome_reasons.outlet IS 'Id of the outlet.';
COMMENT ON COLUMN outcome_reasons.result IS 'loaded, revised, unchanged, duplicate, quarantined, skipped or failed.';
COMMENT ON COLUMN outcome_reasons.reason IS 'Class of the reason, such as robots, http_404 or body_length; NULL for what loaded.';
COMMENT ON COLUMN outcome_reasons.links IS 'Number of links.';
COMMENT ON COLUMN outcome_reasons.detail IS 'The reason in a sentence, for one of the links.';
COMMENT ON COLUMN outcome_reasons.example IS 'One of the links.';
