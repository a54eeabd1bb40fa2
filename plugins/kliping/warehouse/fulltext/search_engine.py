"""The search engine: an index of all published articles that each publication brings up to date.

It is derived: a folder beside the published copy that remembers the load it knows and takes over what changed since.
Where that load is not one of the copy's (a restored backup), or the counts differ, it is built anew.
"""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import tantivy

from kliping.drafts import replace_when_done
from kliping.failpoints import failpoint
from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import explain_errors, fetch_rows
from kliping.warehouse.access.lock import hold_lock
from kliping.warehouse.fulltext.word_sessions import open_words

INDEX_FORMAT = 4
"""Raised where the fields or what they hold change: an index of another format is built anew."""

WRITER_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """How many articles the index took over, and how many it has; ``anew`` where it was built from nothing."""

    changed: int = 0
    articles: int = 0
    anew: bool = False
    seconds: float = 0.0


def engine_path(settings: Settings) -> Path:
    """Return the index's folder, beside the published copy."""
    return settings.published_path.with_name("search.index")


def refresh_engine(settings: Settings) -> RefreshReport:
    """Bring the index up to what is published. A kill leaves an index that the next call brings up to date."""
    folder = engine_path(settings)
    began = time.monotonic()
    with (
        explain_errors(folder),
        hold_lock(folder.with_name("search.index.lock"), settings.lock_timeout),
        open_words(settings) as db,
    ):
        known, since, changed = read_index_state(folder), None, 0
        last, articles = find_last_load(db), _count_articles(db)
        if known and db.execute("SELECT 1 FROM loads WHERE load_id = ? LIMIT 1", [known]).fetchone():
            since = known
            changed = _take_over(db, folder, since, last)
        anew = since is None or _count_documents(folder) != articles
        if anew:
            changed = _build_anew(db, folder, last)
    return RefreshReport(changed, articles, anew, time.monotonic() - began)


def read_index_state(folder: Path) -> str | None:
    """Return the last load that the index knows; None for none, or of another format."""
    try:
        state = json.loads((folder / "kliping.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return state.get("load_id") if state.get("format") == INDEX_FORMAT else None


def _write_state(folder: Path, load_id: str) -> None:
    with replace_when_done(folder / "kliping.json") as draft:
        draft.write_text(json.dumps({"format": INDEX_FORMAT, "load_id": load_id}), "utf-8")


def _count_documents(folder: Path) -> int:
    return int(tantivy.Index.open(str(folder)).searcher().num_docs)


def _count_articles(db: duckdb.DuckDBPyConnection) -> int:
    row = db.execute("SELECT count(*) FROM articles").fetchone()
    return int(row[0]) if row else 0


def find_last_load(db: duckdb.DuckDBPyConnection) -> str:
    row = db.execute("SELECT max(load_id) FROM loads").fetchone()
    return str(row[0] or "") if row else ""


def _take_over(db: duckdb.DuckDBPyConnection, folder: Path, since: str, last: str) -> int:
    """Take over what changed since a load; taking it over again changes nothing. Return the number of changes."""
    if since == last:
        return 0
    changed = _write_documents(db, tantivy.Index.open(str(folder)), since)
    failpoint("search.committed")
    _write_state(folder, last)
    return changed


def _build_anew(db: duckdb.DuckDBPyConnection, folder: Path, last: str) -> int:
    """Build the index beside the old one and put it in its place; who reads the old one keeps it."""
    draft, old = folder.with_name("search.index.draft"), folder.with_name("search.index.old")
    for left in (draft, old):
        shutil.rmtree(left, ignore_errors=True)
    draft.mkdir(parents=True)
    changed = _write_documents(db, tantivy.Index(_make_schema(), path=str(draft)), None)
    _write_state(draft, last)
    failpoint("search.built")
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return changed


def _make_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("article_id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("outlet", "section_name"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("title", "body", "section", "author", "person", "organisation", "place"):
        builder.add_text_field(name, index_option="position")
    for name in ("title_stems", "lead_stems", "body_stems"):
        builder.add_text_field(name, index_option="freq")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    builder.add_integer_field("time", fast=True)
    builder.add_integer_field("fetched", stored=True)
    return builder.build()


def _write_documents(db: duckdb.DuckDBPyConnection, index: tantivy.Index, since: str | None) -> int:
    """Index what changed since a load, None: everything, in one commit; return the number of changes."""
    writer = index.writer(WRITER_BYTES, 1)
    found = db.execute(read_sql("search/documents"), {"since": since})
    names = [column[0] for column in found.description or ()]
    count = 0
    for row in fetch_rows(found):
        fields: dict[str, Any] = dict(zip(names, row, strict=True))
        if since is not None:
            writer.delete_documents_by_term("article_id", fields["article_id"])
        if not fields.pop("gone"):
            given = {name: value for name, value in fields.items() if value is not None}
            writer.add_document(tantivy.Document.from_dict(given, index.schema))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


MOST_STEMS = 1 << 16
"""Words whose stems the process keeps; then all are forgotten, so that memory is bounded."""
_STEMS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class StemTable:
    """Stems words as the index does; the stems of words that were asked before are kept."""

    db: duckdb.DuckDBPyConnection

    def list_stems(self, words: list[str]) -> list[str]:
        known = {word: stem for word in words if (stem := _STEMS.get(word)) is not None}
        missing = [word for word in dict.fromkeys(words) if word not in known]
        if missing:
            row = self.db.execute("SELECT stem_words(?::VARCHAR[])", [missing]).fetchone()
            new = dict(zip(missing, row[0] if row else (), strict=True))
            if len(_STEMS) > MOST_STEMS:
                _STEMS.clear()
            _STEMS.update(new)
            known |= new
        return [known[word] for word in words]
