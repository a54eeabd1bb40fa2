"""Pages of WARC files that somebody else wrote (Common Crawl's CC-NEWS, browsertrix, wget), as they are found.

Read by ourselves: a record that is damaged, or odd, is passed over and named, and the next one is looked for.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pyarrow as pa

from kliping.archive.packed import DamagedGzip, UnpackedStream
from kliping.archive.record import ArchiveError
from kliping.mediatypes import GZIP_MAGIC, ZSTD_MAGIC, parse_media_type
from kliping.model import Page

log = logging.getLogger(__name__)

OnRefusedRecord = Callable[[str, str], None]
"""Called with the place of a record that cannot be read, and the reason."""

_PAGES = ("text/html", "application/xhtml+xml")
_VERSION = re.compile(rb"(?i)WARC(?:/|\s*$)")
_FIRST_FIELD = re.compile(rb"(?i)WARC-(?:Type|Record-ID|Target-URI|Date)[ \t]*:")
"""Where a record begins whose version is missing."""
_BEGINS_WITHIN = re.compile(rb"(?<=\n)WARC/\d[^\r\n]*\r?\n(?:WARC|Content)-")
_ENDED = re.compile(rb"\r?\n\r?\n|\r?\nWA|WARC|\s*\Z")
"""What may follow a block, by its first four bytes."""
_STATUS = re.compile(rb"(?:HTTP/[\d.]+|ICY)\s+(\d{3})\b")
_HTML = re.compile(rb"(?i)<(?:!doctype html|html|head|body|article)\b")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}(?:;[^\r\n]*)?[ \t]*\r?\n")
_STAMP = re.compile(r"(\d{4})\D?(\d\d)\D?(\d\d)(?:\D?(\d\d)\D?(\d\d)(?:\D?(\d\d))?)?")
MAX_WARC_FIELDS = 500
MAX_LAYERS = 3
"""So often may a body be packed."""


def _log_refused(place: str, why: str) -> None:
    log.warning("%s: %s", place, why)


class _Odd(ValueError):
    """A record that cannot be read; the message says why."""


def read_foreign_pages(
    path: Path, *, max_bytes: int = 20_000_000, refused: OnRefusedRecord = _log_refused
) -> Iterator[Page]:
    """Yield the HTML pages of ``path``, bodies decoded; unsuccessful responses are skipped.

    ``refused`` is called for each record that cannot be read or is too large. Raises ``ArchiveError`` for a file that
    holds no record.
    """
    number = 0
    with path.open("rb") as file:
        stream = UnpackedStream(file)
        while True:
            place = f"{path}, record {number + 1}"
            try:
                fields = _next_record(stream)
                if fields is None:
                    break
                number += 1
                if url := fields.get("warc-target-uri"):
                    place += f" ({url})"
                if page := _read_page(stream, fields, max_bytes):
                    yield page
            except (DamagedGzip, _Odd) as error:
                refused(place, str(error))
    if not number:
        raise ArchiveError(f"{path}: is not a WARC file: no record begins in it")


def _next_record(stream: UnpackedStream) -> dict[str, str] | None:
    """Return the fields of the next record, wherever it begins; None at the end."""
    while not _VERSION.match(line := stream.read_line()):
        if not line:
            return None
        if _FIRST_FIELD.match(line):
            stream.push_back(line)
            break
    fields: dict[str, str] = {}
    name = ""
    for _ in range(MAX_WARC_FIELDS):
        line = stream.read_line().rstrip(b"\r\n")
        if not line:
            break
        text = line.decode("utf-8", "replace")
        if text[0] in " \t":
            fields[name] = f"{fields.get(name, '')} {text.strip()}".strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, value.strip())
    return fields


def _read_page(stream: UnpackedStream, fields: dict[str, str], max_bytes: int) -> Page | None:
    """Return the page of a record whose block comes next in ``stream``; None for a record that holds none."""
    kind = fields.get("warc-type", "").lower()
    stated = fields.get("content-length", "")
    if not stated.isdecimal():
        raise _Odd(f"Content-Length is {stated!r}")
    length = int(stated)
    is_page = kind in ("response", "resource")
    block = _read_block(stream, length, 2 * max_bytes, is_page=is_page)
    if not is_page:
        return None
    _refuse_parts(fields)
    status, body = 200, block
    headers: tuple[tuple[str, str], ...] = ()
    stated_type = fields.get("content-type", "")
    if kind == "response":
        status, headers, body = _parse_answer(block)
        stated_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    media_type = parse_media_type(stated_type)
    if status not in (200, 203) or (media_type and media_type not in _PAGES):
        return None
    if len(block) < length:
        raise _Odd(f"its page is larger than {max_bytes:,} bytes")
    decoded = _decode_body(_join_chunks(body, headers), headers, max_bytes)
    if not media_type and not _HTML.search(decoded, 0, 4096):
        return None
    if len(decoded) > max_bytes:
        raise _Odd(f"its page is larger than {max_bytes:,} bytes")
    url = fields.get("warc-target-uri", "").strip("<> ")
    if not url:
        raise _Odd("it names no WARC-Target-URI")
    at = _parse_date(fields.get("warc-date", ""))
    return Page(url, url, status, headers, decoded, at, media_type=media_type or "text/html")


def _read_block(stream: UnpackedStream, length: int, limit: int, *, is_page: bool) -> bytes:
    """Return a record's block, of one longer than ``limit`` its begin.

    A length that is wrong would give half a page, or a page with the next record in it: where a record begins within
    the block, reading continues there.
    """
    block = stream.read_block(min(length, limit))
    if len(block) == length and _ENDED.match(stream.peek(4)):
        return block
    if within := _BEGINS_WITHIN.search(block):
        stream.push_back(block[within.start() :])
        raise _Odd(f"its Content-Length of {length:,} bytes reaches into the next record")
    if len(block) == limit:
        if missing := stream.skip_bytes(length - limit):
            raise _Odd(f"it ends {missing:,} bytes before its Content-Length")
    elif len(block) < length:
        raise _Odd(f"it ends after {len(block):,} of {length:,} bytes")
    elif is_page:
        raise _Odd(f"it is longer than its Content-Length of {length:,} bytes")
    return block


def _refuse_parts(fields: dict[str, str]) -> None:
    """Raise for a record that says of itself that it is a part of an answer."""
    if fields.get("warc-truncated"):
        raise _Odd(f"the crawler cut it off ({fields['warc-truncated']})")
    if "warc-segment-number" in fields:
        raise _Odd("it is one of several segments of an answer")


def _parse_answer(block: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Return status, headers and body of an HTTP answer, however its status line is written."""
    head, parted, body = block.partition(b"\r\n\r\n")
    if not parted or (b"\n\n" in head and not head[: head.index(b"\n\n")].count(b"\r")):
        head, parted, body = block.partition(b"\n\n")
    if not parted:
        raise _Odd("its answer ends before its header does")
    first, *lines = head.splitlines() or [b""]
    found = _STATUS.match(first)
    if found is None:
        raise _Odd(f"its answer begins with {first[:40]!r}, which is no status line")
    pairs = (line.decode("utf-8", "replace").partition(":") for line in lines)
    return int(found[1]), tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon), body


def _join_chunks(body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    """Return the body without its chunk sizes, if it has any: many crawlers remove the sizes but keep the header."""
    if not any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        return body
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(body, at):
        length = int(size[0].split(b";")[0].strip(), 16)
        begin = size.end()
        if begin + length > len(body):
            raise _Odd("its last chunk ends early")
        if not length:
            return b"".join(parts)
        parts.append(body[begin : begin + length])
        at = begin + length + 1
        if body[at - 1 : at + 1] == b"\r\n":
            at += 1
    if parts:
        raise _Odd("it ends before its last chunk")
    return body


def _decode_body(body: bytes, headers: tuple[tuple[str, str], ...], limit: int) -> bytes:
    """Return the body without its content encoding, unless the crawler removed that; a byte more of a larger one."""
    said = ",".join(value for name, value in headers if name.lower() == "content-encoding").lower()
    try:
        layers = 0
        while body.startswith(GZIP_MAGIC) and layers < MAX_LAYERS:
            body = _inflate_whole(zlib.decompressobj(zlib.MAX_WBITS | 16), body, limit)
            layers += 1
        if body.startswith(ZSTD_MAGIC):
            # zstandard's own reader gives a body that was cut off as if it were whole
            body = pa.input_stream(io.BytesIO(body), compression="zstd").read(limit + 1)
        elif "deflate" in said and not _HTML.search(body, 0, 4096):
            window = -zlib.MAX_WBITS  # without zlib's header, as some servers send it
            if body[:1] == b"\x78":
                window = zlib.MAX_WBITS
            body = _inflate_whole(zlib.decompressobj(window), body, limit)
        elif "br" in said and not _HTML.search(body, 0, 4096):
            stream = brotli.Decompressor()
            body = stream.process(body, output_buffer_limit=limit + 1)
            if not stream.is_finished() and len(body) <= limit:
                raise _Odd("its packed body ends early")
    except (zlib.error, brotli.error, OSError) as error:
        raise _Odd(f"its body is not in its content encoding: {error}") from None
    return body


def _inflate_whole(stream: zlib._Decompress, body: bytes, limit: int) -> bytes:
    out = stream.decompress(body, limit + 1)
    if not stream.eof and len(out) <= limit:
        raise _Odd("its packed body ends early")
    return out


def _parse_date(stated: str) -> dt.datetime:
    """Read a WARC-Date, in the standard's form or as fourteen digits; in UTC where it names no zone."""
    try:
        moment = dt.datetime.fromisoformat(stated)
    except ValueError:
        found = _STAMP.match(stated)
        if found is None:
            raise _Odd(f"WARC-Date is {stated!r}") from None
        try:
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            moment = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
        except ValueError:
            raise _Odd(f"WARC-Date is {stated!r}") from None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(dt.UTC)
