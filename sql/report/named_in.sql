-- The newest sentences that mention a name.
SELECT "day", outlet, title, sentence, url FROM sentences_with($who) ORDER BY "day" DESC, outlet, url, sentence LIMIT $limit
