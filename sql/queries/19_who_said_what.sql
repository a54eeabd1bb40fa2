-- Who said what about a term? What several outlets quote stands once, with how many copies there are.
SELECT "day", "name", office, "text", outlet, copies
FROM who_said('banjir')
LIMIT 5;
