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
from kliping.model import Article, Page
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
    """The suffix that says how a file is read; None for a kind that cannot be imported."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return next((suffix for suffix in reversed(suffixes) if suffix in (*WHOLE_FILES, *ROW_READERS, WARC)), None)


def read_documents(path: Path) -> Iterator[Page | Unreadable]:
    """The documents of one file, as pages that were never on the network, and what of it cannot be read.

    Raises ``InputError`` for a file that is not there, or of no kind that can be imported.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    kind = find_kind(path)
    if kind is None:
        raise InputError(f"{path}: not a kind that can be imported: {IMPORTED_KINDS}")
    read_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    given = 0
    try:
        for document in _documents(path, kind, read_at):
            yield document
            given += 1
    except READ_ERRORS as error:
        after = f", after {given} records" if given else ""
        yield Unreadable(str(path), f"cannot be read as {kind.removeprefix('.')}{after}: {error}")


IMPORTED_KINDS = (
    "give .txt, .html, .jsonl, .json, .csv, .tsv or .parquet, or one of them compressed as .gz, .bz2, .xz or .zst, "
    "or .warc or .warc.gz"
)


def _documents(path: Path, kind: str, read_at: dt.datetime) -> Iterator[Page | Unreadable]:
    if kind == WARC:
        yield from _crawled(path)
        return
    with _open(path) as stream:
        if kind in WHOLE_FILES:
            yield _page(stream.read(), WHOLE_FILES[kind], read_at)
            return
        for record in ROW_READERS[kind](stream):
            if isinstance(record, Unreadable):
                yield replace(record, place=f"{path}, {record.place}")
            else:
                yield _of_row(record, path, read_at)


def _crawled(path: Path) -> Iterator[Page | Unreadable]:
    """The pages of a WARC file, at the time when they were fetched; what is no page on the web is passed over."""
    unreadable: list[Unreadable] = []
    for page in archive.read_foreign_pages(path, refused=lambda place, why: unreadable.append(Unreadable(place, why))):
        yield from _taken(unreadable)
        if url := canonicalise_url(page.url):
            yield replace(page, canonical_url=url)
    yield from _taken(unreadable)


def _taken(waiting: list[Unreadable]) -> list[Unreadable]:
    """What waits to be told, which is told once."""
    taken = waiting.copy()
    waiting.clear()
    return taken


def match_files(patterns: Iterable[str]) -> list[Path]:
    """The files that paths and glob patterns name, each once. Raises ``InputError`` for a pattern that matches none."""
    found: dict[Path, None] = {}
    for pattern in patterns:
        # Path.glob takes no absolute pattern
        matches = sorted(map(Path, glob.glob(str(Path(pattern).expanduser()), recursive=True)))  # noqa: PTH207
        if not matches:
            raise InputError(f"{pattern}: no such file, and no file matches it")
        found |= dict.fromkeys(path for match in matches for path in _files(match))
    return list(found)


def _files(path: Path) -> list[Path]:
    return sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _open(path: Path) -> BinaryIO:
    match path.suffix:
        case ".gz":
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


def _of_row(row: FileRow, path: Path, read_at: dt.datetime) -> Page | Unreadable:
    """A row's document: of its columns, those that are known by name, as they came."""
    columns = {str(name).strip().lower(): _plain(value) for name, value in row.fields.items()}
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
    return _page(body, "application/json", read_at, text, imported.as_url(fields["url"]))


def _plain(value: object) -> object:
    return decode_text(value) if isinstance(value, bytes) else value


def _page(
    body: bytes, media_type: str, read_at: dt.datetime, text: str | None = None, given: str | None = None
) -> Page:
    """A document as a page; without an address of its own it has that of its text."""
    digest = hashlib.sha256(body if text is None else text.encode("utf-8")).hexdigest()
    url = canonicalise_url(given) if given else f"urn:sha256:{digest}"
    return Page(
        url=given or url, final_url=given or url, status=200, headers=(), body=body, fetched_at=read_at,
        canonical_url=url, media_type=media_type,
    )  # fmt: skip


def read_imported(page: Page, learned: Snapshot | None = None) -> tuple[Article, str | None]:
    """The article of an imported text, and its outlet where that can be known (None where not)."""
    fields: dict[str, Any] = (
        json.loads(page.body) if page.media_type == "application/json" else {"text": decode_text(page.body)}
    )
    text = imported.as_text(fields["text"]) or ""
    title = imported.as_line(fields.get("title"))
    outlet = _outlet(imported.as_line(fields.get("outlet")), page.url)
    cleaned = clean(text, title=title, outlet=outlet, learned=learned)
    if outlet is None and cleaned.dateline is not None:
        outlet = _outlet(cleaned.dateline.outlet, page.url)
        if learned and outlet in learned.shares:  # now it is known whose boilerplate may go
            cleaned = clean(text, title=title, outlet=outlet, learned=learned)
    given = fields.get("date")
    stated = (
        dates.find_published_date(cleaned.date_text and " ".join(cleaned.date_text.split()))
        or dates.find_today_date(cleaned.text)
        if imported.is_absent(given)
        else imported.as_moment(given)
    )
    credited = tuple(c.name for c in cleaned.credits if c.role in ("author", "reporter"))
    title_method: dict[str, str] = {}
    if title or cleaned.title:
        title_method["title"] = "import" if title else "text"
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
        published_at=stated[0] if stated else None,
        published_precision=stated[1] if stated else None,
        date_text=cleaned.date_text or dates.find_stated_date(cleaned.text),
        wire_source=cleaned.wire_source,
        related=cleaned.related,
        method={"body": "import"} | title_method,
    )
    return article, outlet


def find_outlet(page: Page) -> str | None:
    """The outlet of an imported page by its address; None where it has none."""
    return _outlet(None, page.final_url)


def _outlet(name: str | None, url: str) -> str | None:
    """An outlet's id by the address, or by a name that is a host ("EGINDO.co"); an unknown host stands as it is."""
    for candidate in (
        url,
        f"https://{name.strip().lower()}/" if name and "." in name and " " not in name.strip() else None,
    ):
        if candidate and candidate.startswith("http"):
            known = sources.find_source(candidate)
            return known.id if known else candidate.split("/")[2].removeprefix("www.")
    return None
