-- Articles of an outlet, under every address that they had, and its pages in quarantine.
SELECT url, etag, last_modified, published_at, fetched_at, false, fetched_url, modified_at, last_fetched_at
FROM articles WHERE outlet = $outlet AND greatest(published_at, last_fetched_at) >= $since
UNION ALL
SELECT a.url, a.etag, a.last_modified, a.published_at, a.fetched_at, false, m.url, a.modified_at, a.last_fetched_at
FROM moved_articles AS m JOIN articles AS a ON a.article_id = m.moved_to
WHERE m.outlet = $outlet AND greatest(a.published_at, a.last_fetched_at) >= $since
UNION ALL
SELECT url, NULL, NULL, NULL, max(fetched_at), true, NULL, NULL, NULL
FROM quarantine WHERE outlet = $outlet AND fetched_at >= $since AND url IS NOT NULL
    AND article_id NOT IN (SELECT article_id FROM articles WHERE outlet = $outlet)
GROUP BY url
