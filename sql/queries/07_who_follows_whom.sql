-- How many minutes after the first copy does each outlet run it?
-- By clicking: An article's **Who had it first** gives the minutes of each copy. The sum over all texts is SQL only.
SELECT
    first_outlet, copy.outlet AS follower, count(*) AS copies,
    median(date_diff('minute', first_at, copy.appeared_at))::INTEGER AS median_minutes
FROM (SELECT first_outlet, first_at, unnest(members) AS copy FROM duplicate_groups)
WHERE copy.outlet <> first_outlet
GROUP BY ALL
ORDER BY copies DESC, first_outlet, follower;
