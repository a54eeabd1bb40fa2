"""Articles that somebody has already scraped or crawled: files in, documents out, an article from a document.

``.txt`` (one article), ``.html``, ``.jsonl`` and ``.parquet`` (one article a row), each also compressed; ``.warc`` and
``.warc.gz`` (one article a page, as crawlers and Common Crawl's CC-NEWS have them). A row's columns may carry the usual
names of the field; only the text is required. What a document does not state stays None.
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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow.parquet as pq

from kliping import archive, dates, sources
from kliping.canonical import canonical_url
from kliping.clean import Snapshot, clean
from kliping.fate import InputError
from kliping.model import Article, Page

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "isi"),
    "title": ("title", "judul", "headline"),
    "url": ("url", "link"),
    "date": ("published_at", "date", "published", "publish_date", "tanggal"),
    "outlet": ("outlet", "site", "source", "media", "domain"),
    "author": ("author", "authors", "penulis"),
}
"""Names under which a row may carry each field, first match taken."""

TEXTS = frozenset({"text/plain", "application/json"})
"""Media types of documents that hold an article's text, not its page."""

KINDS = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".jsonl": "application/json"}


def read(path: Path) -> Iterator[Page]:
    """The documents of one file, as pages that were never on the network. Raises ``InputError`` naming file and row."""
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    kind = next((suffix for suffix in reversed(path.suffixes) if suffix in (*KINDS, ".parquet", ".warc")), None)
    if kind is None:
        raise InputError(
            f"{path}: not a kind that can be imported: give .txt, .html, .jsonl or .parquet, or one of them "
            "compressed as .gz, .bz2, .xz or .zst, or .warc or .warc.gz"
        )
    read_at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    try:
        if kind == ".warc":
            yield from _crawled(path)
            return
        with _open(path) as stream:
            if kind == ".parquet":
                yield from _rows(_parquet(stream), path, read_at)
            elif kind == ".jsonl":
                yield from _rows(_jsonl(stream, path), path, read_at)
            else:
                yield _page(stream.read(), KINDS[kind], read_at)
    except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path}: cannot be read as {kind.removeprefix('.')}: {error}") from error


def _crawled(path: Path) -> Iterator[Page]:
    """The pages of a WARC file, at the time when they were fetched; what is no page on the web is passed over."""
    for page in archive.foreign(path):
        if url := canonical_url(page.url):
            yield replace(page, canonical_url=url)


def matching(patterns: Iterable[str]) -> list[Path]:
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


def _parquet(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    seekable = stream if isinstance(stream, io.BufferedReader) else io.BytesIO(stream.read())
    for piece in pq.ParquetFile(seekable).iter_batches(1_000):
        yield from piece.to_pylist()


def _jsonl(stream: BinaryIO, path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}:{number}: not a JSON object: {error}") from error
        if not isinstance(row, dict):
            raise InputError(f"{path}:{number}: a line must be a JSON object, this one is a {type(row).__name__}")
        yield row


def _rows(rows: Iterator[dict[str, Any]], path: Path, read_at: dt.datetime) -> Iterator[Page]:
    for number, row in enumerate(rows, 1):
        fields = {name: next((row[c] for c in names if row.get(c)), None) for name, names in COLUMNS.items()}
        if not isinstance(fields["text"], str):
            raise InputError(
                f"{path}: row {number} has no text: expected a column named one of {', '.join(COLUMNS['text'])}"
            )
        payload = json.dumps(fields, default=str, ensure_ascii=False, sort_keys=True)
        yield _page(payload.encode("utf-8", "surrogatepass"), "application/json", read_at, fields)


def _page(body: bytes, media_type: str, read_at: dt.datetime, fields: Mapping[str, Any] | None = None) -> Page:
    text = fields["text"].encode("utf-8", "surrogatepass") if fields else body
    given = str(fields["url"]) if fields and fields["url"] else None
    url = canonical_url(given) if given else "urn:sha256:" + hashlib.sha256(text).hexdigest()
    return Page(
        url=given or url, final_url=given or url, status=200, headers=(), body=body, fetched_at=read_at,
        canonical_url=url, media_type=media_type,
    )  # fmt: skip


def to_article(page: Page, learned: Snapshot | None = None) -> tuple[Article, str | None]:
    """The article of an imported text, and its outlet where that can be known (None where not)."""
    fields: dict[str, Any] = (
        json.loads(page.body) if page.media_type == "application/json" else {"text": _decode(page.body)}
    )
    text = fields["text"]
    outlet = _outlet(fields.get("outlet"), page.url)
    cleaned = clean(text, title=fields.get("title"), outlet=outlet, learned=learned)
    if outlet is None and cleaned.dateline is not None:
        outlet = _outlet(cleaned.dateline.outlet, page.url)
    stated = (
        dates.parse_date(str(fields["date"]))
        if fields.get("date")
        else dates.published_in(cleaned.date_text, text) or dates.told_today(cleaned.text)
    )
    authors = tuple(c.name for c in cleaned.credits if c.role in ("author", "reporter"))
    given = fields.get("author")
    article = Article(
        url=page.url,
        canonical_url=page.canonical_url,
        kind="article" if cleaned.text.strip() else "stub",
        title=fields.get("title") or cleaned.title,
        body=cleaned.text,
        scraped_text=text,
        removed=cleaned.removed,
        repairs=cleaned.repairs,
        dateline=cleaned.dateline,
        authors=((given,) if isinstance(given, str) else tuple(given)) if given else authors,
        credits=cleaned.credits,
        published_at=stated[0] if stated else None,
        published_precision=stated[1] if stated else None,
        date_text=cleaned.date_text or dates.stated_in(cleaned.text),
        wire_source=cleaned.wire_source,
        related=cleaned.related,
        method={"body": "import"} | ({"title": "import" if fields.get("title") else "text"} if cleaned.title else {}),
    )
    return article, outlet


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("windows-1252", "replace")


def outlet_of(page: Page) -> str | None:
    """The outlet of an imported page by its address; None where it has none."""
    return _outlet(None, page.final_url)


def _outlet(name: str | None, url: str) -> str | None:
    """An outlet's id by the address, or by a name that is a host ("EGINDO.co"); an unknown host stands as it is."""
    for candidate in (
        url,
        f"https://{name.strip().lower()}/" if name and "." in name and " " not in name.strip() else None,
    ):
        if candidate and candidate.startswith("http"):
            known = sources.for_url(candidate)
            return known.id if known else candidate.split("/")[2].removeprefix("www.")
    return None
