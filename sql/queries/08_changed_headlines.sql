-- Which headlines were changed after publication, and what else?
-- By clicking: **Search**, then an article, then **How it changed**: each version word by word. The list of all changed headlines is SQL only.
SELECT outlet, timezone('Asia/Jakarta', seen_at) AS seen_wib, old_title, new_title, removed_paragraphs, added_paragraphs
FROM revisions
ORDER BY seen_at, article_id;
