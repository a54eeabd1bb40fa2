-- Which texts ran in several outlets, and who had them first?
SELECT timezone('Asia/Jakarta', first_at) AS first_wib, first_outlet, outlets, wire_source, first_title
FROM duplicate_groups
ORDER BY first_at, duplicate_group_id;
