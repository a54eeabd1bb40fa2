-- The article that an id or a URL names.
SELECT article_id FROM articles WHERE article_id = $given OR url = $given ORDER BY article_id = $given DESC LIMIT 1
