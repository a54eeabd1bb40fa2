-- The words of an article as the index has them, and its text's group of duplicates.
SELECT array_to_string(stem_words(fold_words(coalesce(title, '') || ' ' || body)), ' '), duplicate_group_id
FROM articles WHERE article_id = $article_id
