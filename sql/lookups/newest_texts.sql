-- The newest texts of each outlet, as scraped.
SELECT outlet, url, title, scraped_text FROM articles
WHERE outlet IN (SELECT unnest($outlets::VARCHAR[])) AND scraped_text IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY outlet ORDER BY coalesce(published_at, first_fetched_at) DESC, article_id
) <= $most
ORDER BY outlet, url
