"""One load: staged Parquet of a run's outlets into the warehouse, in one transaction.

The tables are a function of the set of captures (law 3): a version of an article is a distinct content hash among its
captures, the current one is the newest capture's, the others are revisions. ``sql/load/`` says it in SQL; this module
runs those files in order, all of a batch's outlets together.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from kliping.batch import Batch, OutletBatch
from kliping.clock import Clock, read_clock
from kliping.failpoints import failpoint
from kliping.model import RESULTS
from kliping.resources import read_sql
from kliping.warehouse.access.connection import is_conflict, mark_transaction, quote_literal, transaction
from kliping.warehouse.loads.duplicates import find_candidate_pairs, join_duplicate_groups
from kliping.warehouse.loads.quarantine import record_decision
from kliping.warehouse.loads.sightings import record_route_days
from kliping.warehouse.loads.staging import (
    LoadStatus,
    RowReader,
    Verdict,
    create_row_views,
    fill_staging,
    find_unreadable,
    read_released,
    read_staged,
)

log = logging.getLogger(__name__)

MOST_CONFLICTS = 10
"""Times that a load is tried again because another one was committed while it ran."""

CONFLICT_PAUSE_SECONDS = 0.2

LOAD_TIME = "%Y%m%dT%H%M%S%f"
"""How a load's id begins: ids sort in the order of their commits."""

COPY_SETTINGS: dict[str, str] = {
    "threads": "1",  # each holds a row group of long texts, and two are no quicker
    "disabled_optimizers": "join_order,build_side_probe_side",  # it would keep all texts in a join's hash table
}
"""What bounds the memory that copying whole rows takes, however long their texts are."""
COPY_LIMITS = ("160MB", "640MB", "")
"""Memory that copying may take: rows wait for the commit, beyond this limit on the disk.

Where a limit is too low for a row, the load begins again with the next one; the last is DuckDB's own, four fifths of
the memory of the machine or container.
"""


@dataclass(frozen=True, slots=True)
class OutletLoad:
    """What became of one outlet's part. ``counts`` has every result; all zero unless ``status`` is ok."""

    outlet: str
    status: LoadStatus
    discovered: int
    known: int
    counts: Mapping[str, int]
    error: str = ""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One load: its id, how each outlet's links ended, and the seconds of the load's own work."""

    load_id: str
    run: str
    outlets: tuple[OutletLoad, ...] = field(default=())
    seconds: float = 0.0

    @property
    def counts(self) -> dict[str, int]:
        """Return every result, summed over the outlets."""
        return {result: sum(o.counts.get(result, 0) for o in self.outlets) for result in RESULTS}

    def summary(self) -> str:
        """Return one line for a log."""
        summary = ", ".join(f"{count} {result}" for result, count in self.counts.items() if count) or "nothing new"
        bad = "".join(f"; {o.outlet} {o.status}: {o.error}" for o in self.refused)
        return f"{summary} in {self.seconds:.1f} s{bad}"

    @property
    def refused(self) -> tuple[OutletLoad, ...]:
        """Return the outlets that were refused or failed, each with its reason."""
        return tuple(o for o in self.outlets if o.status != "ok")


def load_batch(connection: duckdb.DuckDBPyConnection, batch: Batch, clock: Clock = read_clock) -> LoadReport:
    """Load ``batch`` through a connection from ``writer()``; all of it is committed, or nothing.

    An outlet whose counts do not add up is ``refused``, one whose stages failed or whose files cannot be read is
    ``failed``; each has its ``loads`` row with the reason, and the other outlets load. Loading a batch again adds
    ``loads`` and ``outcomes`` rows and changes nothing else.
    """
    return _load_in_transaction(connection, batch, read_staged, clock)


def release_pages(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], *, by: str, why: str) -> LoadReport:
    """Load quarantined pages (full ids) as they are, because a person says so; the decision holds for reruns too.

    Raises ``WarehouseError`` for an id that is not in quarantine or holds no article; nothing is released then.
    """
    with transaction(connection):
        record_decision(connection, ids, "release", by, why)
        rows = connection.execute(
            "SELECT outlet, count(*), any_value(rules_version) FROM quarantine "
            "WHERE quarantine_id IN (SELECT unnest(?::VARCHAR[])) GROUP BY outlet ORDER BY outlet",
            [list(ids)],
        ).fetchall()
    now = dt.datetime.now(dt.UTC)
    outlets = tuple(OutletBatch(outlet, count, 0, notes=(f"released by {by}: {why}",)) for outlet, count, _ in rows)
    run = f"release-{now:%Y%m%dT%H%M%S%f}"
    rules_version = next((version for _, _, version in rows), "")
    batch = Batch(run, "release", None, now, rules_version, "", outlets)

    def read_rows(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch]) -> None:
        read_released(connection, outlets, list(ids))

    return _load_in_transaction(connection, batch, read_rows, read_clock)


def drop_pages(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], *, by: str, why: str) -> None:
    """Dismiss quarantined pages (full ids) because a person says so. Raises as ``release_pages`` does."""
    with transaction(connection):
        record_decision(connection, ids, "drop", by, why)


def _load_in_transaction(
    connection: duckdb.DuckDBPyConnection, batch: Batch, read_rows: RowReader, clock: Clock
) -> LoadReport:
    """Load what can be read; where an outlet's file breaks off, try again without that outlet."""
    began, started = time.monotonic(), clock()
    broken: dict[str, Verdict] = {}
    tries = 0
    limits = list(COPY_LIMITS)
    while True:
        failpoint("load.stage")
        verdicts = fill_staging(connection, batch.outlets, read_rows, broken)
        try:
            with transaction(connection):
                load_id = _name_load(connection, batch.run, started, clock().astimezone(dt.UTC))
                apply_staging(connection, limits[0])
                failpoint("load.loads")
                outlets = _record_loads(connection, batch, verdicts, load_id, started)
                record_route_days(connection, batch, load_id)
                _record_visits(connection, batch)
                failpoint("load.commit")
            break
        except duckdb.Error as error:
            _lift_bounds(connection)  # an aborted transaction takes no settings, so it is done here
            if is_conflict(error) and tries < MOST_CONFLICTS:
                tries += 1
                log.warning("another load was committed first; loading again (%d)", tries)
                time.sleep(tries * CONFLICT_PAUSE_SECONDS)
                continue
            if isinstance(error, duckdb.OutOfMemoryException) and len(limits) > 1:
                del limits[0]
                log.warning(
                    "texts too long for the memory that a load takes (%s); loading again with %s",
                    error, limits[0] or "as much as there is",
                )  # fmt: skip
                continue
            # the long columns are read only now: an outlet whose file breaks off there does not keep the others out
            found = find_unreadable(connection, [o for o in batch.outlets if verdicts[o.outlet][0] == "ok"])
            if not found:
                raise
            broken |= found
    failpoint("load.committed")
    seconds = time.monotonic() - began
    return LoadReport(load_id, batch.run, outlets, seconds)


def _name_load(connection: duckdb.DuckDBPyConnection, run: str, started: dt.datetime, now: dt.datetime) -> str:
    """Return the id of the load that this transaction is, and set what ``sql/load/`` reads of it.

    It sorts after every load that was committed before, whatever another machine's clock said: readers keep the last
    id that they have seen, and ask for what came after it.
    """
    row = connection.execute("SELECT max(load_id) FROM loads").fetchone()
    if row and row[0] and row[0] >= f"{now:{LOAD_TIME}}":
        last = dt.datetime.strptime(row[0].partition("-")[0], LOAD_TIME).replace(tzinfo=dt.UTC)
        now = last + dt.timedelta(microseconds=1)
    load_id = f"{now:{LOAD_TIME}}-{secrets.token_hex(3)}"
    for name, value in (("load_id", load_id), ("run", run), ("finished_at", started)):
        connection.execute(f"SET VARIABLE {name} = ?", [value])
    mark_transaction(connection, load_id)
    return load_id


def apply_staging(connection: duckdb.DuckDBPyConnection, limit: str = COPY_LIMITS[0]) -> None:
    """Carry the staging tables into the warehouse, inside the caller's transaction; ``limit`` holds for whole rows."""
    for step in (
        "captures",
        "versions",
        "articles",
        "moves",
        "duplicates",
        "names",
        "quarantine",
        "outcomes",
        "sightings",
        "sources",
        "changes",
    ):
        failpoint(f"load.{step}")
        if step == "duplicates":
            find_candidate_pairs(connection, f"{read_sql('load/duplicates_changed')}\n{read_sql(f'load/{step}')}")
            join_duplicate_groups(connection)
        elif step == "articles":
            _copy_rows(connection, step, limit)
        elif step == "names":
            connection.execute(read_sql("names/resolved_aliases"))
            _copy_rows(connection, step, limit)
            connection.execute(read_sql("names/name_days"))
        else:
            connection.execute(read_sql(f"load/{step}"))
        if step == "versions":
            create_row_views(connection)


def _copy_rows(connection: duckdb.DuckDBPyConnection, step: str, limit: str) -> None:
    """Copy whole rows within bounds; after an error the caller lifts them."""
    bounds = COPY_SETTINGS | ({"memory_limit": limit} if limit else {})
    for name, value in bounds.items():
        connection.execute(f"SET {name} = {quote_literal(value)}")
    connection.execute(read_sql(f"load/{step}"))
    _lift_bounds(connection)


def _lift_bounds(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the session DuckDB's own settings; RESET alone would leave the buffers their limit."""
    for name in ("memory_limit", *COPY_SETTINGS):
        connection.execute(f"RESET {name}")
        value = connection.execute("SELECT current_setting(?)::VARCHAR", [name]).fetchall()[0][0]
        connection.execute(f"SET {name} = {quote_literal(value)}")


def _record_visits(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Add what the batch's visits of ``watch`` asked for to ``watch_days``."""
    if batch.visits:
        visits = [
            {"outlet": outlet, "list_requests": lists, "article_requests": articles}
            for outlet, (lists, articles) in batch.visits.items()
        ]
        given = {"visits": visits, "visited_at": batch.started_at, "day": batch.day}
        connection.execute(read_sql("load/visits"), given)


def _record_loads(
    connection: duckdb.DuckDBPyConnection,
    batch: Batch,
    verdicts: Mapping[str, Verdict],
    load_id: str,
    started: dt.datetime,
) -> tuple[OutletLoad, ...]:
    """Write the ``loads`` row of every outlet."""
    found = connection.execute("SELECT outlet, result, count(*) FROM resolved GROUP BY ALL").fetchall()
    done: list[OutletLoad] = []
    rows: list[dict[str, object]] = []
    for outlet in batch.outlets:
        status, error = verdicts[outlet.outlet]
        counts = dict.fromkeys(RESULTS, 0) | {result: n for name, result, n in found if name == outlet.outlet}
        done.append(OutletLoad(outlet.outlet, status, outlet.discovered, outlet.known, counts, error))
        rows.append(
            {
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
        )
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(
            f"INSERT INTO loads ({columns}) VALUES ({marks})",  # noqa: S608  # our own column names
            [list(row.values()) for row in rows],
        )
    return tuple(done)
