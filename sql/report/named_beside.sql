-- Names in the same articles, most articles first.
SELECT kind, "name", articles, outlets FROM co_mentions($who) ORDER BY articles DESC, "name", kind LIMIT $limit
