-- Articles of each day that mention a name.
SELECT "day", sum(articles)::BIGINT AS articles FROM name_days
WHERE "name" = $name AND kind = $kind GROUP BY "day" ORDER BY "day";
