-- Who and what stands in the same articles as somebody?
FROM co_mentions('Asep Hidayat');
