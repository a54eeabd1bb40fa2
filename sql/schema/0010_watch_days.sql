-- What the visits of `watch` asked for: a visit that finds nothing new has no row in loads.
CREATE TABLE watch_days (
    outlet VARCHAR NOT NULL,
    "day" DATE NOT NULL,
    visits BIGINT NOT NULL,
    list_requests BIGINT NOT NULL,
    article_requests BIGINT NOT NULL,
    last_visit_at TIMESTAMPTZ NOT NULL
);
