-- For each outlet of the load: number of outcomes; links without an outcome; accepted or quarantined articles without a
-- link; other outlets among its rows.
WITH rows_of AS (
    SELECT batch_outlet, article_id, url, outlet FROM staged_articles
    UNION ALL
    SELECT batch_outlet, article_id, url, outlet FROM staged_quarantine
), counted AS (
    SELECT batch_outlet, count(*) AS outcomes FROM staged_outcomes GROUP BY batch_outlet
), fateless AS (
    SELECT batch_outlet, array_agg(url ORDER BY url) AS urls
    FROM (FROM staged_outcomes WHERE result IS NULL) ANTI JOIN rows_of USING (batch_outlet, article_id)
    GROUP BY batch_outlet
), unlinked AS (
    SELECT batch_outlet, array_agg(url ORDER BY url) AS urls
    FROM rows_of
    ANTI JOIN (FROM staged_outcomes WHERE result IS NULL OR result = 'quarantined') USING (batch_outlet, article_id)
    GROUP BY batch_outlet
), others AS (
    SELECT batch_outlet, array_agg(DISTINCT outlet ORDER BY outlet) AS outlets
    FROM rows_of WHERE outlet IS DISTINCT FROM batch_outlet
    GROUP BY batch_outlet
)
SELECT l.batch_outlet, coalesce(c.outcomes, 0), coalesce(f.urls, []), coalesce(u.urls, []), coalesce(o.outlets, [])
FROM load_outlets AS l
LEFT JOIN counted AS c ON c.batch_outlet = l.batch_outlet
LEFT JOIN fateless AS f ON f.batch_outlet = l.batch_outlet
LEFT JOIN unlinked AS u ON u.batch_outlet = l.batch_outlet
LEFT JOIN others AS o ON o.batch_outlet = l.batch_outlet;
