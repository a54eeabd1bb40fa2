"""Copying a whole warehouse between the shapes: into a DuckLake or out of it, proved equal before it counts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kliping import resources
from kliping.drafts import replace_when_done
from kliping.failpoints import failpoint
from kliping.settings import Settings
from kliping.warehouse.access.connection import (
    NO_DOWNLOADS,
    explain_errors,
    quote_literal,
    transaction,
    writer_lock_path,
)
from kliping.warehouse.access.lake import Lake, find_lake, parse_lake
from kliping.warehouse.access.lock import hold_lock
from kliping.warehouse.access.schema import apply_migrations
from kliping.warehouse.access.writing import write_file, write_lake
from kliping.warehouse.errors import WarehouseError
from kliping.warehouse.publish import publish_copy

FILES = "files"
"""How the shape of files in the data folder is named."""

MADE_ANEW = ("dictionary", "last_writer", "publication", "schema_migrations")
"""Tables that each warehouse makes of its own; all others are copied."""


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What was copied: rows by table, each of them proved to be the same. ``to`` is where it is now."""

    to: str
    rows: dict[str, int]
    seconds: float


def move_warehouse(settings: Settings, to: str, data: str = "") -> MoveReport:
    """Copy the warehouse to ``to``, which holds none yet: ``files``, or a DuckLake with its files in ``data``.

    What is copied stays as it was. Where a row is not the same, or the process is killed, nothing was moved. Raises
    ``WarehouseError``.
    """
    began = time.monotonic()
    if to != FILES:
        lake = parse_lake(to, data or settings.warehouse_data, settings.data_path)
        return MoveReport(str(lake), _move_to_lake(settings, lake), time.monotonic() - began)
    if (source := find_lake(settings)) is None:
        raise WarehouseError("The warehouse is files already.", "Set KLIPING_WAREHOUSE to the DuckLake to move from.")
    rows = _move_to_files(settings, source)
    return MoveReport(str(settings.warehouse_path), rows, time.monotonic() - began)


def _move_to_lake(settings: Settings, lake: Lake) -> dict[str, int]:
    source = settings.warehouse_path
    if not source.exists():
        raise WarehouseError(f"There is no warehouse at {source}.", "Nothing to move.")
    with write_file(settings):  # brings it up to date
        pass
    with (
        hold_lock(writer_lock_path(settings), settings.lock_timeout),
        write_lake(lake, settings.lock_timeout) as connection,
    ):
        held = connection.execute("SELECT count(*) FROM loads").fetchone()
        if held and held[0]:
            raise WarehouseError(f"{lake} holds a warehouse already.", "Name an empty database, or another file.")
        return fill_lake(connection, source)


def _move_to_files(settings: Settings, lake: Lake) -> dict[str, int]:
    target = settings.warehouse_path
    if target.exists():
        raise WarehouseError(f"There is a warehouse at {target} already.", "Move it away first.")
    with (
        explain_errors(target),
        hold_lock(writer_lock_path(settings), settings.lock_timeout),
        write_lake(lake, settings.lock_timeout) as connection,
        replace_when_done(target, locked=True) as draft,
    ):
        rows = fill_file(connection, draft)
        failpoint("move.rename")
    publish_copy(settings.model_copy(update={"warehouse": ""}), force=True)
    return rows


def fill_lake(connection: duckdb.DuckDBPyConnection, source: Path) -> dict[str, int]:
    """Replace what the lake in use holds by the warehouse in a file, in one transaction; return the rows by table."""
    connection.execute(f"ATTACH {quote_literal(source)} AS given (READ_ONLY)")
    try:
        with transaction(connection, f"copy of {source.name}"):
            for table in _list_tables(connection, "given"):
                connection.execute(f'DELETE FROM kliping."{table}"')  # noqa: S608  # names of our own tables
            rows = _copy_tables(connection, "given", "kliping")
            failpoint("move.commit")
        return rows
    finally:
        connection.execute("DETACH given")


def fill_file(connection: duckdb.DuckDBPyConnection, draft: Path) -> dict[str, int]:
    """Write what the lake in use holds to a new file that is a warehouse by itself; return the rows by table."""
    with duckdb.connect(str(draft), config=dict(NO_DOWNLOADS)) as made:
        apply_migrations(made, resources.SQL_FOLDER / "schema")
    connection.execute(f"ATTACH {quote_literal(draft)} AS given")
    try:
        failpoint("move.copy")
        with transaction(connection):
            rows = _copy_tables(connection, "kliping", "given")
        connection.execute("CHECKPOINT given")
    finally:
        connection.execute("DETACH given")
    return rows


def _copy_tables(connection: duckdb.DuckDBPyConnection, source: str, target: str) -> dict[str, int]:
    """Copy every table and compare what arrived, by the number of its rows and a hash of each."""
    rows = {}
    for table in _list_tables(connection, "given"):
        connection.execute(
            f'INSERT INTO {target}.main."{table}" BY NAME FROM {source}.main."{table}"'  # our own names
        )
        before, after = (_sum_up(connection, database, table) for database in (source, target))
        if before != after:
            raise WarehouseError(f"The copy of {table} is not the same.", "Nothing was moved; report it.")
        rows[table] = before[0]
    return rows


def _list_tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """Return the tables that are copied, as a file names them."""
    rows = connection.execute(f"SHOW TABLES FROM {database}").fetchall()
    return [name for (name,) in rows if name not in MADE_ANEW]


def _sum_up(connection: duckdb.DuckDBPyConnection, database: str, table: str) -> tuple[int, int]:
    """Return the number of a table's rows and the sum of their hashes: the same for the same rows in any order."""
    columns = connection.execute(f'DESCRIBE given.main."{table}"').fetchall()
    names = ", ".join(f'"{name}"' for name, *_ in columns)
    row = connection.execute(
        f'SELECT count(*), coalesce(sum(hash({names})::HUGEINT), 0) FROM {database}.main."{table}"'  # noqa: S608
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])
