"""Views, macros and comments: what analysts read on top of the tables, the same in every shape of the warehouse.

They are no migrations: whoever writes the warehouse, or publishes it, puts those of this version on it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import duckdb

from kliping.warehouse.access.connection import is_lake, quote_literal
from kliping.warehouse.errors import WarehouseError

SAME_COLUMNS = {"article_revisions": "articles", "stories": "duplicate_groups"}
"""Tables and views whose columns mean what those of another mean: their comments are written once."""

COMMENT = re.compile(
    r"(?:\s|--[^\n]*\n)*COMMENT\s+ON\s+(?P<kind>MACRO TABLE|MACRO|TABLE|VIEW|COLUMN)\s+(?P<name>\w+)"
    r"(?:\.\"?(?P<column>\w+)\"?)?\s+IS\s+'(?P<text>(?:[^']|'')*)'\s*;?\s*",
    re.DOTALL,
)

VIEW = re.compile(r"(?:\s|--[^\n]*\n)*CREATE OR REPLACE VIEW (\w+)")

DICTIONARY_TABLE = """
    CREATE OR REPLACE TABLE dictionary (
        kind VARCHAR NOT NULL, "name" VARCHAR NOT NULL, column_name VARCHAR, meaning VARCHAR NOT NULL
    )
"""


class Meaning(NamedTuple):
    """One row of ``dictionary``."""

    kind: str
    name: str
    column: str | None
    text: str


def apply_views(connection: duckdb.DuckDBPyConnection, sql: Path) -> None:
    """Put the views, macros and comments of ``sql`` on the database in use.

    A DuckLake keeps comments of tables, their columns and whole views only: the table ``dictionary`` holds all of them
    in every shape. Raises ``WarehouseError`` for a file that does not work.
    """
    lake = is_lake(connection)
    views = {"publication"} if lake else set()
    meanings: list[Meaning] = []
    connection.execute(DICTIONARY_TABLE)
    for path in list_view_files(sql):
        try:
            for statement in duckdb.extract_statements(path.read_text("utf-8")):
                if comment := COMMENT.fullmatch(statement.query):
                    meanings.append(_read_meaning(comment, views))
                    continue
                connection.execute(statement.query)
                if view := VIEW.match(statement.query):
                    views.add(view[1])
        except duckdb.Error as error:
            raise WarehouseError(f"{path} does not work: {error}", "Mend it and publish again.") from error
    for name, like in SAME_COLUMNS.items():
        meanings += _share_meanings(connection, meanings, name, like, "view" if name in views else "table")
    for meaning in meanings:
        if not lake or meaning.kind == "table" or (meaning.kind == "view" and meaning.column is None):
            connection.execute(_render_comment(meaning))
    columns = [list(column) for column in zip(*meanings, strict=True)]
    names = ", ".join("unnest(?::VARCHAR[])" for _ in columns)
    connection.execute(f"INSERT INTO dictionary SELECT {names}", columns)  # marks only


def list_view_files(sql: Path) -> list[Path]:
    """Return the files that ``apply_views`` runs, in their order."""
    return [*sorted((sql / "views").glob("*.sql")), sql / "comments.sql"]


def _read_meaning(comment: re.Match[str], views: set[str]) -> Meaning:
    """Return what a comment says; the times of publication are a table in one shape and a view in the other."""
    kind = comment["kind"].lower()
    if not kind.startswith("macro"):
        kind = "view" if comment["name"] in views else "table"
    return Meaning(kind, comment["name"], comment["column"], comment["text"].replace("''", "'"))


def _render_comment(meaning: Meaning) -> str:
    kind, place = meaning.kind, meaning.name
    if meaning.column:
        kind, place = "column", f'{meaning.name}."{meaning.column}"'
    return f"COMMENT ON {kind} {place} IS {quote_literal(meaning.text)}"


def _share_meanings(
    connection: duckdb.DuckDBPyConnection, meanings: list[Meaning], name: str, like: str, kind: str
) -> list[Meaning]:
    """Return for the columns of ``name`` that have no comment the comment of the same column of ``like``."""
    theirs = {each.column: each.text for each in meanings if each.name == like and each.column}
    own = {each.column for each in meanings if each.name == name}
    columns = [column for column, *_ in connection.execute(f"DESCRIBE {name}").fetchall()]
    return [Meaning(kind, name, column, theirs[column]) for column in columns if column in theirs and column not in own]
