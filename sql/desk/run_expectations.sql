-- The expectations that pages of a load failed, each with how many pages, and one of them.
SELECT r.rule, count(*) AS pages, count(DISTINCT outlet) AS outlets, min(r.detail) AS detail, min(url) AS example
FROM (SELECT outlet, url, unnest(reasons) AS r FROM quarantine WHERE load_id = $load_id)
GROUP BY ALL ORDER BY pages DESC, r.rule;
