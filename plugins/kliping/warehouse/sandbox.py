"""Queries of somebody who is not trusted: they read what is published and nothing else, for a limited time."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from kliping.settings import Settings
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.errors import WarehouseError
from kliping.warehouse.fulltext.search_sql import open_session

MOST_SECONDS = 10.0
MOST_MEMORY = "1GB"

FORBIDDEN_FUNCTION = re.compile(
    r"(?i)query(_table)?|json_execute_serialized_sql|glob|\w*_scan(_\w+)?|(postgres|sqlite|mysql|ducklake|read|sniff)_\w+"
)
"""Functions that run another text as SQL, or open files and servers through an extension, past DuckDB's own locks."""


@dataclass(frozen=True, slots=True)
class FoundRows:
    """What a query found; ``more`` where it found more rows than were asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


def run_query(
    settings: Settings,
    query: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    limit: int,
    seconds: float = MOST_SECONDS,
) -> FoundRows:
    """Return at most ``limit`` rows of one SELECT over what is published.

    Raises ``WarehouseError`` for anything but one SELECT, for what touches a file, and after ``seconds``.
    """
    with _open_sandbox(settings) as connection:
        _check_query(connection, query)
        timer = threading.Timer(seconds, connection.interrupt)
        timer.start()
        try:
            found = connection.execute(query, dict(parameters or {}))
            rows = found.fetchmany(limit + 1)
        except duckdb.InterruptException as error:
            raise WarehouseError(
                f"The query took longer than {seconds:g} seconds.", "Ask for fewer days or outlets, or a sum."
            ) from error
        except duckdb.Error as error:
            raise WarehouseError(
                f"The query cannot be run: {error}", "The tool `tables` names tables and columns."
            ) from error
        finally:
            timer.cancel()
        columns = tuple(column[0] for column in found.description or ())
    return FoundRows(columns, tuple(rows[:limit]), len(rows) > limit)


@contextmanager
def _open_sandbox(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open what is published so that no statement reaches a file, a server or a setting."""
    connection = open_session(settings)
    try:
        if lake := find_lake(settings):
            connection.execute("SET allowed_directories = ?", [[lake.data]])
        for statement in (
            "SET temp_directory = ''",  # what does not fit in memory fails
            f"SET memory_limit = '{MOST_MEMORY}'",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            connection.execute(statement)
        yield connection
    finally:
        connection.close()


def _check_query(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Raise ``WarehouseError`` for what is not one SELECT, or calls what is forbidden."""
    row = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [query]).fetchone()
    tree: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if tree["error"]:
        raise WarehouseError(f"This cannot be asked: {tree.get('error_message')}", "Ask one SELECT.")
    if len(tree["statements"]) != 1:
        raise WarehouseError("That is more than one statement.", "Ask one SELECT at a time.")
    for name in _list_functions(tree):
        if FORBIDDEN_FUNCTION.fullmatch(name):
            raise WarehouseError(f"The function {name} may not be called here.", "Ask the published tables.")


def _list_functions(node: object) -> Iterator[str]:
    """Yield the functions that a parsed query calls."""
    if isinstance(node, dict):
        if name := node.get("function_name"):
            yield str(name)
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _list_functions(each)
