-- What was stripped from the articles of a load, by kind: spans, characters, and how many articles held any.
SELECT kind, count(*) AS spans, sum(length("text")) AS characters, count(DISTINCT article_id) AS articles
FROM removed_spans
WHERE load_id = $load_id
GROUP BY kind
ORDER BY characters DESC, kind;
