-- Full-text search: words are found by their Indonesian stem, numbers as they are.
SELECT score, "day", outlet, title, snippet FROM search('pembangunan jembatan') LIMIT 5;
