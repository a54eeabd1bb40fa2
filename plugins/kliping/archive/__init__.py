"""Everything that came in, as WARC: written crash-safe, found by an index, read without a network."""

from __future__ import annotations

from kliping.archive.foreign import read_foreign_pages
from kliping.archive.record import ArchiveError
from kliping.archive.retention import Pruned, prune_days
from kliping.archive.store import (
    COMPLETE_SIGHTINGS,
    Capture,
    copy_ledger,
    find_latest_captures,
    has_part,
    is_complete,
    list_archived_outlets,
    list_parts,
    mark_complete,
    read_captures,
    read_completion,
    read_page,
    read_pages,
)
from kliping.archive.writer import ArchiveWriter, recover_parts

__all__ = [
    "COMPLETE_SIGHTINGS",
    "ArchiveError",
    "ArchiveWriter",
    "Capture",
    "Pruned",
    "copy_ledger",
    "find_latest_captures",
    "has_part",
    "is_complete",
    "list_archived_outlets",
    "list_parts",
    "mark_complete",
    "prune_days",
    "read_captures",
    "read_completion",
    "read_foreign_pages",
    "read_page",
    "read_pages",
    "recover_parts",
]
