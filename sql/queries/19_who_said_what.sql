-- Who said what about a term? What several outlets quote is listed once, with the number of copies.
SELECT "day", "name", office, "text", outlet, copies
FROM who_said('banjir')
LIMIT 5;
