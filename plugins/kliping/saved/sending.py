"""Which texts of a day each channel has taken, and one sender at a time."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from kliping.errors import InputError
from kliping.saved.store import change_store, open_store, saved_path
from kliping.settings import Settings


@contextmanager
def hold_sending(settings: Settings) -> Iterator[None]:
    """Be the only process that sends digests. Raises ``InputError`` where another one does."""
    path = saved_path(settings).with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError("another process is sending digests: run this again when it has ended") from None
        yield


def list_taken(settings: Settings, saved_id: int, channel: str, day: dt.date) -> set[str]:
    """Return the ids of the texts that a channel has taken in a digest of this day."""
    with open_store(settings) as store:
        rows = store.execute(
            'SELECT "text" FROM sent WHERE saved_id = ? AND channel = ? AND "day" = ?',
            [saved_id, channel, day.isoformat()],
        ).fetchall()
    return {text for (text,) in rows}


def record_taken(
    settings: Settings, saved_id: int, channel: str, day: dt.date, texts: Collection[str], *, at: dt.datetime
) -> None:
    """Write down that a channel has taken these texts of a day."""
    with open_store(settings) as store, change_store(store):
        store.executemany(
            "INSERT OR IGNORE INTO sent VALUES (?, ?, ?, ?, ?)",
            [(saved_id, channel, day.isoformat(), text, at.timestamp()) for text in sorted(texts)],
        )
