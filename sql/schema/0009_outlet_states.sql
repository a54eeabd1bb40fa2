-- How far each outlet is that has no file of its own, decision by decision; the last one counts.
CREATE TABLE outlet_states (
    outlet VARCHAR NOT NULL,
    host VARCHAR NOT NULL,
    state VARCHAR NOT NULL CHECK (state IN ('candidate', 'trial', 'active', 'refused', 'gone')),
    reason VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    file VARCHAR,
    evidence VARCHAR
);
