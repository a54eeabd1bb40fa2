"""The analysts' pages, made from what is really there: comments, and worked queries with their output."""

from __future__ import annotations

from pathlib import Path

import duckdb

GENERATED_NOTE = (
    "<!-- Made by `python -m tests.warehouse.document`; change the comments or the queries, not this page. -->\n"
)


LONGEST_CELL = 160
"""Characters of a table's cell; a longer text is cut."""


def render_dictionary(connection: duckdb.DuckDBPyConnection) -> str:
    """Return every table, view and macro of the published copy with its columns and comments, as Markdown."""
    parts = ["# Data dictionary\n", GENERATED_NOTE, 'Times are UTC; a "day" is the day in Jakarta.\n']
    objects = connection.execute(
        """
        FROM (
            SELECT 'table' AS kind, table_name AS name, comment FROM duckdb_tables() WHERE database_name = 'kliping'
            UNION ALL
            SELECT 'view', view_name, comment FROM duckdb_views() WHERE database_name = 'kliping' AND NOT internal
        )
        ORDER BY kind, name <> 'articles', name
        """
    ).fetchall()
    for kind, name, comment in objects:
        parts.append(f"## {name}\n\n*{kind}*: {comment}\n\n| column | type | meaning |\n| --- | --- | --- |")
        columns = connection.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() "
            "WHERE database_name = 'kliping' AND table_name = ? ORDER BY column_index",
            [name],
        ).fetchall()
        parts += [f"| {column} | `{_type(kind)}` | {_cell(meaning or '')} |" for column, kind, meaning in columns]
        parts.append("")
    parts.append("## Macros\n\n| macro | meaning |\n| --- | --- |")
    macros = connection.execute(
        "SELECT DISTINCT function_name, parameters, comment FROM duckdb_functions() "
        "WHERE database_name = 'kliping' AND NOT internal ORDER BY 1"
    ).fetchall()
    parts += [f"| `{name}({', '.join(parameters)})` | {_cell(comment or '')} |" for name, parameters, comment in macros]
    return "\n".join(parts) + "\n"


def render_queries(connection: duckdb.DuckDBPyConnection, folder: Path) -> str:
    """Return each query of ``folder``: its question (the first comment), its text, its output, as Markdown."""
    parts = []
    for path in sorted(folder.glob("*.sql")):
        question, _, text = path.read_text("utf-8").partition("\n")
        found = connection.execute(text)
        names = [column[0] for column in found.description or ()]
        rows = found.fetchall()
        parts.append(f"### {question.removeprefix('-- ')}\n\n```sql\n{text.strip()}\n```\n")
        parts.append("| " + " | ".join(names) + " |\n|" + " --- |" * len(names))
        parts += ["| " + " | ".join(_value(value) for value in row) + " |" for row in rows]
        parts.append("")
    return "\n".join(parts)


def _type(data_type: str) -> str:
    return data_type.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").replace('"', "")


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return _cell("; ".join(map(str, value)))
    return _cell(str(value))


def _cell(text: str) -> str:
    flat = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
    if len(flat) > LONGEST_CELL:
        return flat[: LONGEST_CELL - 3] + "..."
    return flat
