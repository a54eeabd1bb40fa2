-- Who said what about a term? What several outlets quote is listed once, with the number of copies.
-- By clicking: **Names**, then a person: **What was said**; an article has the same for its own quotations. All speakers on one term are SQL only.
SELECT "day", "name", office, "text", outlet, copies
FROM who_said('banjir')
LIMIT 5;
