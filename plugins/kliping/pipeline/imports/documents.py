"""Articles that somebody has already scraped or crawled: files in, documents out, an article from a document.

``.txt`` (one article), ``.html``; ``.jsonl``, ``.json``, ``.csv``, ``.tsv`` and ``.parquet`` (one article a row), each
also compressed; ``.warc`` and ``.warc.gz`` (one article a page, as crawlers and Common Crawl's CC-NEWS have them). A
row's columns may carry the usual names of the field; only the text is required. What a document does not state stays
None. A record that cannot be read is given as ``Unreadable``, and the others load.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from kliping import archive, dates, sources
from kliping.canonical import canonicalise_url
from kliping.clean import Snapshot, clean
from kliping.errors import InputError
from kliping.model import Article, Cleaned, Page
from kliping.pipeline.imports import imported
from kliping.pipeline.imports.column_names import COLUMNS, ColumnReader
from kliping.pipeline.imports.csv_rows import csv_records
from kliping.pipeline.imports.import_files import is_left_by_system, open_file, open_member
from kliping.pipeline.imports.json_rows import json_records
from kliping.pipeline.imports.records import FileRecord, FileRow, RankHeader, Unreadable, decode_text, parquet_records
from kliping.pipeline.imports.workbooks import database_records, workbook_records

TEXT_TYPES = frozenset({"text/plain", "application/json"})
"""Media types of documents that hold an article's text, not its page."""

WHOLE_FILES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}
ROW_READERS: Mapping[str, Callable[[BinaryIO], Iterator[FileRecord]]] = {
    ".jsonl": json_records,
    ".jl": json_records,
    ".ndjson": json_records,
    ".json": json_records,
    ".parquet": parquet_records,
}
TABLE_READERS: Mapping[str, Callable[[BinaryIO, RankHeader], Iterator[FileRecord]]] = {
    ".csv": csv_records,
    ".tsv": csv_records,
    ".xlsx": workbook_records,
}
WARC, ZIP = ".warc", ".zip"
DATABASES = frozenset({".sqlite", ".sqlite3", ".db"})

READ_ERRORS = (
    OSError, EOFError, lzma.LZMAError, zlib.error, ValueError, RuntimeError, pa.ArrowException, zipfile.BadZipFile,
)  # fmt: skip
"""What the readers of files raise where a file is damaged, or packed in a way that Python cannot unpack."""


def find_kind(path: Path) -> str | None:
    """Return the suffix that says how a file is read; None for a type that cannot be imported."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    known = {*WHOLE_FILES, *ROW_READERS, *TABLE_READERS, *DATABASES, WARC, ZIP}
    return next((suffix for suffix in reversed(suffixes) if suffix in known), None)


def read_documents(path: Path, columns: ColumnReader | None = None) -> Iterator[Page | Unreadable]:
    """Yield the documents of one file as pages that were never on the network, and what of it cannot be read.

    ``columns`` says which column is which field, and is told which were taken. Raises ``InputError`` for a file that is
    not there, or of a type that cannot be imported.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    kind = find_kind(path)
    if kind is None:
        raise InputError(f"{path}: not a file type that can be imported: {IMPORTED_KINDS}")
    read_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    given = 0
    try:
        for document in _name_empty(_read_file(path, kind, read_at, columns or ColumnReader()), path):
            yield document
            given += 1
    except READ_ERRORS as error:
        why = f"cannot be read as {kind.removeprefix('.')}"
        if given:
            why += f", after {given} records"
        yield Unreadable(str(path), f"{why}: {error}")


IMPORTED_KINDS = (
    "give .txt, .html, .jsonl, .json, .csv, .tsv, .xlsx or .parquet, or one of them compressed as .gz, .bz2, .xz or "
    ".zst, or .sqlite, or .warc or .warc.gz, or a .zip of such files"
)


def _name_empty(documents: Iterator[Page | Unreadable], path: Path) -> Iterator[Page | Unreadable]:
    """Yield the documents of a file, and what of it cannot be read; a file that has neither is named."""
    first = next(documents, None)
    yield Unreadable(str(path), "holds no record") if first is None else first
    yield from documents


def _read_file(path: Path, kind: str, read_at: dt.datetime, columns: ColumnReader) -> Iterator[Page | Unreadable]:
    """Yield the documents of a file of this kind, and what of it cannot be read."""
    if kind == WARC:
        yield from _read_warc(path)
        return
    if kind == ZIP:
        yield from _read_zip(path, read_at, columns)
        return
    if kind in DATABASES:
        yield from _read_records(database_records(path, columns.has_text), path, read_at, columns)
        return
    with open_file(path) as stream:
        yield from _read_stream(stream, kind, path, read_at, columns)


def _read_stream(
    stream: BinaryIO, kind: str, path: Path, read_at: dt.datetime, columns: ColumnReader
) -> Iterator[Page | Unreadable]:
    """Yield the documents of an open file that holds one text, or rows."""
    if kind in WHOLE_FILES:
        yield _make_page(stream.read(), WHOLE_FILES[kind], read_at)
        return
    if kind in TABLE_READERS:
        yield from _read_records(TABLE_READERS[kind](stream, columns.count_fields), path, read_at, columns)
        return
    yield from _read_records(ROW_READERS[kind](stream), path, read_at, columns)


def _read_records(
    records: Iterator[FileRecord], path: Path, read_at: dt.datetime, columns: ColumnReader
) -> Iterator[Page | Unreadable]:
    for record in records:
        if isinstance(record, Unreadable):
            yield replace(record, place=f"{path}, {record.place}")
        else:
            yield _make_row_page(record, path, read_at, columns)


def _read_zip(path: Path, read_at: dt.datetime, columns: ColumnReader) -> Iterator[Page | Unreadable]:
    """Yield the documents of the files in a zip archive; those of other types are named."""
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            place = path / member.filename
            if member.is_dir() or is_left_by_system(member.filename):
                continue
            kind = find_kind(place)
            if kind is None or kind in (WARC, ZIP, *DATABASES):
                yield Unreadable(str(place), "not a file type that can be imported from a zip archive")
                continue
            try:
                with open_member(packed, member) as stream:
                    yield from _name_empty(_read_stream(stream, kind, place, read_at, columns), place)
            except READ_ERRORS as error:
                yield Unreadable(str(place), f"cannot be read: {error}")


def _read_warc(path: Path) -> Iterator[Page | Unreadable]:
    """Yield the pages of a WARC file with the time when they were fetched; skip what is no page on the web."""
    unreadable: list[Unreadable] = []
    for page in archive.read_foreign_pages(path, refused=lambda place, why: unreadable.append(Unreadable(place, why))):
        yield from _take_waiting(unreadable)
        if url := canonicalise_url(page.url):
            yield replace(page, canonical_url=url)
        elif page.url.startswith("http"):
            yield Unreadable(str(path), f"{page.url[:200]!r} is not an address")
    yield from _take_waiting(unreadable)


def _take_waiting(waiting: list[Unreadable]) -> list[Unreadable]:
    """Return what is waiting to be reported, and empty the list, so that it is reported once."""
    taken = waiting.copy()
    waiting.clear()
    return taken


def _make_row_page(row: FileRow, path: Path, read_at: dt.datetime, columns: ColumnReader) -> Page | Unreadable:
    """Return a row as a document that keeps the columns known by name, with their values as they came."""
    fields = columns.read_fields(row.fields)
    text = imported.as_text(fields["text"])
    if text is None:
        names = ", ".join(COLUMNS["text"][:10])
        why = f"has no text: expected a column named one of {names}, ...; or say --map COLUMN=text"
        return Unreadable(f"{path}, {row.place}", why)
    payload = json.dumps(fields, default=str, ensure_ascii=False, sort_keys=True)
    body = payload.encode("utf-8", "surrogatepass")
    return _make_page(body, "application/json", read_at, text, imported.as_url(fields["url"]))


def _make_page(
    body: bytes, media_type: str, read_at: dt.datetime, text: str | None = None, given: str | None = None
) -> Page:
    """Return a document as a page; one without an address of its own is named by the digest of its text."""
    if given:
        url = canonicalise_url(given)
    else:
        identity = body if text is None else text.encode("utf-8")
        url = f"urn:sha256:{hashlib.sha256(identity).hexdigest()}"
    return Page(
        url=given or url, final_url=given or url, status=200, headers=(), body=body, fetched_at=read_at,
        canonical_url=url, media_type=media_type,
    )  # fmt: skip


def read_imported(page: Page, learned: Snapshot | None = None) -> tuple[Article, str | None]:
    """Return the article of an imported text, and its outlet where that can be known (None where not)."""
    fields = _read_fields(page)
    text = imported.as_text(fields["text"]) or ""
    title = imported.as_line(fields.get("title"))
    outlet = _name_outlet(imported.as_line(fields.get("outlet")), page.url)
    cleaned = clean(text, title=title, outlet=outlet, learned=learned)
    if outlet is None and cleaned.dateline is not None:
        outlet = _name_outlet(cleaned.dateline.outlet, page.url)
        if learned and outlet in learned.shares:  # the outlet is known now, and with it its own boilerplate
            cleaned = clean(text, title=title, outlet=outlet, learned=learned)
    published_at = precision = None
    if moment := _find_date(fields.get("date"), cleaned):
        published_at, precision = moment.at, moment.precision
    credited = tuple(c.name for c in cleaned.credits if c.role in ("author", "reporter"))
    method = {"body": "import"}
    if title:
        method["title"] = "import"
    elif cleaned.title:
        method["title"] = "text"
    article = Article(
        url=page.url,
        canonical_url=page.canonical_url,
        kind="article" if cleaned.text.strip() else "stub",
        title=title or cleaned.title,
        body=cleaned.text,
        scraped_text=text,
        removed=cleaned.removed,
        repairs=cleaned.repairs,
        dateline=cleaned.dateline,
        authors=imported.as_names(fields.get("author"), imported.as_line(fields.get("outlet"))) or credited,
        credits=cleaned.credits,
        published_at=published_at,
        published_precision=precision,
        date_text=cleaned.date_text or dates.find_stated_date(cleaned.text),
        wire_source=cleaned.wire_source,
        related=cleaned.related,
        method=method,
    )
    return article, outlet


def _read_fields(page: Page) -> dict[str, Any]:
    """Return the fields of an imported row; a plain text has only its text."""
    if page.media_type != "application/json":
        return {"text": decode_text(page.body)}
    fields: dict[str, Any] = json.loads(page.body)
    return fields


def _find_date(given: object, cleaned: Cleaned) -> dates.Moment | None:
    """Return the date that the row states; where it states none, the one that its text shows."""
    if not imported.is_absent(given):
        return imported.as_moment(given)
    shown = " ".join((cleaned.date_text or "").split())
    return dates.find_published_date(shown) or dates.find_today_date(cleaned.text)


def find_outlet(page: Page) -> str | None:
    """Return the outlet of an imported page by its address; None where that tells none."""
    return _name_outlet(None, page.final_url)


def _name_outlet(name: str | None, url: str) -> str | None:
    """Return an outlet's id by the address, or by a name that is a host ("EGINDO.co"); an unknown host is its id."""
    if not url.startswith("http"):
        host = (name or "").strip().lower()
        if "." not in host or " " in host:
            return None
        url = f"https://{host}/"
    if known := sources.find_source(url):
        return known.id
    return url.split("/")[2].removeprefix("www.")
