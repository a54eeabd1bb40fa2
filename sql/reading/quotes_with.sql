-- Quotations with a term, newest first, and who said them; each once, with the number of articles that have it.
SELECT
    "day", "name", (SELECT any_value(kind) FROM quotes AS q WHERE q.article_id = s.article_id AND q."name" = s."name") AS kind,
    office, "text", direct, hedges, cue, outlet, article_id, copies
FROM who_said($term) AS s
ORDER BY "day" DESC, "name", "text", article_id LIMIT 101;
