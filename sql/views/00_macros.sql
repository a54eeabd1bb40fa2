-- "Day" in every view is the day in Jakarta, whatever the session's time zone.
CREATE OR REPLACE MACRO jakarta_day(moment) AS CAST(timezone('Asia/Jakarta', moment::TIMESTAMPTZ) AS DATE);
COMMENT ON MACRO jakarta_day IS 'The date in Jakarta (UTC+7) of a moment.';

CREATE OR REPLACE MACRO words(body) AS len(regexp_extract_all(body, '[\pL\pN]+'));
COMMENT ON MACRO words IS 'Number of words of a text.';

-- Wilson's bound: 8 of 36 is 22 %, and may well be 13 % in the long run; 50 % of 20 is 33 % at least.
CREATE OR REPLACE MACRO lowest_share(part, whole) AS (
    CASE WHEN whole > 0 THEN
        (
            part / whole + 1.645 ** 2 / (2 * whole)
            - 1.645 * sqrt(part / whole * (1 - part / whole) / whole + 1.645 ** 2 / (4 * whole ** 2))
        ) / (1 + 1.645 ** 2 / whole)
    END
);
COMMENT ON MACRO lowest_share IS 'The least that a share is in the long run, of which this is a sample: in 95 of 100 cases it is above it.';

CREATE OR REPLACE MACRO snippet(body, term) AS (
    CASE WHEN position(lower(term) IN lower(body)) = 0 THEN left(body, 160)
    ELSE substr(body, greatest(1, position(lower(term) IN lower(body)) - 80), 160 + length(term)) END
);
COMMENT ON MACRO snippet IS 'About 160 characters of a text around the first place where a term stands.';

-- The quick test for the letters spares most texts the expression.
CREATE OR REPLACE MACRO has_term(body, term) AS (
    contains(lower(body), lower(split_part(trim(term), '*', 1)))
    AND regexp_matches(
        body,
        '(?i)(^|[^\pL\pN_])' || replace(regexp_escape(trim(term)), '\*', '[\pL\pN_]*') || '($|[^\pL\pN_])'
    )
);
COMMENT ON MACRO has_term IS 'Whether a text holds a term as whole words: banjir is not in kebanjiran; banjir* is in banjirnya, *banjir* in both.';

CREATE OR REPLACE MACRO timeline(term) AS TABLE
WITH texts AS (
    SELECT
        jakarta_day(coalesce(published_at, first_fetched_at)) AS "day", outlet, title,
        coalesce(published_at, first_fetched_at) AS published,
        has_term(coalesce(title, '') || chr(10) || body, term) AS holds
    FROM articles
)
SELECT
    "day",
    count(*) FILTER (holds) AS articles,
    count(DISTINCT outlet) FILTER (holds) AS outlets,
    min_by(title, published) FILTER (holds) AS first_title,
    round(1000.0 * count(*) FILTER (holds) / count(*), 1) AS per_thousand
FROM texts
GROUP BY "day"
HAVING count(*) FILTER (holds) > 0
ORDER BY "day";
COMMENT ON MACRO TABLE timeline IS 'Articles a day whose title or text holds a term as whole words, and of how many thousand: FROM timeline(''banjir''); banjir* is any ending.';

CREATE OR REPLACE MACRO matches(query) AS TABLE
SELECT error(
    'matches() needs the search engine: kliping sql "FROM matches(''banjir'')", or see docs/analyst.md'
) AS article_id;
COMMENT ON MACRO TABLE matches IS 'Ids of the articles that a query finds, by the grammar of `kliping search`: WHERE article_id IN (FROM matches(''banjir NOT surut'')). Needs `kliping sql` or Python.';

CREATE OR REPLACE MACRO search(query) AS TABLE
SELECT error(
    'search() needs the search engine: kliping sql "FROM search(''banjir'')", or see docs/analyst.md'
) AS article_id;
COMMENT ON MACRO TABLE search IS 'The 10,000 best matches of a query, by the grammar and the ranking of `kliping search`, best first: FROM search(''"banjir bandang" NOT surut''). Needs `kliping sql` or Python.';

CREATE OR REPLACE MACRO search_words(query) AS TABLE
SELECT error(
    'search_words() needs the full-text index: open the warehouse with `make sql` or `kliping sql`, or see docs/analyst.md'
) AS article_id;
COMMENT ON MACRO TABLE search_words IS 'Articles with any of these words, best match first, without the grammar, in any DuckDB shell: FROM search_words(''banjir bandang''). Needs its index.';
