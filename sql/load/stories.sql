-- Candidates for "the same story on another outlet": articles at most a week apart that share a number of their
-- signatures at the same place. Python looks at the signatures as wholes and joins the pairs to stories.
CREATE OR REPLACE TEMP TABLE changed AS
SELECT article_id FROM articles WHERE load_id = getvariable('load_id')
UNION
SELECT article_id FROM stored WHERE kept_in = 'articles' AND article_id NOT IN (SELECT article_id FROM plan);

-- Articles whose story may be another one now.
CREATE OR REPLACE TEMP TABLE story_seeds AS
SELECT unnest([article_id, other_id]) AS article_id FROM story_pairs
WHERE article_id IN (FROM changed) OR other_id IN (FROM changed);

DELETE FROM story_pairs WHERE article_id IN (FROM changed) OR other_id IN (FROM changed);

CREATE OR REPLACE TEMP TABLE probes AS
SELECT article_id, outlet, coalesce(published_at, first_fetched_at) AS told_at, signature
FROM articles
WHERE load_id = getvariable('load_id') AND signature IS NOT NULL;

SET VARIABLE earliest = (SELECT min(told_at) - INTERVAL 7 DAY FROM probes);
SET VARIABLE latest = (SELECT max(told_at) + INTERVAL 7 DAY FROM probes);

-- Two branches, so that the zone maps of one column each keep old rows from being read.
CREATE OR REPLACE TEMP TABLE neighbours AS
SELECT article_id, outlet, published_at AS told_at, signature
FROM articles
WHERE published_at BETWEEN getvariable('earliest') AND getvariable('latest') AND signature IS NOT NULL
UNION ALL
SELECT article_id, outlet, first_fetched_at, signature
FROM articles
WHERE published_at IS NULL AND first_fetched_at BETWEEN getvariable('earliest') AND getvariable('latest')
    AND signature IS NOT NULL;

CREATE OR REPLACE TEMP TABLE candidates AS
WITH bands_of_probes AS (
    SELECT article_id, outlet, told_at, unnest(signature) AS number, generate_subscripts(signature, 1) AS place FROM probes
), bands_of_neighbours AS (
    SELECT article_id, outlet, told_at, unnest(signature) AS number, generate_subscripts(signature, 1) AS place
    FROM neighbours
), pairs AS (
    SELECT DISTINCT least(p.article_id, n.article_id) AS article_id, greatest(p.article_id, n.article_id) AS other_id
    FROM bands_of_probes AS p
    JOIN bands_of_neighbours AS n ON n.place = p.place AND n.number = p.number
    WHERE p.outlet <> n.outlet AND abs(epoch_us(p.told_at) - epoch_us(n.told_at)) <= 604_800_000_000  -- a week in microseconds
)
SELECT pairs.article_id, pairs.other_id, a.signature AS signature, b.signature AS other_signature
FROM pairs
JOIN neighbours AS a ON a.article_id = pairs.article_id
JOIN neighbours AS b ON b.article_id = pairs.other_id;
