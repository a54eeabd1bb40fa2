"""Learned boilerplate, pinned: the recurring blocks that runs take for boilerplate until the next ``learn``.

A snapshot does not change by itself from run to run, so days may be run in any order and again (law 3). It is part of
the rules' version: what is scraped under another snapshot replaces in place what was scraped before.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from kliping import warehouse
from kliping.clean import Snapshot
from kliping.drafts import write_whole
from kliping.model import JAKARTA, Source
from kliping.pipeline.naming import NAMES_VERSION
from kliping.scrape import SCRAPER_VERSION, digest_rules
from kliping.settings import Settings
from kliping.storage import explain_place, is_remote, read_small_file, write_small_file

PINNED = "pinned.json"

IMPORT_ID = "import"
"""Id of what stands for the outlet where documents are staged."""

BlockCount = tuple[str, str, int, int]
"""Outlet, block hash, distinct articles that hold it, articles of the outlet."""


def snapshot_file(settings: Settings, version: str) -> Path | None:
    """Return this machine's file of a snapshot by its version; None for the empty version, where nothing was learned.

    ``KLIPING_LEARNED`` keeps every snapshot that a run ever used, and which one is pinned now; what it keeps at an
    address is copied once, for a snapshot never changes.
    """
    if not version:
        return None
    name = f"{version}.json"
    if not is_remote(settings.learned_root):
        return Path(settings.learned_root) / name
    path = settings.data_path / "learned" / name
    if not path.is_file():
        write_whole(path, _read_learned(settings, name) or b"", durable=True)
    return path


def learn_boilerplate(settings: Settings, *, day: dt.date | None = None, days: int = 28) -> Snapshot:
    """Count recurring blocks in the ``days`` up to ``day`` (default: today in Jakarta) and pin what was learned."""
    rows = count_blocks(settings, day=day, days=days)
    pin_snapshot(settings, rows)
    return Snapshot.from_rows(rows)


def count_blocks(settings: Settings, *, day: dt.date | None = None, days: int = 28) -> list[BlockCount]:
    """Count the recurring blocks of published articles in the ``days`` up to ``day``, by default today in Jakarta."""
    return warehouse.count_recurring_blocks(settings, day or dt.datetime.now(JAKARTA).date(), days=days)


def pin_snapshot(settings: Settings, rows: Sequence[BlockCount]) -> str:
    """Keep a snapshot of ``rows`` and make it the one that runs use from now on; returns its version."""
    version = Snapshot.from_rows(rows).version
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        write_small_file(settings.learned_root, f"{version}.json", json.dumps(rows))
    _write_pinned(settings, version)
    return version


def unpin_snapshot(settings: Settings) -> str:
    """Let later runs cut nothing that was learned; return the version that was pinned, empty where none was.

    The snapshot itself is kept: runs that used it name it.
    """
    version = read_pinned_version(settings)
    if version:
        _write_pinned(settings, "")
    return version


def _write_pinned(settings: Settings, version: str) -> None:
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        write_small_file(settings.learned_root, PINNED, json.dumps({"version": version}) + "\n")


def read_pinned_rows(settings: Settings) -> list[BlockCount]:
    """Return the rows of the pinned snapshot; none where nothing was ever learned."""
    path = snapshot_file(settings, read_pinned_version(settings))
    if path is None:
        return []
    return [(row[0], row[1], row[2], row[3]) for row in json.loads(path.read_bytes())]


def join_counts(known: Iterable[BlockCount], counted: Iterable[BlockCount]) -> list[BlockCount]:
    """Merge two counts; of a block that both have, the count over more articles stays."""
    best: dict[tuple[str, str], BlockCount] = {}
    for row in (*known, *counted):
        key = row[:2]
        if key not in best or (row[3], row[2]) > (best[key][3], best[key][2]):
            best[key] = row
    return sorted(best.values())


def read_pinned_version(settings: Settings) -> str:
    """Return the version of the snapshot that runs use now; empty where nothing was ever learned."""
    pinned = _read_learned(settings, PINNED)
    if pinned is None:
        return ""
    return str(json.loads(pinned)["version"])


def _read_learned(settings: Settings, name: str) -> bytes | None:
    with explain_place("KLIPING_LEARNED", settings.learned_root):
        return read_small_file(settings.learned_root, name)


def stamp_rules_version(snapshot: str) -> str:
    """Return the version of a run: the rules of all outlets, of names and, where there is one, the snapshot."""
    version = f"{SCRAPER_VERSION}+{NAMES_VERSION}"
    if not snapshot:
        return version
    return f"{version}+{snapshot}"


def stamp_outlet_version(run_version: str, source: Source) -> str:
    """Return the version that an outlet's rows are stamped with: the run's, and the outlet's own rules.

    An import has rows of many outlets, and texts that no outlet's rules read: it is stamped with the run's alone.
    """
    if source.id == IMPORT_ID:
        return run_version
    return f"{run_version}+outlet-{digest_rules(source)}"


@lru_cache(maxsize=4)
def load_snapshot(path: Path) -> Snapshot:
    """Return a snapshot by its file, which is read once per process."""
    return Snapshot.from_rows(tuple(row) for row in json.loads(path.read_bytes()))
