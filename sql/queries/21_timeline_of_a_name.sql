-- How does a name run over time, in articles and of a thousand?
-- By clicking: **Names**, then a name: its line over time, and **The numbers** under it.
FROM name_timeline('Teguh Wardoyo');
