"""Everything that came in, as WARC: written crash-safe, found by an index, read without a network."""

from __future__ import annotations

from kliping.archive.foreign import foreign
from kliping.archive.record import ArchiveError
from kliping.archive.retention import Pruned, prune
from kliping.archive.store import (
    Capture,
    articles,
    captures,
    completion,
    holds,
    is_complete,
    mark_complete,
    outlets,
    page,
    parts,
    read,
    take_ledger,
)
from kliping.archive.writer import Writer, recover

__all__ = [
    "ArchiveError",
    "Capture",
    "Pruned",
    "Writer",
    "articles",
    "captures",
    "completion",
    "foreign",
    "holds",
    "is_complete",
    "mark_complete",
    "outlets",
    "page",
    "parts",
    "prune",
    "read",
    "recover",
    "take_ledger",
]
