-- Articles of each day that mention a name.
SELECT "day", sum(articles)::BIGINT AS articles FROM name_days
WHERE "name" = $called AND kind = $kind GROUP BY "day" ORDER BY "day";
