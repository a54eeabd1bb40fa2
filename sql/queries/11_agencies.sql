-- Which agencies do outlets credit?
SELECT outlet, wire_source, count(*) AS articles, round(count(*) / sum(count(*)) OVER (PARTITION BY outlet), 3) AS share_of_credited
FROM articles
WHERE wire_source IS NOT NULL
GROUP BY outlet, wire_source
ORDER BY articles DESC, outlet, wire_source;
