-- Each load of a DuckLake is its own publication.
CREATE OR REPLACE VIEW publication AS SELECT DISTINCT finished_at AS published_at FROM loads;
