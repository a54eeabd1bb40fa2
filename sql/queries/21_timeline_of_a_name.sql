-- How does a name run over time, in articles and of a thousand?
FROM name_timeline('Teguh Wardoyo');
