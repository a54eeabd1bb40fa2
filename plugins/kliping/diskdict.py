"""A dictionary on disk, for what grows with the size of a day and must not be held in memory.

SQLite's private temporary database: a few MB of it are cached, the rest is a file that no other process sees and that
is gone when the process ends, however it ends.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any, Self


class DiskDict:
    """Strings to JSON values. Safe to use from several threads.

    ``add`` tests and enters in one step, for sets of what was seen. A look-up takes about 10 microseconds.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2000"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute("CREATE TABLE pairs (key BLOB PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        self._db.execute("BEGIN")  # never committed: nothing is to be kept

    def get(self, key: str) -> Any:  # noqa: ANN401  # whatever was put there
        """Return the value of a key; None where there is none."""
        with self._lock:
            row = self._db.execute("SELECT value FROM pairs WHERE key = ?", (_encode_key(key),)).fetchone()
        if row is None:
            return None
        return json.loads(row[0])

    def __setitem__(self, key: str, value: object) -> None:
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO pairs VALUES (?, ?)", (_encode_key(key), json.dumps(value)))

    def add(self, key: str, value: object = True) -> bool:
        """Enter ``key`` unless it is there; return whether it was entered."""
        with self._lock:
            done = self._db.execute("INSERT OR IGNORE INTO pairs VALUES (?, ?)", (_encode_key(key), json.dumps(value)))
        return done.rowcount == 1

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield all keys, in order, with their values; nothing may be entered meanwhile."""
        with self._lock:
            rows = self._db.execute("SELECT key, value FROM pairs ORDER BY key")
        for key, value in rows:
            yield key.decode("utf-8", "surrogatepass"), json.loads(value)

    def __contains__(self, key: str) -> bool:
        with self._lock:
            return self._db.execute("SELECT 1 FROM pairs WHERE key = ?", (_encode_key(key),)).fetchone() is not None

    def __len__(self) -> int:
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM pairs").fetchone()[0])

    def close(self) -> None:
        """Free the file and the memory; the contents are lost."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _encode_key(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")  # foreign addresses may hold halves of surrogate pairs
