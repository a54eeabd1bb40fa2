-- Articles of each day that mention a name.
SELECT "day", articles, mentions, outlets, per_thousand FROM name_timeline($who) ORDER BY "day"
