-- What was stripped, and how much of the text was it?
SELECT kind, sum(spans) AS spans, sum(characters) AS characters, mode(commonest ORDER BY commonest) AS commonest
FROM boilerplate_report
GROUP BY kind
ORDER BY characters DESC;
