-- For a session that has loaded the fts extension (for stem).
CREATE OR REPLACE TEMP MACRO fold_words(given) AS
    regexp_extract_all(lower(strip_accents(coalesce(given, ''))), '[a-z0-9]+');
CREATE OR REPLACE TEMP MACRO list_names(given, wanted) AS array_to_string(
    list_distinct(list_transform(list_filter(given, lambda one: one.kind = wanted), lambda one: one."name")), ' '
);
CREATE OR REPLACE TEMP MACRO stem_words(given) AS list_transform(given, lambda word: stem(word, 'indonesian'));
