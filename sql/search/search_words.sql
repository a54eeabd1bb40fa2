-- search_words('kata kunci'), for a session that has attached the index as `search` and loaded the fts extension (for stem).
-- BM25 (k1 1.2, b 0.75) over the index's own tables: set-based, and with names that need no search path.
CREATE OR REPLACE TEMP MACRO search_words(query) AS TABLE
WITH asked AS (
    SELECT unnest(string_split(trim(regexp_replace(lower(strip_accents(query)), '[^a-z0-9]+', ' ', 'g')), ' ')) AS word
), wanted AS (
    SELECT d.termid, any_value(d.df) AS df
    FROM asked JOIN search.fts_main_documents.dict AS d ON d.term = stem(asked.word, 'indonesian')
    GROUP BY d.termid
), found AS (
    SELECT docid, termid, count(*) AS tf
    FROM search.fts_main_documents.terms
    WHERE termid IN (SELECT termid FROM wanted)
    GROUP BY ALL
), scored AS (
    SELECT
        docs."name" AS article_id,
        sum(
            ln((stats.num_docs - wanted.df + 0.5) / (wanted.df + 0.5) + 1)
            * found.tf * 2.2 / (found.tf + 1.2 * (0.25 + 0.75 * docs.len / stats.avgdl))
        ) AS score
    FROM found
    JOIN wanted ON wanted.termid = found.termid
    JOIN search.fts_main_documents.docs AS docs ON docs.docid = found.docid
    CROSS JOIN search.fts_main_documents.stats AS stats
    GROUP BY docs."name"
)
SELECT
    round(s.score, 3) AS score, kliping.main.jakarta_day(a.published_at) AS "day", a.outlet, a.title,
    kliping.main.snippet(
        a.body,
        coalesce(
            (SELECT first(word ORDER BY position(word IN lower(a.body))) FROM asked WHERE contains(lower(a.body), word)), ''
        )
    ) AS snippet,
    a.url, a.article_id
FROM scored AS s JOIN kliping.main.articles AS a ON a.article_id = s.article_id
ORDER BY s.score DESC, a.article_id;
