-- What was not fit to load, and why? `kliping quarantine show ID` shows one in full.
-- By clicking: **Operators' desk**, then **Quarantine**: causes, then pages as they came.
SELECT outlet, reason.rule, count(*) AS pages, min(reason.detail) AS detail
FROM (SELECT outlet, unnest(reasons) AS reason FROM quarantine)
GROUP BY ALL
ORDER BY pages DESC, outlet, reason.rule;
