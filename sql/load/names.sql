-- The names and quotations of the articles that this load changed or took away; their days are counted again.
-- An article's rows are as old as its version: a load of young articles need not look through the old ones.
SET VARIABLE earliest_named = least(
    getvariable('earliest_here'),
    (SELECT min(first_fetched_at) FROM article_revisions WHERE article_id IN (SELECT article_id FROM superseded))
);

CREATE OR REPLACE TEMP VIEW loaded_articles AS
SELECT
    article_id, outlet, body, first_fetched_at, mentions, quotes,
    CAST(timezone('Asia/Jakarta', coalesce(published_at, first_fetched_at)) AS DATE) AS "day"
FROM articles WHERE load_id = getvariable('load_id');

CREATE OR REPLACE TEMP TABLE stale_days AS
SELECT DISTINCT "day" FROM mentions
WHERE first_fetched_at >= getvariable('earliest_named') AND article_id IN (FROM changed);

DELETE FROM mentions WHERE first_fetched_at >= getvariable('earliest_named') AND article_id IN (FROM changed);
DELETE FROM quotes WHERE first_fetched_at >= getvariable('earliest_named') AND article_id IN (FROM changed);

INSERT INTO mentions BY NAME
SELECT
    a.article_id, a.outlet, a."day", a.m.kind AS kind, coalesce(r."name", a.m."name") AS "name",
    a.m."name" AS name_in_article, substr(a.body, a.m."start" + 1, a.m."end" - a.m."start") AS written,
    a.m."start" AS "start", a.m."end" AS "end", a.m.sentence_start AS sentence_start,
    a.m.sentence_end AS sentence_end, a.m.region AS region, a.first_fetched_at,
    getvariable('load_id') AS load_id
FROM (SELECT * EXCLUDE (mentions, quotes), unnest(mentions) AS m FROM loaded_articles) AS a
LEFT JOIN resolved_aliases AS r ON r.kind = a.m.kind AND r.alias = a.m."name";

INSERT INTO quotes BY NAME
SELECT
    a.article_id, a.outlet, a."day", substr(a.body, a.q."start" + 1, a.q."end" - a.q."start") AS "text",
    a.q."start" AS "start", a.q."end" AS "end",
    substr(a.body, a.q.speaker_start + 1, a.q.speaker_end - a.q.speaker_start) AS speaker,
    a.q.speaker_start AS speaker_start, a.q.speaker_end AS speaker_end, a.q.kind AS kind,
    coalesce(r."name", a.q."name") AS "name", a.q."name" AS name_in_article, a.q.office AS office, a.q.cue AS cue,
    a.q.direct AS direct, a.q.hedges AS hedges, a.first_fetched_at, getvariable('load_id') AS load_id
FROM (SELECT * EXCLUDE (mentions, quotes), unnest(quotes) AS q FROM loaded_articles) AS a
LEFT JOIN resolved_aliases AS r ON r.kind = a.q.kind AND r.alias = a.q."name";

INSERT INTO stale_days
SELECT DISTINCT "day" FROM loaded_articles WHERE len(mentions) > 0;
