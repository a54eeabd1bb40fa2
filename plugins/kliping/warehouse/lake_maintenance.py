"""Maintenance of a DuckLake: small files merged, old snapshots given up, files removed that nothing refers to."""

from __future__ import annotations

import time
from dataclasses import dataclass

import duckdb

from kliping.settings import Settings
from kliping.warehouse.access.writing import writer

GRACE_DAYS = 1
"""Days that a file is kept that no snapshot needs any more, for readers and loads that are under way."""


@dataclass(frozen=True, slots=True)
class LakeMaintenance:
    """What the maintenance of a DuckLake did."""

    merged: int
    """Files that became fewer, larger ones."""
    expired: int
    """Snapshots that can be looked back at no more."""
    deleted: int
    """Files that were removed."""
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.merged} files merged, {self.expired} snapshots expired, {self.deleted} files removed, "
            f"in {self.seconds:.1f} s"
        )


def maintain_lake(settings: Settings) -> LakeMaintenance:
    """Merge small files, expire snapshots older than ``settings.warehouse_days``, remove what nothing refers to.

    Readers and loads go on meanwhile; each step is a transaction of its own. Raises ``WarehouseError``.
    """
    began = time.monotonic()
    with writer(settings) as connection:
        merged = _sum_files(connection, "CALL ducklake_rewrite_data_files('kliping', delete_threshold => 0.5)")
        merged += _sum_files(connection, "CALL ducklake_merge_adjacent_files('kliping')")
        expired = connection.execute(
            f"CALL ducklake_expire_snapshots('kliping', older_than => now() - INTERVAL {settings.warehouse_days} DAY)"
        ).fetchall()
        deleted = [
            *_remove_files(connection, "ducklake_cleanup_old_files"),
            *_remove_files(connection, "ducklake_delete_orphaned_files"),
        ]
    return LakeMaintenance(merged, len(expired), len(deleted), time.monotonic() - began)


def _sum_files(connection: duckdb.DuckDBPyConnection, call: str) -> int:
    """Return the number of files that a step took in."""
    found = connection.execute(call)
    names = [column[0] for column in found.description or ()]
    place = names.index("files_processed")
    return sum(int(row[place]) for row in found.fetchall())


def _remove_files(connection: duckdb.DuckDBPyConnection, function: str) -> list[str]:
    call = f"CALL {function}('kliping', older_than => now() - INTERVAL {GRACE_DAYS} DAY)"
    return [path for (path,) in connection.execute(call).fetchall()]
