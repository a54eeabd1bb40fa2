"""Read and change the file of saved searches and collections, each change in one transaction."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from kliping.errors import InputError
from kliping.resources import read_sql
from kliping.settings import Settings

SavedKind = Literal["search", "collection"]
SEARCH: SavedKind = "search"
COLLECTION: SavedKind = "collection"

LONGEST_SAVED_NAME = 100
LONGEST_NOTE = 10_000
"""Characters of a query or a note."""
SAVING_PATIENCE = 10.0
"""Seconds that a change waits for another one."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search or a collection. ``channels``: names of the alert policy's channels that its digest goes to.

    ``id`` is 0 for one that is not in the file yet; the search's fields are empty for a collection.
    """

    name: str
    kind: SavedKind = SEARCH
    query: str = ""
    outlet: str = ""
    section: str = ""
    note: str = ""
    channels: tuple[str, ...] = ()
    made_by: str = ""
    made_at: float = 0.0
    id: int = 0


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """An article of a collection, with what a person noted on it. ``added_at``: seconds since 1970."""

    article_id: str
    note: str
    added_by: str
    added_at: float


def saved_path(settings: Settings) -> Path:
    """Return the file's path."""
    return settings.data_path / "saved.sqlite"


def list_saved(settings: Settings) -> list[Saved]:
    """Return everything that is saved, by name; nothing where nothing was ever saved."""
    if not saved_path(settings).is_file():
        return []
    with open_store(settings) as store:
        rows = store.execute("SELECT * FROM saved ORDER BY name COLLATE NOCASE").fetchall()
    return [_make_saved(row) for row in rows]


def find_saved(settings: Settings, name: str | int) -> Saved:
    """Return one by its name or its id. Raises ``InputError`` that lists the names where there is none."""
    found = list_saved(settings)
    for one in found:
        if name == one.id or (isinstance(name, str) and one.name.casefold() == name.strip().casefold()):
            return one
    known = ", ".join(one.name for one in found) or "nothing is saved yet"
    raise InputError(f"nothing is saved as {name!r}; saved: {known}")


def save(settings: Settings, given: Saved, *, at: dt.datetime) -> Saved:
    """Write a new one (``id`` 0), or change the one with its id; return it as it was written.

    Raises ``InputError`` for a name that is empty, too long or taken.
    """
    clean = _clean_saved(given)
    with open_store(settings) as store, change_store(store):
        taken = store.execute("SELECT id FROM saved WHERE name = ? AND id <> ?", [clean.name, clean.id]).fetchone()
        if taken:
            raise InputError(f"{clean.name!r} is saved already: choose another name, or change that one")
        fields = [
            clean.name, clean.kind, clean.query, clean.outlet, clean.section, clean.note, json.dumps(clean.channels)
        ]  # fmt: skip
        if clean.id:
            done = store.execute(
                "UPDATE saved SET name = ?, kind = ?, query = ?, outlet = ?, section = ?, note = ?, channels = ? "
                "WHERE id = ?",
                [*fields, clean.id],
            )
            if not done.rowcount:
                raise InputError(f"{clean.name!r} was removed meanwhile")
            return clean
        added = store.execute(
            "INSERT INTO saved (name, kind, query, outlet, section, note, channels, made_by, made_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*fields, clean.made_by, at.timestamp()],
        )
        return replace(clean, id=int(added.lastrowid or 0), made_at=at.timestamp())


def _clean_saved(given: Saved) -> Saved:
    """Return it with a name of one line and texts of a bounded length."""
    name = " ".join(_CONTROLS.sub(" ", given.name).split())
    if not name:
        raise InputError("a saved search or collection needs a name")
    if len(name) > LONGEST_SAVED_NAME:
        raise InputError(f"a name has at most {LONGEST_SAVED_NAME} characters")
    if given.kind == COLLECTION:
        given = replace(given, query="", outlet="", section="")
    for text in (given.query, given.note):
        if len(text) > LONGEST_NOTE:
            raise InputError(f"a query or a note has at most {LONGEST_NOTE:,} characters")
    return replace(given, name=name, query=given.query.strip(), note=given.note.strip())


def remove_saved(settings: Settings, saved_id: int) -> None:
    """Remove one with all that belongs to it."""
    with open_store(settings) as store, change_store(store):
        store.execute("DELETE FROM saved WHERE id = ?", [saved_id])


def add_article(settings: Settings, collection: Saved, article_id: str, note: str, *, by: str, at: dt.datetime) -> None:
    """Add an article to a collection; for one that is there already only the note changes."""
    if collection.kind != COLLECTION:
        raise InputError(f"{collection.name!r} is a search, not a collection: it finds its articles itself")
    if len(note) > LONGEST_NOTE:
        raise InputError(f"a note has at most {LONGEST_NOTE:,} characters")
    with open_store(settings) as store, change_store(store):
        store.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (saved_id, article_id) DO UPDATE SET note = excluded.note",
            [collection.id, article_id, note.strip(), by, at.timestamp()],
        )


def drop_article(settings: Settings, collection: Saved, article_id: str) -> bool:
    """Take an article out of a collection; return whether it was in it."""
    with open_store(settings) as store, change_store(store):
        done = store.execute("DELETE FROM articles WHERE saved_id = ? AND article_id = ?", [collection.id, article_id])
        return done.rowcount > 0


def list_articles(settings: Settings, collection: Saved) -> list[KeptArticle]:
    """Return the articles of a collection, what was added last first."""
    with open_store(settings) as store:
        rows = store.execute(
            "SELECT article_id, note, added_by, added_at FROM articles WHERE saved_id = ? "
            "ORDER BY added_at DESC, article_id",
            [collection.id],
        ).fetchall()
    return [KeptArticle(*row) for row in rows]


@contextmanager
def open_store(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Yield a connection to the file, which is made where there is none. Raises ``InputError`` that names it."""
    path = saved_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(path, timeout=SAVING_PATIENCE, isolation_level=None)) as store:
            store.execute("PRAGMA foreign_keys = ON")
            store.executescript(read_sql("saved/schema"))
            yield store
    except sqlite3.Error as error:
        raise InputError(f"{path}: {error}") from error


@contextmanager
def change_store(store: sqlite3.Connection) -> Iterator[None]:
    """Do what the block does in one transaction, alone."""
    store.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        store.execute("ROLLBACK")
        raise
    store.execute("COMMIT")


def _make_saved(row: Sequence[object]) -> Saved:
    key, name, kind, query, outlet, section, note, channels, made_by, made_at = row
    known = asdict(Saved(""))
    known |= {
        "name": name, "kind": kind, "query": query, "outlet": outlet, "section": section, "note": note,
        "channels": tuple(json.loads(str(channels))), "made_by": made_by, "made_at": made_at, "id": key,
    }  # fmt: skip
    return Saved(**known)
