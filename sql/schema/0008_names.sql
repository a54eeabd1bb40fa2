-- Who is in an article and who says what in it: kept with each version, and spread out into rows for current articles.
ALTER TABLE articles ADD COLUMN mentions STRUCT(
    "start" INTEGER, "end" INTEGER, kind VARCHAR, "name" VARCHAR, region VARCHAR,
    sentence_start INTEGER, sentence_end INTEGER
)[];
ALTER TABLE articles ADD COLUMN quotes STRUCT(
    "start" INTEGER, "end" INTEGER, speaker_start INTEGER, speaker_end INTEGER, kind VARCHAR, "name" VARCHAR,
    office VARCHAR, cue VARCHAR, direct BOOLEAN, hedges VARCHAR[]
)[];
ALTER TABLE article_revisions ADD COLUMN mentions STRUCT(
    "start" INTEGER, "end" INTEGER, kind VARCHAR, "name" VARCHAR, region VARCHAR,
    sentence_start INTEGER, sentence_end INTEGER
)[];
ALTER TABLE article_revisions ADD COLUMN quotes STRUCT(
    "start" INTEGER, "end" INTEGER, speaker_start INTEGER, speaker_end INTEGER, kind VARCHAR, "name" VARCHAR,
    office VARCHAR, cue VARCHAR, direct BOOLEAN, hedges VARCHAR[]
)[];

CREATE TABLE mentions (
    article_id VARCHAR NOT NULL,
    outlet VARCHAR,
    "day" DATE NOT NULL,
    kind VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    name_in_article VARCHAR NOT NULL,
    written VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    region VARCHAR,
    first_fetched_at TIMESTAMPTZ NOT NULL,
    load_id VARCHAR NOT NULL
);

CREATE TABLE quotes (
    article_id VARCHAR NOT NULL,
    outlet VARCHAR,
    "day" DATE NOT NULL,
    "text" VARCHAR NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    speaker VARCHAR,
    speaker_start INTEGER,
    speaker_end INTEGER,
    kind VARCHAR,
    "name" VARCHAR,
    name_in_article VARCHAR,
    office VARCHAR,
    cue VARCHAR NOT NULL,
    direct BOOLEAN NOT NULL,
    hedges VARCHAR[],
    first_fetched_at TIMESTAMPTZ NOT NULL,
    load_id VARCHAR NOT NULL
);

CREATE TABLE name_days (
    "day" DATE NOT NULL,
    kind VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    articles BIGINT NOT NULL,
    mentions BIGINT NOT NULL,
    outlets VARCHAR[],
    forms VARCHAR[],
    region VARCHAR
);

CREATE TABLE name_aliases (
    kind VARCHAR NOT NULL,
    alias VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL
);
