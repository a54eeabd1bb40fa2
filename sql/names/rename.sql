-- Give mentions and quotations the names that the merges in name_aliases say now.
CREATE OR REPLACE TEMP TABLE renamed AS
SELECT DISTINCT m.kind, m.name_in_article, coalesce(r."name", m.name_in_article) AS "name"
FROM mentions AS m
LEFT JOIN resolved_aliases AS r ON r.kind = m.kind AND r.alias = m.name_in_article
WHERE m."name" <> coalesce(r."name", m.name_in_article);

CREATE OR REPLACE TEMP TABLE stale_days AS
SELECT DISTINCT "day" FROM mentions SEMI JOIN renamed USING (kind, name_in_article);

UPDATE mentions SET "name" = r."name"
FROM renamed AS r
WHERE mentions.kind = r.kind AND mentions.name_in_article = r.name_in_article;

UPDATE quotes SET "name" = r."name"
FROM renamed AS r
WHERE quotes.kind = r.kind AND quotes.name_in_article = r.name_in_article;
