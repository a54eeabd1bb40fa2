-- What was sent of which problem, and what waits to be sent (SQLite).
CREATE TABLE IF NOT EXISTS causes (
    cause TEXT PRIMARY KEY, alert TEXT NOT NULL, origin TEXT NOT NULL, opened_at REAL NOT NULL,
    notified_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY, cause TEXT NOT NULL, state TEXT NOT NULL, channel TEXT NOT NULL, alert TEXT NOT NULL,
    made_at REAL NOT NULL, due_at REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '',
    claimed_until REAL, sent_at REAL
);
CREATE INDEX IF NOT EXISTS waiting ON deliveries (channel, due_at) WHERE sent_at IS NULL;
