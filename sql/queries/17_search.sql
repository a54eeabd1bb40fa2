-- Which articles match a search best? The grammar is that of `kliping search`.
SELECT score, "day", outlet, title, snippet FROM search('pembangunan (jembatan OR "kali besar") NOT banjir') LIMIT 5;
