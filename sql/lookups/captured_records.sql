-- Records of these archive parts that are articles read by these rules.
SELECT c.archive, a.url
FROM captures AS c JOIN articles AS a ON a.article_id = c.article_id
WHERE c.rules_version = $rules_version AND c.learned_snapshot = $learned_snapshot
    AND list_contains($parts, split_part(c.archive, '#', 1))
