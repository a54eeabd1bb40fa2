-- What a person or organisation says, newest first; each quotation once, from the article that had it first.
SELECT q."day", q."text", q.office, q.cue, q.direct, q.hedges, q.outlet, a.title, q.article_id, count(*) OVER (PARTITION BY q."text") AS copies
FROM quotes AS q JOIN articles AS a USING (article_id)
WHERE q."name" = $called AND q.kind = $kind
QUALIFY row_number() OVER (
    PARTITION BY q."text" ORDER BY coalesce(a.published_at, a.first_fetched_at), q.article_id, q."start"
) = 1
ORDER BY q."day" DESC, q."text" LIMIT 20;
