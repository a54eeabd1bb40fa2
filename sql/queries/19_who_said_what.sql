-- Who said what about a term? What several outlets quote is listed once, with the number of copies.
-- By clicking: **Search** for `banjir`, then **Who said what**. A person under **Names** has **What was said**, and so has an article.
SELECT "day", "name", office, "text", outlet, copies
FROM who_said('banjir')
LIMIT 5;
