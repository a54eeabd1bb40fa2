-- At which hour (WIB) do outlets publish?
-- By clicking: SQL only.
SELECT hour(timezone('Asia/Jakarta', published_at)) AS hour_wib, count(*) AS articles, bar(count(*), 0, 20, 20) AS chart
FROM articles
WHERE published_precision = 'minute'
GROUP BY hour_wib
ORDER BY hour_wib;
