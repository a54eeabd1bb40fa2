-- Empty staging tables. Of an article only what decides is staged; filename and file_row_number say where its whole row
-- is: in an accepted file, or (an empty name) in the table of pages that a person has released.
CREATE OR REPLACE TEMP TABLE load_outlets (batch_outlet VARCHAR);

CREATE OR REPLACE TEMP TABLE staged_articles (
    batch_outlet VARCHAR, filename VARCHAR, file_row_number BIGINT, article_id VARCHAR, outlet VARCHAR, url VARCHAR,
    fetched_at TIMESTAMPTZ, payload_digest VARCHAR, archive VARCHAR, content_hash VARCHAR, rules_version VARCHAR,
    learned_snapshot VARCHAR
);

-- In the shape of what they stage; NOT NULL and CHECK stay behind.
CREATE OR REPLACE TEMP TABLE released AS
SELECT * EXCLUDE (duplicate_group_id, first_fetched_at, last_fetched_at, load_id) FROM articles LIMIT 0;

CREATE OR REPLACE TEMP TABLE staged_quarantine AS
SELECT * EXCLUDE (load_id), NULL::VARCHAR AS batch_outlet FROM quarantine LIMIT 0;

CREATE OR REPLACE TEMP TABLE staged_sightings AS
SELECT * EXCLUDE (load_id, first_seen_at), NULL::VARCHAR AS url, NULL::VARCHAR AS batch_outlet FROM sightings LIMIT 0;

CREATE OR REPLACE TEMP TABLE staged_outcomes AS
SELECT * EXCLUDE (load_id, run), NULL::VARCHAR AS batch_outlet FROM outcomes LIMIT 0;
