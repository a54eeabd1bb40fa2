CREATE OR REPLACE VIEW names AS
WITH counted AS (
    SELECT
        kind, "name", sum(articles)::BIGINT AS articles, sum(mentions)::BIGINT AS mentions,
        min("day") AS first_day, max("day") AS last_day,
        len(list_distinct(flatten(list(outlets)))) AS outlets,
        list_sort(list_distinct(flatten(list(forms)))) AS forms,
        mode(region ORDER BY region) AS region
    FROM name_days GROUP BY kind, "name"
)
SELECT
    c.kind, c."name", c.articles, c.mentions, c.outlets, c.first_day, c.last_day, c.region, c.forms, a.aliases
FROM counted AS c
LEFT JOIN (
    SELECT kind, "name", list(alias ORDER BY alias) AS aliases FROM name_aliases GROUP BY kind, "name"
) AS a USING (kind, "name");
COMMENT ON VIEW names IS 'Every person, organisation and place that current articles name, with counts.';
COMMENT ON COLUMN names.kind IS 'person, organisation or place.';
COMMENT ON COLUMN names."name" IS 'Canonical form: the fullest of each article, after merges.';
COMMENT ON COLUMN names.articles IS 'Articles that name it.';
COMMENT ON COLUMN names.mentions IS 'Places in their texts where they do.';
COMMENT ON COLUMN names.outlets IS 'Outlets that name it.';
COMMENT ON COLUMN names.first_day IS 'First day (in Jakarta) of an article that names it.';
COMMENT ON COLUMN names.last_day IS 'Last day.';
COMMENT ON COLUMN names.region IS 'Official code of the region that a place is, such as 35.73; NULL where none is sure.';
COMMENT ON COLUMN names.forms IS 'How texts write it.';
COMMENT ON COLUMN names.aliases IS 'Names that a person has merged into it.';

CREATE OR REPLACE MACRO name_timeline(who) AS TABLE
WITH days AS (
    SELECT jakarta_day(coalesce(published_at, first_fetched_at)) AS "day", count(*) AS all_articles
    FROM articles GROUP BY ALL
)
SELECT
    n."day", sum(n.articles)::BIGINT AS articles, sum(n.mentions)::BIGINT AS mentions,
    len(list_distinct(flatten(list(n.outlets)))) AS outlets,
    round(1000.0 * sum(n.articles) / any_value(d.all_articles), 1) AS per_thousand
FROM name_days AS n JOIN days AS d USING ("day")
WHERE lower(n."name") = lower(who)
GROUP BY n."day"
ORDER BY n."day";
COMMENT ON MACRO TABLE name_timeline IS 'Articles a day that name somebody or something, and of how many thousand: FROM name_timeline(''Prabowo Subianto'').';

CREATE OR REPLACE MACRO co_mentions(who) AS TABLE
WITH mine AS (SELECT DISTINCT article_id FROM mentions WHERE lower("name") = lower(who))
SELECT m.kind, m."name", count(DISTINCT m.article_id) AS articles, count(DISTINCT m.outlet) AS outlets
FROM mentions AS m SEMI JOIN mine USING (article_id)
WHERE lower(m."name") <> lower(who)
GROUP BY m.kind, m."name"
ORDER BY articles DESC, m."name", m.kind;
COMMENT ON MACRO TABLE co_mentions IS 'Names that stand in the same articles as this one, most often first: FROM co_mentions(''Prabowo Subianto'').';

CREATE OR REPLACE MACRO sentences_with(who) AS TABLE
SELECT DISTINCT
    m."day", m.outlet, a.title,
    substr(a.body, m.sentence_start + 1, m.sentence_end - m.sentence_start) AS sentence, a.url, m.article_id
FROM mentions AS m JOIN articles AS a USING (article_id)
WHERE lower(m."name") = lower(who)
ORDER BY ALL;
COMMENT ON MACRO TABLE sentences_with IS 'The sentences that name somebody or something, in order of time: FROM sentences_with(''Malang'').';

CREATE OR REPLACE MACRO who_said(term) AS TABLE
SELECT
    q."day", q."name", q.office, q."text", q.direct, q.hedges, q.cue, q.outlet, a.title, a.url, q.article_id,
    count(*) OVER (PARTITION BY q."text", q."name") AS copies
FROM quotes AS q JOIN articles AS a USING (article_id)
WHERE has_term(q."text", term)
QUALIFY row_number() OVER (
    PARTITION BY q."text", q."name" ORDER BY coalesce(a.published_at, a.first_fetched_at), q.article_id, q."start"
) = 1
ORDER BY q."day" DESC, q."name", q."text", q.article_id;
COMMENT ON MACRO TABLE who_said IS 'Quotations with a term as whole words (banjir* finds banjirnya, too), newest first; each once, from its first article: FROM who_said(''banjir'').';
