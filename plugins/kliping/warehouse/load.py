"""One load: staged Parquet of a run's outlets into the warehouse, in one transaction.

The tables are a function of the set of captures (law 3): a version of an article is a distinct content hash among its
captures, the current one is the newest capture's, the others are revisions. ``sql/load/`` says it in SQL; this module
stages, checks law 1 outlet by outlet, and runs those files in order.
"""

from __future__ import annotations

import datetime as dt
import glob
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import duckdb

from kliping.batch import Batch, OutletBatch
from kliping.model import RESULTS
from kliping.settings import REPOSITORY
from kliping.steps import reached
from kliping.warehouse.connection import transaction
from kliping.warehouse.quarantine import admit_released, decide
from kliping.warehouse.stories import join_stories

SQL = REPOSITORY / "sql" / "load"
"""Beside the code, not in KLIPING_HOME: these files are as much part of ``load`` as this module is."""

Status = Literal["ok", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class OutletLoad:
    """What became of one outlet's part. ``counts`` has every result; all zero unless ``status`` is ok."""

    outlet: str
    status: Status
    discovered: int
    known: int
    counts: Mapping[str, int]
    error: str = ""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One load: its id, what became of each outlet, and the seconds of the load's own work."""

    load_id: str
    run: str
    outlets: tuple[OutletLoad, ...] = field(default=())
    seconds: float = 0.0

    @property
    def counts(self) -> dict[str, int]:
        """Every result, summed over the outlets."""
        return {result: sum(o.counts.get(result, 0) for o in self.outlets) for result in RESULTS}

    def summary(self) -> str:
        """One line for a log."""
        told = ", ".join(f"{count} {result}" for result, count in self.counts.items() if count) or "nothing new"
        bad = "".join(f"; {o.outlet} {o.status}: {o.error}" for o in self.refused)
        return f"{told} in {self.seconds:.1f} s{bad}"

    @property
    def refused(self) -> tuple[OutletLoad, ...]:
        return tuple(o for o in self.outlets if o.status != "ok")


def load(connection: duckdb.DuckDBPyConnection, batch: Batch) -> LoadReport:
    """Load ``batch`` through a connection from ``writer()``; all of it is committed, or nothing.

    An outlet whose counts do not add up is ``refused``, one whose stages failed or whose files cannot be read is
    ``failed``; each has its ``loads`` row with the reason, and the other outlets load. Loading a batch again adds
    ``loads`` and ``outcomes`` rows and changes nothing else.
    """
    return _load(connection, batch, _stage)


def release(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], *, by: str, why: str) -> LoadReport:
    """Load quarantined pages (full ids) as they are, because a person says so; the decision holds for reruns too.

    Raises ``WarehouseError`` for an id that is not in quarantine or holds no article; nothing is released then.
    """
    with transaction(connection):
        decide(connection, ids, "release", by, why)
        rows = connection.execute(
            "SELECT outlet, count(*), any_value(rules_version) FROM quarantine "
            "WHERE quarantine_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY outlet ORDER BY outlet",
            [list(ids)],
        ).fetchall()
    now = dt.datetime.now(dt.UTC)
    outlets = tuple(OutletBatch(outlet, count, 0, notes=(f"released by {by}: {why}",)) for outlet, count, _ in rows)
    run = f"release-{now:%Y%m%dT%H%M%S%f}"
    batch = Batch(run, "release", None, now, rows[0][2] if rows else "", "", outlets)

    def from_quarantine(connection: duckdb.DuckDBPyConnection, outlet: OutletBatch) -> tuple[Status, str]:
        connection.execute(_sql("release"), {"outlet": outlet.outlet, "ids": list(ids)})
        connection.execute(_sql("release_outcomes"), {"outlet": outlet.outlet})
        admit_released(connection, outlet.outlet)
        return "ok", ""

    return _load(connection, batch, from_quarantine)


def _load(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    stage: Callable[[duckdb.DuckDBPyConnection, OutletBatch], tuple[Status, str]],
) -> LoadReport:
    started = dt.datetime.now(dt.UTC)
    load_id = f"{started:%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
    for name, value in (("load_id", load_id), ("run", batch.run), ("finished_at", started)):
        connection.execute(f"SET VARIABLE {name} = ?", [value])
    reached("load.stage")
    connection.execute(_sql("stage"))
    errors = {outlet.outlet: stage(connection, outlet) for outlet in batch.outlets}
    with transaction(connection):
        apply_staged(connection, [o.outlet for o in batch.outlets])
        reached("load.loads")
        outlets = tuple(_record(connection, batch, o, *errors[o.outlet], load_id, started) for o in batch.outlets)
        reached("load.commit")
    reached("load.committed")
    seconds = (dt.datetime.now(dt.UTC) - started).total_seconds()
    return LoadReport(load_id, batch.run, outlets, seconds)


def apply_staged(connection: duckdb.DuckDBPyConnection, outlets: list[str]) -> None:
    """Carry the staging tables into the warehouse, inside the caller's transaction; ``outlets`` are all of the load."""
    outlet_list = "SELECT unnest(?::VARCHAR[]) AS batch_outlet"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE load_outlets AS {outlet_list}", [outlets])
    for step in ("captures", "versions", "articles", "stories", "quarantine", "outcomes", "sources"):
        reached(f"load.{step}")
        connection.execute(_sql(step))
        if step == "stories":
            join_stories(connection)


def _stage(connection: duckdb.DuckDBPyConnection, outlet: OutletBatch) -> tuple[Status, str]:
    """Stage one outlet's files; gives its status and what is wrong with it. Nothing of it stays unless it is ok."""
    if outlet.error:
        return "failed", outlet.error
    problem: tuple[Status, str] = ("ok", "")
    try:
        for table, path in (
            ("staged_articles", outlet.accepted),
            ("staged_quarantine", outlet.quarantine),
            ("staged_outcomes", outlet.outcomes),
        ):
            if path is not None:
                _read(connection, table, path, outlet.outlet)
        admit_released(connection, outlet.outlet)
        wrong = _law_one(connection, outlet)
        if wrong:
            problem = ("refused", wrong)
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.InternalException):
        raise  # a column that no migration made: a defect of ours, not of the outlet
    except duckdb.Error as error:
        first = str(error).strip().splitlines()[0]
        problem = ("failed", f"a staged file cannot be read: {first}. Run the outlet again; its pages are archived.")
    if problem[1]:
        for table in ("staged_articles", "staged_quarantine", "staged_outcomes"):
            connection.execute(f"DELETE FROM {table} WHERE batch_outlet = ?", [outlet.outlet])  # noqa: S608
    return problem


_EXTRA = {
    "staged_articles": "* REPLACE (coalesce(payload_digest, '') AS payload_digest)",
    "staged_quarantine": (
        "*, left(sha256(article_id || '@' || coalesce(epoch_us(fetched_at)::VARCHAR, '')), 16) AS quarantine_id"
    ),
    "staged_outcomes": "*",
}


def _read(connection: duckdb.DuckDBPyConnection, table: str, path: Path, outlet: str) -> None:
    """Append a Parquet file by column names; a column that an older stage did not write is NULL."""
    connection.execute(
        f"INSERT INTO {table} BY NAME SELECT {_EXTRA[table]}, ? AS batch_outlet "  # noqa: S608
        "FROM read_parquet(?, hive_partitioning = false)",
        [outlet, glob.escape(str(path))],
    )


def _law_one(connection: duckdb.DuckDBPyConnection, outlet: OutletBatch) -> str:
    """What does not add up in one staged outlet; empty where all does."""
    rows = connection.execute(_sql("law_one"), {"outlet": outlet.outlet}).fetchall()
    outcomes, fateless, unlinked, foreign = rows[0]
    wrong = []
    if outlet.discovered != outcomes + outlet.known:
        wrong.append(
            f"discovered {outlet.discovered} links, but {outcomes} have an outcome and {outlet.known} were known"
        )
    if fateless:
        wrong.append(f"{len(fateless)} links have neither an outcome nor a row, such as {fateless[0]}")
    if unlinked:
        wrong.append(f"{len(unlinked)} articles belong to no discovered link, such as {unlinked[0]}")
    if foreign and not outlet.mixed:
        wrong.append(f"rows of another outlet are among them: {', '.join(foreign)}")
    return "; ".join(wrong)


def _record(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    outlet: OutletBatch,
    status: Status,
    error: str,
    load_id: str,
    started: dt.datetime,
) -> OutletLoad:
    """Write the ``loads`` row of one outlet."""
    rows = connection.execute("SELECT result, count(*) FROM resolved WHERE outlet = ? GROUP BY ALL", [outlet.outlet])
    counts = dict.fromkeys(RESULTS, 0) | dict(rows.fetchall())
    values = {
        "load_id": load_id,
        "run": batch.run,
        "job": batch.job,
        "day": batch.day,
        "outlet": outlet.outlet,
        "status": status,
        "error": error,
        "discovered": outlet.discovered,
        "known": outlet.known,
        **counts,
        "notes": list(outlet.notes),
        "rules_version": batch.rules_version,
        "learned_snapshot": batch.learned_snapshot,
        "started_at": batch.started_at,
        "finished_at": started,
    }
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" for _ in values)
    connection.execute(f"INSERT INTO loads ({columns}) VALUES ({marks})", list(values.values()))  # noqa: S608
    return OutletLoad(outlet.outlet, status, outlet.discovered, outlet.known, counts, error)


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")
