"""Where the archive keeps what: ``outlet=ID/day=YYYY-MM-DD/NAME.warc.gz`` and ``.cdxj`` beside it.

All paths go through universal-pathlib, so the root may be a folder or the address of an object store.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import logging
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from upath import UPath

from kliping.archive import index, reader
from kliping.archive.index import IndexEntry
from kliping.archive.record import ArchiveError, make_page
from kliping.diskdict import DiskDict
from kliping.drafts import replace_when_done, write_whole
from kliping.model import Page

log = logging.getLogger(__name__)

PART_SUFFIX = ".warc.gz"
COMPLETE_MARKER = "complete.json"
COMPLETE_LEDGER = "complete.parquet"
COMPLETE_SIGHTINGS = "sightings.parquet"


@dataclass(frozen=True, slots=True)
class Capture:
    """One visit to an article: its address, and the records of its pages in order."""

    url: str
    canonical_url: str
    fetched_at: dt.datetime
    refs: tuple[str, ...]


def day_folder(source_id: str, day: dt.date) -> str:
    """Return the folder of one outlet and day, relative to the archive's root."""
    return f"outlet={source_id}/day={day.isoformat()}"


def list_parts(root: str, source_id: str, day: dt.date) -> list[str]:
    """Return the closed parts of an outlet's day, relative to ``root``, oldest first."""
    where = day_folder(source_id, day)
    path = UPath(root) / where
    if not path.is_dir():
        return []
    names = sorted(entry.name for entry in path.iterdir() if entry.name.endswith(PART_SUFFIX))
    return [f"{where}/{name}" for name in names]


def list_archived_outlets(root: str, day: dt.date) -> list[str]:
    """Return the outlets that the archive holds anything of for ``day``."""
    path = UPath(root)
    if not path.is_dir():
        return []
    names = sorted(entry.name.removeprefix("outlet=") for entry in path.iterdir() if entry.name.startswith("outlet="))
    return [name for name in names if list_parts(root, name, day)]


def read_pages(root: str, parts: Sequence[str]) -> Iterator[Page]:
    """Yield the pages of ``parts``, in the order in which they were written; one page is in memory at a time.

    A page whose payload was the same as an earlier one's has that payload; one that had not changed (304) has none.
    Raises ``ArchiveError`` for a part that is damaged or gone.
    """
    for part in parts:
        with _open_part(root, part) as stream:
            for record, offset, _ in reader.read_records(stream, part):
                if record.type in ("response", "revisit", "resource"):
                    yield make_page(record, f"{part}#{offset}", _read_revisited_body(root, record.fields))


def read_page(root: str, ref: str) -> Page:
    """Return the page of one record, ``path#offset``, without a scan."""
    part, _, offset = ref.rpartition("#")
    with _open_part(root, part) as stream:
        record = reader.read_record(stream, int(offset), part)
    if record.type not in ("response", "revisit", "resource"):
        raise ArchiveError(f"{ref}: a {record.type} record holds no page")
    return make_page(record, ref, _read_revisited_body(root, record.fields))


def has_part(root: str, ref: str) -> bool:
    """Return whether the part of the reference ``path#offset`` exists; its records may still be damaged."""
    return (UPath(root) / ref.rpartition("#")[0]).is_file()


def _read_revisited_body(root: str, fields: Mapping[str, str]) -> bytes | None:
    """Return the body that a revisit of an identical payload refers to; None for every other record."""
    ref = fields.get("kliping-refers-to")
    if not ref or not fields.get("warc-profile", "").endswith("identical-payload-digest"):
        return None
    return read_page(root, ref).body


def read_index(root: str, part: str, damaged: list[str] | None = None) -> list[IndexEntry]:
    """Return the index of a part, in its order; made from the records where the index is missing or broken.

    What is made is written beside the part, unless a record cannot be read: ``damaged`` gets a line for each of those.
    """
    beside = UPath(root) / _name_index(part)
    try:
        return list(index.parse_entries(beside.read_text("utf-8"), part))
    except (FileNotFoundError, ValueError, KeyError, IndexError, TypeError):
        unreadable: list[str] = []
        with _open_part(root, part) as stream:
            records = reader.sound_records(stream, part, unreadable)
            found = [index.make_entry(record, part, offset, length) for record, offset, length in records]
        made = [entry for entry in found if entry is not None]
        if unreadable:
            log.error("%s: %d records cannot be read: %s", part, len(unreadable), unreadable[0])
        else:
            write_archive_file(beside, sorted(map(index.format_entry, made)))
        if damaged is not None:
            damaged += unreadable
        return made


def read_captures(root: str, source_id: str, day: dt.date, damaged: list[str] | None = None) -> Iterator[Capture]:
    """Yield every visit of an outlet's day that brought pages, part by part, in the order of the visits.

    A visit whose later pages are missing, since a kill cut them off or they are damaged, is not given: so that no
    half of an article is taken for a whole one.
    ``damaged`` gets a line for each record that neither an index names nor anybody can read.
    """
    for part in list_parts(root, source_id, day):
        held: list[IndexEntry] = []
        for entry in read_index(root, part, damaged):
            if not entry.has_page:
                continue
            if held and not (entry.canonical_url == held[0].canonical_url and entry.number == len(held) + 1):
                yield from _make_capture(held)
                held = []
            held.append(entry)
        yield from _make_capture(held)


def _make_capture(held: list[IndexEntry]) -> Iterator[Capture]:
    """Yield the visit that these records are of, if they are all that its first one counts."""
    if held and len(held) >= held[0].page_count:
        first = held[0]
        yield Capture(first.url, first.canonical_url, first.fetched_at, tuple(entry.ref for entry in held))


def find_latest_captures(root: str, source_id: str, day: dt.date) -> DiskDict:
    """Return for each article of the day, by canonical URL, its latest visit: ``refs`` of the records and ``at``."""
    latest = DiskDict()
    for capture in read_captures(root, source_id, day):
        known, at = latest.get(capture.canonical_url), capture.fetched_at.timestamp()
        if known is None or known["at"] <= at:
            latest[capture.canonical_url] = {"refs": capture.refs, "at": at}
    return latest


def mark_complete(
    root: str,
    source_id: str,
    day: dt.date,
    marker: Mapping[str, Any],
    ledger: Path | None = None,
    sightings: Path | None = None,
) -> None:
    """Note that an outlet's day was collected completely, with what a rerun needs to know.

    ``ledger`` and ``sightings`` are local files, as large as they may be; copies are kept beside the marker.
    """
    where = UPath(root) / day_folder(source_id, day)
    for name, local in ((COMPLETE_LEDGER, ledger), (COMPLETE_SIGHTINGS, sightings)):
        if local is not None:
            with local.open("rb") as file:
                write_archive_file(where / name, iter(partial(file.read, 1 << 20), b""))
    write_archive_file(where / COMPLETE_MARKER, [json.dumps(marker, ensure_ascii=False).encode()])


def copy_ledger(root: str, source_id: str, day: dt.date, to: Path, name: str = COMPLETE_LEDGER) -> bool:
    """Copy what ``mark_complete`` kept to a local file, which appears whole; False where it kept none.

    ``name`` is ``COMPLETE_LEDGER`` or ``COMPLETE_SIGHTINGS``.
    """
    with contextlib.suppress(FileNotFoundError):
        with (
            (UPath(root) / day_folder(source_id, day) / name).open("rb") as kept,
            replace_when_done(to) as draft,
            draft.open("wb") as file,
        ):
            shutil.copyfileobj(kept, file, 1 << 20)
        return True
    return False


def read_completion(root: str, source_id: str, day: dt.date) -> dict[str, Any] | None:
    """Return what ``mark_complete`` noted; None where the day was not collected completely."""
    try:
        return dict(json.loads((UPath(root) / day_folder(source_id, day) / COMPLETE_MARKER).read_text("utf-8")))
    except FileNotFoundError:
        return None
    except ValueError:  # half written by another program: collect again
        return None


def is_complete(root: str, source_id: str, day: dt.date) -> bool:
    """Return whether an outlet's day was collected completely."""
    return read_completion(root, source_id, day) is not None


def write_archive_file(path: UPath, pieces: Iterable[bytes]) -> None:
    """Write a small file so that it appears whole."""
    local = _local_path(path)
    if local is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(pieces))  # an object store's writes are whole or nothing
    else:
        write_whole(local, pieces)


def move_part(finished: Path, path: UPath) -> None:
    """Move a finished local file into the archive so that it appears whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    local = _local_path(path)
    if local is None:
        with finished.open("rb") as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        finished.unlink()
        return
    try:
        finished.replace(local)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with replace_when_done(local, durable=True) as draft:
            shutil.copyfile(finished, draft)
        finished.unlink()


def _local_path(path: UPath) -> Path | None:
    """Return the path as one of this machine's; None where it is an object store's."""
    if path.protocol not in ("", "file", "local"):
        return None
    return Path(path.path)


def _name_index(part: str) -> str:
    return part.removesuffix(PART_SUFFIX) + ".cdxj"


def locate_index(root: str, part: str) -> UPath:
    """Return the path of the index beside a part."""
    return UPath(root) / _name_index(part)


def _open_part(root: str, part: str) -> BinaryIO:
    try:
        return (UPath(root) / part).open("rb")
    except FileNotFoundError:
        raise ArchiveError(f"{part}: no such part in {root}") from None
