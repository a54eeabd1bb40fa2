-- What exactly was cut from one article? The spans count into scraped_text.
-- By clicking: **Search**, then an article, then **What was removed** below the story.
SELECT r.kind, r.rule, r."start", r."end", r."text"
FROM removed_spans AS r
WHERE r.article_id = (SELECT article_id FROM articles ORDER BY len(removed) DESC, article_id LIMIT 1)
ORDER BY r."start";
