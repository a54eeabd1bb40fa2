-- Saved searches, collections and what was sent of them (SQLite).
CREATE TABLE IF NOT EXISTS saved (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE, kind TEXT NOT NULL,
    query TEXT NOT NULL, outlet TEXT NOT NULL, section TEXT NOT NULL, note TEXT NOT NULL, channels TEXT NOT NULL,
    made_by TEXT NOT NULL, made_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS articles (
    saved_id INTEGER NOT NULL REFERENCES saved (id) ON DELETE CASCADE, article_id TEXT NOT NULL, note TEXT NOT NULL,
    added_by TEXT NOT NULL, added_at REAL NOT NULL, PRIMARY KEY (saved_id, article_id)
);
CREATE TABLE IF NOT EXISTS sent (
    saved_id INTEGER NOT NULL REFERENCES saved (id) ON DELETE CASCADE, channel TEXT NOT NULL, "day" TEXT NOT NULL,
    "text" TEXT NOT NULL, sent_at REAL NOT NULL, PRIMARY KEY (saved_id, channel, "day", "text")
);
