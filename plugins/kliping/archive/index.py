"""The index beside each part, in CDXJ: a line per record that holds a page, so that one is found without a scan.

``<SURT of the address> <timestamp> {json}``, sorted. Tools that know CDXJ find url, mime, status, digest, length,
offset and filename where they expect them; ``canonical``, ``number``, ``pages``, ``type``, ``id`` and ``date`` are our
own.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from kliping.archive.record import NOT_MODIFIED, WarcRecord


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Where one page's record stands."""

    url: str
    canonical_url: str
    number: int
    type: str
    """response, resource, revisit (same payload) or unchanged (304)."""
    digest: str
    status: int
    mime: str
    fetched_at: dt.datetime
    record_id: str
    part: str
    """Path of the part, relative to the archive's root."""
    offset: int
    length: int
    page_count: int = 1
    """How many pages its article has; 1 in entries of before pages were counted."""
    refers_to: str = ""
    """Of a revisit: the record that holds the payload, ``path#offset``."""

    @property
    def ref(self) -> str:
        """Return the archive reference of the record, ``path#offset``."""
        return f"{self.part}#{self.offset}"

    @property
    def has_page(self) -> bool:
        """Return whether the record leads to a body; a 304 ("unchanged") has none."""
        return self.type != "unchanged"


def make_entry(record: WarcRecord, part: str, offset: int, length: int) -> IndexEntry | None:
    """Return the entry of a record; None for one that holds no page (warcinfo, request)."""
    if record.type not in ("response", "revisit", "resource"):
        return None
    fields = record.fields
    unchanged = fields.get("warc-profile", "").endswith(NOT_MODIFIED.rpartition("/")[2])
    http = record.http
    final = fields.get("warc-target-uri", "").strip("<>")
    return IndexEntry(
        url=final,
        canonical_url=fields.get("kliping-canonical-url", final),
        number=record.number,
        type="unchanged" if unchanged else record.type,
        digest=fields.get("warc-payload-digest", ""),
        status=http.status if http else 200,
        mime=http.media_type if http else fields.get("content-type", ""),
        fetched_at=record.fetched_at,
        record_id=fields.get("warc-record-id", ""),
        part=part,
        offset=offset,
        length=length,
        page_count=record.page_count,
        refers_to=fields.get("kliping-refers-to", ""),
    )


def format_entry(entry: IndexEntry) -> bytes:
    """Return the entry as a line of CDXJ; the lines of a file have to be sorted."""
    said = {
        "url": entry.url,
        "mime": entry.mime,
        "status": str(entry.status),
        "digest": entry.digest,
        "length": str(entry.length),
        "offset": str(entry.offset),
        "filename": entry.part.rpartition("/")[2],
        "canonical": entry.canonical_url,
        "number": entry.number,
        "type": entry.type,
        "id": entry.record_id,
        "date": entry.fetched_at.isoformat(),
    }
    if entry.page_count != 1:
        said["pages"] = entry.page_count
    if entry.refers_to:
        said["refers_to"] = entry.refers_to
    text = f"{make_surt(entry.url)} {entry.fetched_at:%Y%m%d%H%M%S} {json.dumps(said)}\n"
    return text.encode("utf-8", "replace")


def parse_entries(text: str, part: str) -> Iterator[IndexEntry]:
    """Yield the entries of a CDXJ text, in the order of the part.

    Raises ``ValueError`` or ``KeyError`` for any other text.
    """
    lines = [json.loads(line.split(" ", 2)[2]) for line in text.split("\n") if line]
    for said in sorted(lines, key=lambda said: int(said["offset"])):
        yield IndexEntry(
            url=said["url"],
            canonical_url=said["canonical"],
            number=said["number"],
            type=said["type"],
            digest=said["digest"],
            status=int(said["status"]),
            mime=said["mime"],
            fetched_at=dt.datetime.fromisoformat(said["date"]),
            record_id=said["id"],
            part=part,
            offset=int(said["offset"]),
            length=int(said["length"]),
            page_count=int(said.get("pages", 1)),
            refers_to=said.get("refers_to", ""),
        )


def make_surt(url: str) -> str:
    """Return the address with its host reversed, so that a site's lines sort together: ``id,co,contoh)/berita?x=1``."""
    if url.startswith("urn:"):
        return url.replace(" ", "%20")
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    return f"{host}){path}".lower().replace(" ", "%20")
