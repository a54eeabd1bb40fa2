-- What each route showed and could not see, and how complete each outlet's days are.

CREATE TABLE sightings (
    outlet VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    route_url VARCHAR NOT NULL,
    "day" DATE,
    first_seen_at TIMESTAMPTZ NOT NULL,
    load_id VARCHAR NOT NULL
);

CREATE TABLE route_days (
    load_id VARCHAR NOT NULL,
    run VARCHAR NOT NULL,
    outlet VARCHAR NOT NULL,
    "day" DATE NOT NULL,
    kind VARCHAR NOT NULL,
    route_url VARCHAR NOT NULL,
    found BIGINT NOT NULL,
    stated BIGINT,
    reaches_to TIMESTAMPTZ,
    blind VARCHAR[],
    failed BOOLEAN NOT NULL
);

CREATE TABLE completeness (
    outlet VARCHAR NOT NULL,
    "day" DATE NOT NULL,
    state VARCHAR NOT NULL CHECK (state IN ('complete', 'likely complete', 'incomplete', 'unknown')),
    found BIGINT NOT NULL,
    found_by BIGINT[],
    held BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    expected BIGINT,
    expected_low BIGINT,
    expected_high BIGINT,
    "method" VARCHAR,
    missed BIGINT,
    why VARCHAR NOT NULL,
    holiday VARCHAR,
    load_id VARCHAR NOT NULL
);

CREATE TABLE dismissals (
    outlet VARCHAR NOT NULL,
    "day" DATE NOT NULL,
    dismissed_by VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    dismissed_at TIMESTAMPTZ NOT NULL
);
