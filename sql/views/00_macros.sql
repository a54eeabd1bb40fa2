-- "Day" in every view is the day in Jakarta, whatever the session's time zone.
CREATE OR REPLACE MACRO jakarta_day(moment) AS CAST(timezone('Asia/Jakarta', moment::TIMESTAMPTZ) AS DATE);
COMMENT ON MACRO jakarta_day IS 'The date in Jakarta (UTC+7) of a moment.';

CREATE OR REPLACE MACRO words(body) AS len(regexp_extract_all(body, '[\pL\pN]+'));
COMMENT ON MACRO words IS 'Number of words of a text.';

CREATE OR REPLACE MACRO snippet(body, term) AS (
    CASE WHEN position(lower(term) IN lower(body)) = 0 THEN left(body, 160)
    ELSE substr(body, greatest(1, position(lower(term) IN lower(body)) - 80), 160 + length(term)) END
);
COMMENT ON MACRO snippet IS 'About 160 characters of a text around the first place where a term stands.';

CREATE OR REPLACE MACRO timeline(term) AS TABLE
SELECT
    jakarta_day(coalesce(published_at, first_fetched_at)) AS "day",
    count(*) AS articles,
    count(DISTINCT outlet) AS outlets,
    min_by(title, coalesce(published_at, first_fetched_at)) AS first_title
FROM articles
WHERE contains(lower(coalesce(title, '') || ' ' || body), lower(term))
GROUP BY ALL
ORDER BY ALL;
COMMENT ON MACRO TABLE timeline IS 'Articles a day whose title or text holds a term: FROM timeline(''banjir'').';

CREATE OR REPLACE MACRO search(query) AS TABLE
SELECT error(
    'search() needs the full-text index: open the warehouse with `make sql` or `kliping sql`, or see docs/analyst.md'
) AS article_id;
COMMENT ON MACRO TABLE search IS 'Full-text search, best match first: FROM search(''banjir bandang''). Needs the index.';
