"""Write an outlet's pages as they arrive, so that a killed run leaves every page that it had finished.

Records go to a local file, those of one article with one write; a part is moved into the archive when it is closed (an
object store cannot append). What a killed run left in the spool, ``recover_parts`` brings in.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import os
import re
import threading
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from upath import UPath

from kliping.archive import index, reader, record, store
from kliping.archive.index import IndexEntry
from kliping.archive.retention import PAYLOAD_LOOK_BACK
from kliping.diskdict import DiskDict
from kliping.model import Page

PART_BYTES = 64 * 1024 * 1024

PageRecords = tuple[bytes, bytes, IndexEntry]
"""The packed answer record of a page, the packed request record (empty for an import) and the index entry."""


class ArchiveWriter:
    """The parts that one run adds to one outlet's day. Safe to use from several threads.

    ``root`` is the archive's folder or address, ``spool`` a local folder. A part that nothing was added to leaves no
    file. Leaving the context closes and moves the part, also after an error: what is in it is whole.
    """

    def __init__(
        self, root: str, source_id: str, day: dt.date, run: str, spool: Path, *, part_bytes: int = PART_BYTES
    ) -> None:
        self._root, self._source, self._day, self._run = root, source_id, day, run
        self._spool = spool / store.day_folder(source_id, day)
        self._part_bytes = part_bytes
        self._lock = threading.Lock()
        self._file: int | None = None
        self._path: Path | None = None
        self._part = ""
        self._offset = 0
        self._lines: list[bytes] = []
        self._earlier: DiskDict | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, page: Page) -> Page:
        """Archive one page; the page comes back with ``archive`` set. A 304 becomes a revisit without a payload."""
        return self.add_article((page,))[0]

    def add_article(self, pages: Sequence[Page]) -> tuple[Page, ...]:
        """Archive the pages of one article side by side, in one write; each record says how many they are.

        A kill may still cut the write short; by that number readers see that pages are missing.
        """
        counted = [replace(page, page_count=len(pages)) for page in pages]
        # compressed outside the lock: zlib lets other threads run
        made = [self._make_records(page) for page in counted]
        with self._lock:
            return self._append_records(counted, made)

    def add_resource(self, page: Page) -> Page:
        """Archive a document that was brought in, not fetched; its ``url`` may be a ``urn:``.

        One that the archive holds already, from this or the days before, is not written again.
        """
        digest = page.digest
        earlier = self._find_held(page.final_url)
        same = earlier and (earlier.type, earlier.digest, earlier.fetched_at) == ("resource", digest, page.fetched_at)
        if earlier and same and self._is_sound(earlier):
            return replace(page, archive=earlier.ref)
        record_id = record.make_record_id()
        data = record.make_resource(page, record_id, digest)
        entry = self._make_entry(page, "resource", record_id, digest)
        with self._lock:
            return self._append_records([page], [(data, b"", entry)])[0]

    def close(self) -> None:
        """Move what was written into the archive."""
        with self._lock:
            self._close_part()
            if self._earlier is not None:
                self._earlier.close()
                self._earlier = None

    def _make_records(self, page: Page) -> PageRecords:
        """Return the records of a page, and its index entry without its place."""
        record_id = record.make_record_id()
        asked = record.make_request(page, record_id)
        earlier = self._find_held(page.final_url)
        refers_to: record.Fields = []
        if earlier:
            refers_to = _refer_to(earlier)
        if page.status == 304:
            data = record.make_revisit(page, record_id, "", record.NOT_MODIFIED, refers_to)
            return data, asked, self._make_entry(page, "unchanged", record_id, "", earlier)
        digest = page.digest
        if earlier and earlier.digest == digest and self._is_sound(earlier):
            data = record.make_revisit(page, record_id, digest, record.SAME_PAYLOAD, refers_to)
            return data, asked, self._make_entry(page, "revisit", record_id, digest, earlier)
        return (
            record.make_response(page, record_id, digest),
            asked,
            self._make_entry(page, "response", record_id, digest),
        )

    def _make_entry(
        self, page: Page, kind: str, record_id: str, digest: str, earlier: IndexEntry | None = None
    ) -> IndexEntry:
        """Return the index entry, without the place of the record, which is not known yet."""
        return IndexEntry(
            page.final_url, page.canonical_url or page.final_url, page.number, kind, digest, page.status,
            page.media_type, page.fetched_at, record_id, "", 0, 0, page.page_count, earlier.ref if earlier else "",
        )  # fmt: skip

    def _find_held(self, url: str) -> IndexEntry | None:
        """Return the last record of this day or the days before it that holds a body of ``url``."""
        with self._lock:
            if self._earlier is None:
                self._earlier = DiskDict()
                for back in range(PAYLOAD_LOOK_BACK, -1, -1):
                    for part in store.list_parts(self._root, self._source, self._day - dt.timedelta(days=back)):
                        for entry in store.read_index(self._root, part):
                            if entry.type in ("response", "resource"):
                                self._earlier[entry.url] = [part, index.format_entry(entry).decode("utf-8")]
        found = self._earlier.get(url)
        if not found:
            return None
        return next(index.parse_entries(found[1], found[0]))

    def _is_sound(self, entry: IndexEntry) -> bool:
        """Return whether the record can be read: a damaged one is not referred to: the page is stored again."""
        try:
            return store.read_page(self._root, entry.ref).digest == entry.digest
        except record.ArchiveError:
            return False

    def _append_records(self, pages: Sequence[Page], made: Sequence[PageRecords]) -> tuple[Page, ...]:
        """Write the records of ``pages`` into the open part; return the pages with their archive references."""
        if self._file is None:
            self._open_part()
        entries = []
        offset = self._offset
        for data, asked, entry in made:
            entries.append(replace(entry, part=self._part, offset=offset, length=len(data)))
            offset += len(data) + len(asked)
        self._write_all(b"".join(data + asked for data, asked, _ in made))
        self._lines += map(index.format_entry, entries)
        if self._offset >= self._part_bytes:
            self._close_part()
        return tuple(replace(page, archive=entry.ref) for page, entry in zip(pages, entries, strict=True))

    def _open_part(self) -> None:
        """Open a new part in the spool folder, locked as long as it is written to."""
        safe = re.sub(r"[^A-Za-z0-9_.+-]+", "_", self._run)
        name = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}-{safe}-{uuid.uuid4().hex[:8]}{store.PART_SUFFIX}"
        self._part = f"{store.day_folder(self._source, self._day)}/{name}"
        self._spool.mkdir(parents=True, exist_ok=True)
        self._path = self._spool / name
        unlocked = self._path.with_suffix(".new")  # a name that ``recover_parts`` does not look for
        self._file = os.open(unlocked, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        fcntl.flock(self._file, fcntl.LOCK_EX)  # tells ``recover_parts`` that somebody is writing
        unlocked.replace(self._path)
        self._offset = 0
        about = (("run", self._run), ("outlet", self._source), ("day", str(self._day)), ("robots", "obey"))
        self._write_all(record.make_warcinfo(name, about))

    def _write_all(self, data: bytes) -> None:
        """Write all of ``data`` or nothing of it: a full disk leaves no half record behind."""
        assert self._file is not None
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError:
            os.ftruncate(self._file, self._offset)
            os.lseek(self._file, self._offset, os.SEEK_SET)
            raise
        self._offset += len(data)

    def _close_part(self) -> None:
        """Move the open part into the archive, with its index beside it."""
        if self._file is None or self._path is None:
            return
        handle, path, lines = self._file, self._path, self._lines
        self._file, self._path, self._lines = None, None, []
        try:
            os.fsync(handle)
            store.move_part(path, UPath(self._root) / self._part)
            store.write_archive_file(store.locate_index(self._root, self._part), sorted(lines))
        finally:
            os.close(handle)  # where moving failed, the next ``recover_parts`` takes the part up


def _refer_to(earlier: IndexEntry) -> list[tuple[str, str]]:
    return [
        ("WARC-Refers-To", earlier.record_id),
        ("WARC-Refers-To-Target-URI", earlier.url),
        ("WARC-Refers-To-Date", record.format_warc_date(earlier.fetched_at)),
        ("Kliping-Refers-To", earlier.ref),
    ]


def recover_parts(root: str, spool: Path, source_id: str, day: dt.date) -> list[str]:
    """Bring in the parts that killed runs left in the spool, up to the last whole record; gives their paths.

    A part that a living process is writing is left alone.
    """
    where = store.day_folder(source_id, day)
    recovered = []
    for path in sorted((spool / where).glob(f"*{store.PART_SUFFIX}")):
        with _lock_abandoned(path) as handle:
            if handle is not None and (part := _recover_part(root, f"{where}/{path.name}", path, handle)):
                recovered.append(part)
    return recovered


@contextlib.contextmanager
def _lock_abandoned(path: Path) -> Iterator[int | None]:
    """Lock a spooled file; yield None where another process is writing it or has just moved it."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield None
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        gone = os.fstat(handle).st_nlink == 0 or not path.exists()
        yield None if gone else handle
    except BlockingIOError:
        yield None
    finally:
        os.close(handle)


def _recover_part(root: str, part: str, path: Path, handle: int) -> str | None:
    """Move a spooled file into the archive, cut after its last whole record; None where it holds no page."""
    lines, end = [], 0
    with path.open("rb") as stream:
        for found, offset, length in reader.read_records(stream, part, tolerant=True):
            end = offset + length
            if entry := index.make_entry(found, part, offset, length):
                lines.append(index.format_entry(entry))
    if not lines:
        path.unlink()
        return None
    os.ftruncate(handle, end)
    os.fsync(handle)
    store.move_part(path, UPath(root) / part)
    store.write_archive_file(store.locate_index(root, part), sorted(lines))
    return part
