"""Days of an outlet that were collected completely: the archive keeps the ledger, and a rerun needs no network."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

import pyarrow as pa
from pydantic import TypeAdapter, ValidationError

from kliping import archive
from kliping.batch import RouteDay
from kliping.pipeline.runs import ledger, stage
from kliping.settings import Settings

log = logging.getLogger(__name__)

COUNTED = ("discovered", "known", "fetched", "results")
"""What the archive's marker keeps of ``Collected``, with its parts and notes; the rows are in the ledger beside it."""


def keep_complete_day(settings: Settings, day: dt.date, done: stage.Collected, ledger_path: Path) -> None:
    """Keep in the archive what an outlet's day brought, with its ledger."""
    marker = {name: getattr(done, name) for name in (*COUNTED, "parts", "notes")}
    marker["route_days"] = TypeAdapter(tuple[RouteDay, ...]).dump_python(done.route_days, mode="json")
    sightings = ledger_path.with_name(stage.SIGHTINGS_FILE)
    archive.mark_complete(settings.archive_root, done.outlet, day, marker, ledger_path, sightings)


def take_complete_day(settings: Settings, outlet: str, day: dt.date, ledger_path: Path) -> stage.Collected | None:
    """Return what the archive keeps of a complete day, and copy its ledger to ``ledger_path``.

    None where it keeps nothing, or something that cannot be read: then the day has to be collected again.
    """
    marker = archive.read_completion(settings.archive_root, outlet, day)
    if marker is None or not archive.copy_ledger(settings.archive_root, outlet, day, ledger_path):
        return None
    try:
        for _ in ledger.read_rows(ledger_path):
            pass
        counted = {name: marker[name] for name in COUNTED}
        sightings = ledger_path.with_name(stage.SIGHTINGS_FILE)
        archive.copy_ledger(settings.archive_root, outlet, day, sightings, archive.COMPLETE_SIGHTINGS)
        # what an older release kept has neither sightings nor walks
        walked = TypeAdapter(tuple[RouteDay, ...]).validate_python(marker.get("route_days", ()))
        return stage.Collected(
            outlet,
            replayed=True,
            **counted,
            parts=tuple(marker["parts"]),
            notes=tuple(marker["notes"]),
            route_days=walked,
        )
    except (ValidationError, KeyError, TypeError, pa.ArrowException, OSError) as error:
        log.error("%s: what the archive keeps of %s cannot be read: %s", outlet, day, error)
        return None
