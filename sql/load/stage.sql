-- Empty staging tables in the shape of what they stage; NOT NULL and CHECK stay behind.
CREATE OR REPLACE TEMP TABLE staged_articles AS
SELECT * EXCLUDE (story_id, first_fetched_at, last_fetched_at, load_id), NULL::VARCHAR AS batch_outlet FROM articles LIMIT 0;

CREATE OR REPLACE TEMP TABLE staged_quarantine AS
SELECT * EXCLUDE (load_id), NULL::VARCHAR AS batch_outlet FROM quarantine LIMIT 0;

CREATE OR REPLACE TEMP TABLE staged_outcomes AS
SELECT * EXCLUDE (load_id, run), NULL::VARCHAR AS batch_outlet FROM outcomes LIMIT 0;
