"""Learned boilerplate, pinned: the recurring blocks that runs take for furniture until somebody learns anew.

A snapshot does not change by itself from run to run, so days may be run in any order and again (law 3). It is part of
the rules' version: what is scraped under another snapshot replaces in place what was scraped before.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path

from kliping import warehouse
from kliping.clean import Snapshot
from kliping.model import JAKARTA
from kliping.pipeline import stage
from kliping.scrape import RULES_VERSION
from kliping.settings import Settings

PINNED = "pinned.json"


def folder(settings: Settings) -> Path:
    """Every snapshot that a run ever used is kept here by its version, and which one is pinned now."""
    return settings.data_path / "learned"


def learn(settings: Settings, *, day: dt.date | None = None, days: int = 28) -> Snapshot:
    """Count recurring blocks in the ``days`` up to ``day`` (default: today in Jakarta) and pin what was learned."""
    rows = warehouse.recurring_blocks(settings, day or dt.datetime.now(JAKARTA).date(), days=days)
    snapshot = Snapshot.from_rows(rows)
    stage.write_whole(folder(settings) / f"{snapshot.version}.json", json.dumps(rows))
    stage.write_whole(folder(settings) / PINNED, json.dumps({"version": snapshot.version}) + "\n")
    return snapshot


def pinned(settings: Settings) -> str:
    """Version of the snapshot that runs use now; empty where nothing was ever learned."""
    path = folder(settings) / PINNED
    return str(json.loads(path.read_bytes())["version"]) if path.is_file() else ""


def rules_version(snapshot: str) -> str:
    """The version that rows are stamped with: the rules and, where there is one, the snapshot."""
    return f"{RULES_VERSION}+{snapshot}" if snapshot else RULES_VERSION


@lru_cache(maxsize=4)
def load(path: Path) -> Snapshot:
    """A snapshot by its file; read once per process."""
    return Snapshot.from_rows(tuple(row) for row in json.loads(path.read_bytes()))
