-- Which names are mentioned in the same articles as somebody?
FROM co_mentions('Asep Hidayat');
