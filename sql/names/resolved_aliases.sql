-- What each merged name stands for in the end: "A" merged into "B" and "B" into "C" is "C".
CREATE OR REPLACE TEMP TABLE resolved_aliases AS
WITH RECURSIVE steps AS (
    SELECT kind, alias, "name" FROM name_aliases
    UNION
    SELECT s.kind, s.alias, a."name" FROM steps AS s JOIN name_aliases AS a ON a.kind = s.kind AND a.alias = s."name"
)
SELECT kind, alias, "name" FROM steps
ANTI JOIN (SELECT kind, alias AS "name" FROM name_aliases) USING (kind, "name");
