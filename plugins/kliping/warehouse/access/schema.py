"""Numbered migrations: each file of ``sql/schema/`` is applied once, in order, and held to its hash from then on."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kliping.warehouse.access.connection import has_table, is_lake
from kliping.warehouse.errors import SchemaMismatch, WarehouseError

MIGRATION_NAME = re.compile(r"(\d{4})_\w+\.sql")

CHECK_CONSTRAINT = re.compile(r"\s+CHECK \((?:[^()]|\([^()]*\))*\)")
"""A DuckLake knows no such constraint; ``sql/doctor/checks.sql`` looks for what it would have refused."""

MIGRATIONS_TABLE = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version INTEGER NOT NULL, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL
    )
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: its number, its name, its text."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Return the hash of the migration's text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def read_migrations(folder: Path) -> tuple[Migration, ...]:
    """Return the migrations in ``folder``, numbered 1, 2, 3...

    Raises ``WarehouseError`` where one is missing or misnamed.
    """
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = MIGRATION_NAME.fullmatch(path.name)
        if not match:
            raise WarehouseError(f"{path} is not named like 0001_what.sql.", "Rename it.")
        found.append(Migration(int(match[1]), path.stem, path.read_text("utf-8")))
    if [m.version for m in found] != list(range(1, len(found) + 1)):
        raise WarehouseError(
            f"The migrations in {folder} are not numbered 1, 2, 3...: {', '.join(m.name for m in found) or 'none'}.",
            "Check KLIPING_HOME, and that the folder is complete.",
        )
    return tuple(found)


def read_applied(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[str, str]]:
    """Return ``{version: (name, sha256)}`` of what was applied to the open database; empty for a new file."""
    if not has_table(connection, "schema_migrations"):
        return {}
    rows = connection.execute("SELECT version, name, sha256 FROM schema_migrations ORDER BY version").fetchall()
    return {version: (name, sha256) for version, name, sha256 in rows}


def find_pending(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[Migration, ...]:
    """Return the migrations that are still to be applied. Raises ``SchemaMismatch`` where file and folder differ."""
    wanted = read_migrations(folder)
    done = read_applied(connection)
    newer = [name for version, (name, _) in done.items() if version > len(wanted)]
    if newer:
        raise SchemaMismatch(
            f"The warehouse was written by a newer Kliping: it has migration {newer[-1]}, this knows {len(wanted)}.",
            "Update Kliping, or set KLIPING_DATA to another folder.",
        )
    for migration in wanted:
        if migration.version in done and done[migration.version][1] != migration.sha256:
            raise SchemaMismatch(
                f"Migration {migration.name} was changed after it had been applied to this warehouse.",
                f"Restore sql/schema/{migration.name}.sql as it was, and put the change into a new migration.",
            )
    return tuple(m for m in wanted if m.version not in done)


def apply_migrations(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[str, ...]:
    """Bring the open database up to date; gives the names of what was applied.

    Each migration is a transaction of its own with its ledger row, and nothing but DDL; a CHECKPOINT follows, so that
    the write-ahead log never mixes DDL with data.
    """
    todo = find_pending(connection, folder)
    if not todo:
        return ()
    lake = is_lake(connection)
    for migration in todo:
        connection.begin()
        try:
            connection.execute(MIGRATIONS_TABLE)
            connection.execute(CHECK_CONSTRAINT.sub("", migration.sql) if lake else migration.sql)
            connection.execute(
                "INSERT INTO schema_migrations VALUES (?, ?, ?, now())",
                [migration.version, migration.name, migration.sha256],
            )
        except duckdb.Error:
            connection.rollback()
            raise
        connection.commit()
    if not lake:  # where it would mean all of the maintenance
        connection.execute("CHECKPOINT")
    return tuple(m.name for m in todo)
