-- What was stripped, and how much of the text was it?
-- By clicking: **Operators' desk**, then an outlet: **What is stripped**. The sum over all outlets is SQL only.
SELECT kind, sum(spans) AS spans, sum(characters) AS characters, mode(commonest ORDER BY commonest) AS commonest
FROM boilerplate_report
GROUP BY kind
ORDER BY characters DESC;
