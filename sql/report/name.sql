-- One name, in any letter case: its counts and spellings.
SELECT kind, "name", articles, mentions, outlets, first_day, last_day, region, forms, aliases
FROM names
WHERE lower("name") = lower($who)
ORDER BY articles DESC, kind, "name"
