-- Which agencies do outlets credit?
-- By clicking: SQL only. An article shows the agency that it credits beside its authors.
SELECT outlet, wire_source, count(*) AS articles, round(count(*) / sum(count(*)) OVER (PARTITION BY outlet), 3) AS share_of_credited
FROM articles
WHERE wire_source IS NOT NULL
GROUP BY outlet, wire_source
ORDER BY articles DESC, outlet, wire_source;
