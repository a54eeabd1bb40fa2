-- What the search engine indexes of each article that changed after a load; of a removed one only its id.
SELECT
    article_id, change = 'removed' AS gone, lower(outlet) AS outlet,
    array_to_string(fold_words(title), ' ') AS title,
    array_to_string(fold_words(body), ' ') AS body,
    array_to_string(stem_words(fold_words(title)), ' ') AS title_stems,
    array_to_string(stem_words(fold_words(body)[:60]), ' ') AS lead_stems,
    array_to_string(stem_words(fold_words(body)), ' ') AS body_stems,
    array_to_string(fold_words(section), ' ') AS section, section AS section_name,
    array_to_string(fold_words(array_to_string(authors, ' ')), ' ') AS author,
    array_to_string(fold_words(list_names(mentions, 'person')), ' ') AS person,
    array_to_string(fold_words(list_names(mentions, 'organisation')), ' ') AS organisation,
    array_to_string(fold_words(list_names(mentions, 'place')), ' ') AS place,
    CAST(strftime(jakarta_day(coalesce(published_at, first_fetched_at)), '%Y%m%d') AS INTEGER) AS "day",
    CAST(epoch(coalesce(published_at, first_fetched_at)) AS BIGINT) AS "time",
    epoch_us(first_fetched_at) AS fetched
FROM changes($since);
