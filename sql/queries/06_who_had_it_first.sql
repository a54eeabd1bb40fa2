-- Which texts ran in several outlets, and who had them first?
-- By clicking: **Clippings of a day** lists each text once, with the outlet that had it first and those that followed; an article has the same under **Who had it first**, with what each copy changed.
SELECT timezone('Asia/Jakarta', first_at) AS first_wib, first_outlet, outlets, wire_source, first_title
FROM duplicate_groups
ORDER BY first_at, duplicate_group_id;
