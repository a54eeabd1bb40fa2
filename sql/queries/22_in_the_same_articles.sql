-- Which names are mentioned in the same articles as somebody?
-- By clicking: **Names**, then a name: **In the same articles**.
FROM co_mentions('Asep Hidayat');
