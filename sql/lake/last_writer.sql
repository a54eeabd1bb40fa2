-- A DuckLake's own table of one row. Every load writes to it, so that no two loads can be committed at once.
CREATE TABLE last_writer (load_id VARCHAR, lake_id VARCHAR, views_hash VARCHAR);
COMMENT ON TABLE last_writer IS 'One row: which load wrote last, and what keeps a DuckLake of several machines one.';
COMMENT ON COLUMN last_writer.load_id IS 'Last load; every load writes here, so that no two can be committed at once.';
COMMENT ON COLUMN last_writer.lake_id IS 'Id of this DuckLake, which also stands in kliping-lake.csv beside its data.';
COMMENT ON COLUMN last_writer.views_hash IS 'Hash of the files that its views were made by.';
