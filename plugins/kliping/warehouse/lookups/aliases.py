"""Names that a person has merged across articles: an input, like a decision on quarantine, that every load applies."""

from __future__ import annotations

import duckdb

from kliping.mentions import NAME_KINDS
from kliping.resources import read_sql
from kliping.warehouse.access.connection import transaction
from kliping.warehouse.errors import WarehouseError


def merge_names(connection: duckdb.DuckDBPyConnection, alias: str, name: str, *, kind: str | None, by: str) -> str:
    """Make ``alias`` one with ``name`` in all articles, those to come included; return the kind that both are of.

    Nothing is lost: mentions keep the name as their article has it. Raises ``WarehouseError`` where an article has no
    such name, where it is of several kinds and ``kind`` does not tell which, and for a circle.
    """
    with transaction(connection):
        kind = _choose_kind(connection, alias, kind)
        _choose_kind(connection, name, kind)
        connection.execute("DELETE FROM name_aliases WHERE kind = ? AND alias = ?", [kind, alias])
        connection.execute(read_sql("names/resolved_aliases"))
        leads = connection.execute(
            "SELECT 1 FROM resolved_aliases WHERE kind = $kind AND alias = $name AND name = $alias",
            {"kind": kind, "alias": alias, "name": name},
        ).fetchone()
        if leads or alias == name:
            raise WarehouseError(f"{name} is {alias} already.", "`kliping names unmerge` takes that merge back.")
        connection.execute("INSERT INTO name_aliases VALUES (?, ?, ?, ?, now())", [kind, alias, name, by])
        _apply_aliases(connection)
    return kind


def unmerge_name(connection: duckdb.DuckDBPyConnection, alias: str) -> list[str]:
    """Take a merge back; return the names that it was merged into. Raises ``WarehouseError`` where there is none."""
    with transaction(connection):
        found = connection.execute('SELECT "name" FROM name_aliases WHERE alias = ? ORDER BY kind', [alias]).fetchall()
        if not found:
            raise WarehouseError(f"{alias} is not merged into another name.", "The table name_aliases lists merges.")
        connection.execute("DELETE FROM name_aliases WHERE alias = ?", [alias])
        _apply_aliases(connection)
    return [name for (name,) in found]


def _apply_aliases(connection: duckdb.DuckDBPyConnection) -> None:
    for name in ("resolved_aliases", "rename", "name_days"):
        connection.execute(read_sql(f"names/{name}"))


def _choose_kind(connection: duckdb.DuckDBPyConnection, name: str, kind: str | None) -> str:
    """Return the kind of a name. Raises ``WarehouseError`` where there is none, or where it may be several."""
    rows = connection.execute(
        'SELECT DISTINCT kind FROM mentions WHERE name_in_article = $name OR "name" = $name ORDER BY kind',
        {"name": name},
    ).fetchall()
    kinds = [found for (found,) in rows]
    if kind is not None and kind not in NAME_KINDS:
        raise WarehouseError(f"{kind} is no kind of name.", f"Kinds are {', '.join(NAME_KINDS)}.")
    if not kinds or (kind is not None and kind not in kinds):
        what = kind or "name"
        raise WarehouseError(
            f"No article has the {what} {name}.", "`kliping names list WORD` shows how they are spelt."
        )
    if kind is None and len(kinds) > 1:
        raise WarehouseError(f"{name} is {' and '.join(kinds)} in articles.", f"Say which kind, such as {kinds[0]}.")
    return kind or str(kinds[0])
