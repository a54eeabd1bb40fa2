-- When each outlet's articles appeared; without a time of day it is the first fetch.
SELECT outlet, list(appeared) FROM (
    SELECT outlet, CASE published_precision WHEN 'minute' THEN published_at ELSE first_fetched_at END AS appeared
    FROM articles
) WHERE appeared >= $since AND outlet IS NOT NULL GROUP BY outlet
