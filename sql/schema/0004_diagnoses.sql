-- What was wrong with an outlet's day, as its newest load showed it.
CREATE TABLE diagnoses (
    outlet VARCHAR NOT NULL,
    "day" DATE NOT NULL,
    cause VARCHAR NOT NULL,
    says VARCHAR NOT NULL,
    evidence VARCHAR[],
    command VARCHAR NOT NULL,
    broke_at VARCHAR,
    load_id VARCHAR NOT NULL
);
