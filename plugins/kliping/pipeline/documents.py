"""Articles that somebody has already scraped or crawled: files in, documents out, an article from a document.

``.txt`` (one article), ``.html``; ``.jsonl``, ``.json``, ``.csv``, ``.tsv`` and ``.parquet`` (one article a row), each
also compressed; ``.warc`` and ``.warc.gz`` (one article a page, as crawlers and Common Crawl's CC-NEWS have them). A
row's columns may carry the usual names of the field; only the text is required. What a document does not state stays
None. A record that cannot be read is given as ``Unreadable``, and the others load.
"""

from __future__ import annotations

import bz2
import datetime as dt
import glob
import gzip
import hashlib
import io
import json
import lzma
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from kliping import archive, dates, sources
from kliping.canonical import canonicalise_url
from kliping.clean import Snapshot, clean
from kliping.errors import InputError
from kliping.mediatypes import GZIP_MAGIC
from kliping.model import Article, Cleaned, Page
from kliping.pipeline import imported
from kliping.pipeline.records import (
    FileRecord,
    FileRow,
    Unreadable,
    csv_records,
    decode_text,
    json_records,
    parquet_records,
)

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article", "isi", "konten", "isi_berita", "full_text", "maintext", "articlebody",
    ),
    "title": ("title", "judul", "headline", "judul_berita"),
    "url": ("url", "link", "tautan", "href", "source_url"),
    "date": (
        "published_at", "date", "published", "publish_date", "tanggal", "date_publish", "datepublished", "pubdate",
        "datetime", "timestamp", "waktu",
    ),
    "outlet": ("outlet", "site", "source", "media", "domain"),
    "author": ("author", "authors", "penulis", "byline"),
}  # fmt: skip
"""Names under which a row may carry each field, first match taken; case and blanks around them do not count."""

TEXT_TYPES = frozenset({"text/plain", "application/json"})
"""Media types of documents that hold an article's text, not its page."""

WHOLE_FILES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}
ROW_READERS: Mapping[str, Callable[[BinaryIO], Iterator[FileRecord]]] = {
    ".jsonl": json_records,
    ".ndjson": json_records,
    ".json": json_records,
    ".csv": csv_records,
    ".tsv": csv_records,
    ".parquet": parquet_records,
}
WARC = ".warc"

READ_ERRORS = (OSError, EOFError, lzma.LZMAError, ValueError, pa.ArrowException)
"""What the readers of files raise where a file is damaged."""


def find_kind(path: Path) -> str | None:
    """Return the suffix that says how a file is read; None for a type that cannot be imported."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix in (*WHOLE_FILES, *ROW_READERS, WARC)), None)


def read_documents(path: Path) -> Iterator[Page | Unreadable]:
    """Yield the documents of one file as pages that were never on the network, and what of it cannot be read.

    Raises ``InputError`` for a file that is not there, or of a type that cannot be imported.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    kind = find_kind(path)
    if kind is None:
        raise InputError(f"{path}: not a file type that can be imported: {IMPORTED_KINDS}")
    read_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    given = 0
    try:
        for document in _read_file(path, kind, read_at):
            yield document
            given += 1
    except READ_ERRORS as error:
        why = f"cannot be read as {kind.removeprefix('.')}"
        if given:
            why += f", after {given} records"
        yield Unreadable(str(path), f"{why}: {error}")


IMPORTED_KINDS = (
    "give .txt, .html, .jsonl, .json, .csv, .tsv or .parquet, or one of them compressed as .gz, .bz2, .xz or .zst, "
    "or .warc or .warc.gz"
)


def _read_file(path: Path, kind: str, read_at: dt.datetime) -> Iterator[Page | Unreadable]:
    """Yield the documents of a file of this kind, and what of it cannot be read."""
    if kind == WARC:
        yield from _read_warc(path)
        return
    with _open_file(path) as stream:
        if kind in WHOLE_FILES:
            yield _make_page(stream.read(), WHOLE_FILES[kind], read_at)
            return
        for record in ROW_READERS[kind](stream):
            if isinstance(record, Unreadable):
                yield replace(record, place=f"{path}, {record.place}")
            else:
                yield _make_row_page(record, path, read_at)


def _read_warc(path: Path) -> Iterator[Page | Unreadable]:
    """Yield the pages of a WARC file with the time when they were fetched; skip what is no page on the web."""
    unreadable: list[Unreadable] = []
    for page in archive.read_foreign_pages(path, refused=lambda place, why: unreadable.append(Unreadable(place, why))):
        yield from _take_waiting(unreadable)
        if url := canonicalise_url(page.url):
            yield replace(page, canonical_url=url)
    yield from _take_waiting(unreadable)


def _take_waiting(waiting: list[Unreadable]) -> list[Unreadable]:
    """Return what is waiting to be reported, and empty the list, so that it is reported once."""
    taken = waiting.copy()
    waiting.clear()
    return taken


def match_files(patterns: Iterable[str]) -> list[Path]:
    """Return the files that paths and glob patterns name, each once.

    Raises ``InputError`` for a pattern that matches none.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        # Path.glob takes no absolute pattern
        matches = sorted(map(Path, glob.glob(str(Path(pattern).expanduser()), recursive=True)))  # noqa: PTH207
        if not matches:
            raise InputError(f"{pattern}: no such file, and no file matches it")
        found |= dict.fromkeys(path for match in matches for path in _list_files(match))
    return list(found)


def _list_files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file())


def _begins_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(magic)) == magic


def _open_file(path: Path) -> BinaryIO:
    """Open a file, unpacked."""
    match path.suffix:
        case ".gz" if _begins_with(path, GZIP_MAGIC):  # some tools unpack a file and keep its name
            return gzip.open(path)  # type: ignore[return-value]  # typeshed: GzipFile is a BinaryIO in all but name
        case ".bz2":
            return bz2.open(path)  # type: ignore[return-value]  # the same
        case ".xz":
            return lzma.open(path)  # type: ignore[return-value]  # the same
        case ".zst":
            import zstandard

            with path.open("rb") as f:
                return io.BytesIO(zstandard.ZstdDecompressor().stream_reader(f).read())
        case _:
            return path.open("rb")


def _make_row_page(row: FileRow, path: Path, read_at: dt.datetime) -> Page | Unreadable:
    """Return a row as a document that keeps the columns known by name, with their values as they came."""
    columns = {str(name).strip().lower(): _decode_bytes(value) for name, value in row.fields.items()}
    fields = {
        field: next((columns[name] for name in names if not imported.is_absent(columns.get(name))), None)
        for field, names in COLUMNS.items()
    }
    text = imported.as_text(fields["text"])
    if text is None:
        names = ", ".join(COLUMNS["text"])
        return Unreadable(f"{path}, {row.place}", f"has no text: expected a column named one of {names}")
    payload = json.dumps(fields, default=str, ensure_ascii=False, sort_keys=True)
    body = payload.encode("utf-8", "surrogatepass")
    return _make_page(body, "application/json", read_at, text, imported.as_url(fields["url"]))


def _decode_bytes(value: object) -> object:
    if isinstance(value, bytes):
        return decode_text(value)
    return value


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
