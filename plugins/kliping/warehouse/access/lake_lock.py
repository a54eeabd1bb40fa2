"""One writer at a time on a DuckLake: a lock in the catalogue's own database, which a killed process cannot keep."""

from __future__ import annotations

import logging
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from kliping.warehouse.access.connection import quote_literal
from kliping.warehouse.access.lake import Lake, connect_lake
from kliping.warehouse.access.lock import QUIET_SECONDS, hold_lock
from kliping.warehouse.errors import WarehouseError, WarehouseLocked

log = logging.getLogger(__name__)

LAKE_LOCK_KEY = 7_595_421_604
"""Key of the advisory lock in the catalogue's database."""

LAKE_LOCK_RETRY_SECONDS = 0.1

HOLDER_QUERY = f"""
    SELECT min(application_name) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND (classid::bigint << 32) + objid::bigint = {LAKE_LOCK_KEY} AND granted
"""  # noqa: S608  # our own number


@contextmanager
def hold_lake_lock(lake: Lake, timeout: float) -> Iterator[None]:
    """Hold the lake's one writer's lock; wait ``timeout`` seconds for it, then raise ``WarehouseLocked``."""
    if lake.kind == "sqlite":
        path = Path(f"{lake.catalogue}.lock")
        if not path.parent.is_dir():
            raise WarehouseError(f"There is no folder {path.parent} for the DuckLake's catalogue.", "Make it.")
        with hold_lock(path, timeout):
            yield
        return
    with connect_lake(lake) as connection:
        connection.execute(f"ATTACH {quote_literal(lake.catalogue)} AS catalogue (TYPE postgres)")
        _take_lock(connection, lake, timeout)
        try:
            yield
        finally:
            with suppress(duckdb.Error):  # a database that went away has given the lock back
                connection.rollback()


def _take_lock(connection: duckdb.DuckDBPyConnection, lake: Lake, timeout: float) -> None:
    """Wait for the lock in a transaction, which keeps it until it ends."""
    began, warned = time.monotonic(), False
    while True:
        connection.begin()
        name = quote_literal(f"kliping {os.getpid()}@{socket.gethostname()}: {' '.join(sys.argv[1:3])}"[:60])
        _query(connection, f"SELECT set_config('application_name', {name}, false)")
        if _query(connection, f"SELECT pg_try_advisory_xact_lock({LAKE_LOCK_KEY})") is True:
            return
        holder = _query(connection, HOLDER_QUERY)
        connection.rollback()
        waited = time.monotonic() - began
        if waited >= timeout:
            raise WarehouseLocked(
                f"The warehouse is being written by another process ({holder}); waited {timeout:g} s ({lake}).",
                "Try again when it has finished, or raise KLIPING_LOCK_TIMEOUT.",
            )
        if waited > QUIET_SECONDS and not warned:
            warned = True
            log.warning("waiting for the warehouse, which %s writes; at most %g s", holder, timeout)
        time.sleep(LAKE_LOCK_RETRY_SECONDS)


def _query(connection: duckdb.DuckDBPyConnection, query: str) -> object:
    row = connection.execute(f"FROM postgres_query('catalogue', {quote_literal(query)})").fetchone()
    return row[0] if row else None
