-- $outlet: number of outcomes; links without a fate; accepted or quarantined articles without a link; other outlets.
WITH outcomes_of AS (FROM staged_outcomes WHERE batch_outlet = $outlet),
rows_of AS (
    SELECT article_id, url, outlet FROM staged_articles WHERE batch_outlet = $outlet
    UNION ALL
    SELECT article_id, url, outlet FROM staged_quarantine WHERE batch_outlet = $outlet
)
SELECT
    (SELECT count(*) FROM outcomes_of),
    (
        SELECT coalesce(array_agg(url ORDER BY url), []) FROM outcomes_of
        WHERE result IS NULL AND article_id NOT IN (SELECT article_id FROM rows_of)
    ),
    (
        SELECT coalesce(array_agg(url ORDER BY url), []) FROM rows_of
        WHERE article_id NOT IN (SELECT article_id FROM outcomes_of WHERE result IS NULL OR result = 'quarantined')
    ),
    (SELECT coalesce(array_agg(DISTINCT outlet ORDER BY outlet), []) FROM rows_of WHERE outlet IS DISTINCT FROM $outlet);
