-- What came last?
-- By clicking: **Search**, with the field empty and **the newest** chosen under *first*.
SELECT outlet, timezone('Asia/Jakarta', published_at) AS published_wib, title
FROM articles
ORDER BY published_at DESC NULLS LAST, article_id
LIMIT 8;
