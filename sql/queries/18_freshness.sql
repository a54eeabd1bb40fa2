-- How long after publication do we have it?
SELECT "day", outlet, articles, median_minutes FROM freshness ORDER BY "day" DESC, outlet LIMIT 8;
