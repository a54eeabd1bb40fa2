-- Which headlines were changed after publication, and what else?
SELECT outlet, timezone('Asia/Jakarta', seen_at) AS seen_wib, old_title, new_title, removed_paragraphs, added_paragraphs
FROM revisions
ORDER BY seen_at, article_id;
