-- Which articles match a search best? The grammar is that of `kliping search`.
-- By clicking: **Search**: type the query; outlets, sections and months on the left narrow it, **As a file** exports all that it found.
SELECT score, "day", outlet, title, snippet FROM search('pembangunan (jembatan OR "kali besar") NOT banjir') LIMIT 5;
