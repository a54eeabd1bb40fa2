-- One name, written as it is kept.
SELECT kind, "name", articles, mentions, outlets, first_day, last_day, region, forms, aliases FROM names
WHERE "name" = $called AND ($kind = '' OR kind = $kind)
ORDER BY articles DESC LIMIT 1;
