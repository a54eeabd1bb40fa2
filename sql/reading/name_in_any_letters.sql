-- One name, however its letters are written.
SELECT kind, "name", articles, mentions, outlets, first_day, last_day, region, forms, aliases FROM names
WHERE lower("name") = lower($called) AND ($kind = '' OR kind = $kind)
ORDER BY articles DESC LIMIT 1;
