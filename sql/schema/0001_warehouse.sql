-- The tables of the private warehouse. A released migration is never edited: its hash is kept in schema_migrations.
-- No primary keys and no secondary indexes: uniqueness comes from MERGE INTO with a de-duplicated batch, and an ART index
-- over millions of articles would have to be held in memory by every load. A test holds the keys to be unique.

CREATE TABLE articles (
    article_id VARCHAR NOT NULL,
    outlet VARCHAR,
    url VARCHAR NOT NULL,
    fetched_url VARCHAR,
    title VARCHAR,
    body VARCHAR NOT NULL,
    date_text VARCHAR,
    dateline VARCHAR,
    place VARCHAR,
    authors VARCHAR[],
    credits STRUCT(role VARCHAR, name VARCHAR)[],
    published_at TIMESTAMPTZ,
    published_offset_minutes SMALLINT,
    published_precision VARCHAR,
    modified_at TIMESTAMPTZ,
    wire_source VARCHAR,
    section VARCHAR,
    tags VARCHAR[],
    image VARCHAR,
    caption VARCHAR,
    language VARCHAR,
    scraped_text VARCHAR,
    removed STRUCT("start" INTEGER, "end" INTEGER, kind VARCHAR, rule VARCHAR, "text" VARCHAR)[],
    repairs VARCHAR[],
    related STRUCT(title VARCHAR, url VARCHAR)[],
    method JSON,
    notes VARCHAR[],
    content_hash VARCHAR NOT NULL,
    payload_digest VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    archive VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    route VARCHAR,
    rules_version VARCHAR NOT NULL,
    learned_snapshot VARCHAR NOT NULL,
    signature UINTEGER[],
    blocks UBIGINT[],
    story_id VARCHAR NOT NULL,
    first_fetched_at TIMESTAMPTZ NOT NULL,
    last_fetched_at TIMESTAMPTZ NOT NULL,
    load_id VARCHAR NOT NULL
);

CREATE TABLE article_revisions AS SELECT * EXCLUDE (story_id) FROM articles;

CREATE TABLE story_pairs (
    article_id VARCHAR NOT NULL,
    other_id VARCHAR NOT NULL,
    similarity FLOAT NOT NULL,
    load_id VARCHAR NOT NULL
);

CREATE TABLE captures (
    article_id VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    outlet VARCHAR,
    payload_digest VARCHAR,
    archive VARCHAR,
    content_hash VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL,
    learned_snapshot VARCHAR NOT NULL,
    load_id VARCHAR NOT NULL
);

CREATE TABLE quarantine (
    quarantine_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    outlet VARCHAR,
    url VARCHAR,
    stage VARCHAR NOT NULL,
    reasons STRUCT(rule VARCHAR, detail VARCHAR)[],
    payload JSON,
    archive VARCHAR,
    fetched_at TIMESTAMPTZ,
    rules_version VARCHAR,
    load_id VARCHAR NOT NULL
);

CREATE TABLE overrides (
    quarantine_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    decision VARCHAR NOT NULL CHECK (decision IN ('release', 'drop')),
    decided_by VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE outcomes (
    load_id VARCHAR NOT NULL,
    run VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    article_id VARCHAR,
    url VARCHAR,
    canonical_url VARCHAR,
    result VARCHAR NOT NULL CHECK (
        result IN ('loaded', 'revised', 'unchanged', 'duplicate', 'quarantined', 'skipped', 'failed')
    ),
    reason VARCHAR,
    detail VARCHAR,
    route VARCHAR
);

CREATE TABLE loads (
    load_id VARCHAR NOT NULL,
    run VARCHAR NOT NULL,
    job VARCHAR NOT NULL,
    "day" DATE,
    outlet VARCHAR NOT NULL,
    status VARCHAR NOT NULL CHECK (status IN ('ok', 'refused', 'failed')),
    error VARCHAR NOT NULL,
    discovered BIGINT NOT NULL,
    known BIGINT NOT NULL,
    loaded BIGINT NOT NULL,
    revised BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    duplicate BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    notes VARCHAR[],
    rules_version VARCHAR NOT NULL,
    learned_snapshot VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE sources (
    outlet VARCHAR NOT NULL,
    name VARCHAR,
    family VARCHAR,
    scope VARCHAR,
    language VARCHAR,
    timezone VARCHAR,
    hosts VARCHAR[],
    expected_fewest INTEGER,
    expected_most INTEGER,
    enabled BOOLEAN NOT NULL DEFAULT true,
    demo BOOLEAN NOT NULL DEFAULT false,
    last_load_id VARCHAR,
    last_loaded_at TIMESTAMPTZ,
    last_new_at TIMESTAMPTZ
);
