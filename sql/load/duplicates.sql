-- Candidates for "the same text on another outlet": articles at most a week apart that share a number of their
-- signatures at the same place. Python compares the whole signatures and joins the pairs to groups.
-- `changed` and `probes` are those of a load, or of a stretch of days that is grouped anew.

-- Articles whose duplicate group may have changed.
CREATE OR REPLACE TEMP TABLE duplicate_seeds AS
SELECT unnest([article_id, other_id]) AS article_id FROM duplicate_pairs
WHERE article_id IN (FROM changed) OR other_id IN (FROM changed);

DELETE FROM duplicate_pairs WHERE article_id IN (FROM changed) OR other_id IN (FROM changed);

SET VARIABLE earliest = (SELECT min(appeared_at) - INTERVAL 7 DAY FROM probes);
SET VARIABLE latest = (SELECT max(appeared_at) + INTERVAL 7 DAY FROM probes);

-- Two branches, so that the zone maps of one column each keep old rows from being read.
CREATE OR REPLACE TEMP TABLE neighbours AS
SELECT article_id, outlet, published_at AS appeared_at, signature
FROM articles
WHERE published_at BETWEEN getvariable('earliest') AND getvariable('latest') AND signature IS NOT NULL
UNION ALL
SELECT article_id, outlet, first_fetched_at, signature
FROM articles
WHERE published_at IS NULL AND first_fetched_at BETWEEN getvariable('earliest') AND getvariable('latest')
    AND signature IS NOT NULL;

-- Places in signatures where an article of the load agrees with articles of several outlets. Texts of one outlet that are
-- alike, as its daily tables are, are never compared. Of an outlet's articles of one day that agree at a place, the
-- first few represent the others: each article is compared with the representatives of the other outlets, so that the
-- work grows with the number of articles, however alike they are.
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT row_number() OVER (ORDER BY article_id) AS nr, article_id IN (SELECT article_id FROM probes) AS probe, *
FROM neighbours;

CREATE OR REPLACE TEMP TABLE bands AS
WITH probed AS (
    SELECT DISTINCT unnest(signature) AS number, generate_subscripts(signature, 1) AS place FROM probes
), met AS (
    SELECT n.*
    FROM (
        SELECT nr, outlet, appeared_at, probe, unnest(signature) AS number, generate_subscripts(signature, 1) AS place
        FROM numbered
    ) AS n
    SEMI JOIN probed AS p ON p.place = n.place AND p.number = n.number
), shared AS (
    SELECT place, number FROM met GROUP BY place, number HAVING min(outlet) <> max(outlet)
)
SELECT
    m.*,
    row_number() OVER (PARTITION BY m.place, m.number, m.outlet, m.appeared_at::DATE ORDER BY m.nr)
        <= getvariable('representatives') AS representative
FROM met AS m
JOIN shared AS s ON s.place = m.place AND s.number = m.number;

CREATE OR REPLACE TEMP TABLE candidates AS
SELECT least(p.nr, n.nr) AS nr, greatest(p.nr, n.nr) AS other_nr
FROM bands AS p
JOIN bands AS n ON n.place = p.place AND n.number = p.number
WHERE p.probe AND n.representative
    AND p.outlet <> n.outlet AND abs(epoch_us(p.appeared_at) - epoch_us(n.appeared_at)) <= 604_800_000_000  -- a week in microseconds
UNION
SELECT least(p.nr, n.nr), greatest(p.nr, n.nr)
FROM bands AS p
JOIN bands AS n ON n.place = p.place AND n.number = p.number
WHERE p.probe AND p.representative
    AND p.outlet <> n.outlet AND abs(epoch_us(p.appeared_at) - epoch_us(n.appeared_at)) <= 604_800_000_000;
