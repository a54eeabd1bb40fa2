-- matches('QUERY'), for a session that asks the search engine: filled in is the query whose `answer` is VARCHAR[].
CREATE OR REPLACE TEMP MACRO matches(query) AS TABLE
SELECT unnest(answer) AS article_id FROM ({answer})
