"""How far outlets without a file of their own are: a log of decisions, of which an outlet's last one counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal

import duckdb

from kliping.settings import Settings
from kliping.warehouse.access.connection import has_table
from kliping.warehouse.access.journal import FileStamp
from kliping.warehouse.access.reading import reader, stamp_published

StateName = Literal["candidate", "trial", "active", "refused", "gone"]
DecidedBy = Literal["try", "rule", "add"]
RUN_STATES: tuple[StateName, ...] = ("trial", "active")
"""States in which the daily run visits an outlet."""


@dataclass(frozen=True, slots=True)
class StateDecision:
    """One decision on an outlet. ``file`` describes it as YAML, ``evidence`` is JSON; None where there is none."""

    outlet: str
    host: str
    state: StateName
    reason: str
    why: str
    decided_by: DecidedBy
    decided_at: dt.datetime
    file: str | None = None
    evidence: str | None = None


_COLUMNS = ", ".join(field.name for field in fields(StateDecision))


def record_states(connection: duckdb.DuckDBPyConnection, decisions: Sequence[StateDecision]) -> None:
    """Append decisions to the log, all in one statement."""
    if not decisions:
        return
    values = ", ".join(f"unnest($rows).{field.name} AS {field.name}" for field in fields(StateDecision))
    connection.execute(
        f"INSERT INTO outlet_states BY NAME SELECT {values}",  # our own column names
        {"rows": [asdict(decision) for decision in decisions]},
    )


def list_current_states(connection: duckdb.DuckDBPyConnection) -> dict[str, StateDecision]:
    """Return each outlet's last decision by its id, with the last description that was recorded for it."""
    if not has_table(connection, "outlet_states"):  # a copy that an older version published
        return {}
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS.replace(", file", ", last_value(file IGNORE NULLS) OVER so_far AS file")}
        FROM outlet_states
        WINDOW so_far AS (PARTITION BY outlet ORDER BY decided_at)
        QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY decided_at DESC) = 1
        ORDER BY outlet
        """  # noqa: S608  # our own column names
    ).fetchall()
    return {row[0]: StateDecision(*row) for row in rows}


_last_read: dict[Path, tuple[FileStamp, dict[str, StateDecision]]] = {}
"""What was last read of a published copy, and the stamp that the copy had before."""


def read_current_states(settings: Settings) -> dict[str, StateDecision]:
    """Return what ``list_current_states`` does, from the published copy; empty where nothing is published.

    A copy that has not changed is read once per process: a stage asks for each of its outlets.
    """
    stamp = stamp_published(settings)
    kept = _last_read.get(settings.published_path)
    if kept and kept[0] == stamp:
        return dict(kept[1])
    found = _read_states(settings)
    if stamp is not None:
        _last_read[settings.published_path] = (stamp, found)
    return dict(found)


def _read_states(settings: Settings) -> dict[str, StateDecision]:
    with reader(settings) as connection:
        if connection is None:
            return {}
        return list_current_states(connection)
