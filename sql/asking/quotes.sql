-- Quotations that hold a term, of one speaker if one is named.
SELECT "day", "name", office, "text", direct, hedges, outlet, title, url FROM who_said($term)
WHERE $speaker IS NULL OR lower("name") = lower($speaker)
