-- search('QUERY'), for a session that asks the search engine: filled in is the query whose
-- `answer` is STRUCT(needles VARCHAR[], hits STRUCT(article_id VARCHAR, score DOUBLE)[]).
CREATE OR REPLACE TEMP MACRO search(query) AS TABLE
WITH found AS MATERIALIZED ({answer}), hit AS (
    SELECT unnest(answer.hits, recursive := true) FROM found
)
SELECT
    round(hit.score, 3) AS score, kliping.main.jakarta_day(a.published_at) AS "day", a.outlet, a.title,
    kliping.main.snippet(
        a.body,
        coalesce(
            (
                SELECT first(needle ORDER BY position(needle IN lower(a.body)))
                FROM (SELECT unnest(answer.needles) AS needle FROM found) WHERE contains(lower(a.body), needle)
            ), ''
        )
    ) AS snippet,
    a.url, a.article_id
FROM hit JOIN kliping.main.articles AS a ON a.article_id = hit.article_id
ORDER BY hit.score DESC, a.article_id
