"""What did not pass, and what a person decides about it.

A decision is an input like a capture: it is kept in ``overrides`` by capture, so a rerun or a reprocess that meets the
same capture again comes to the same tables.
"""

from __future__ import annotations

import duckdb


def admit_released(connection: duckdb.DuckDBPyConnection, outlet: str) -> None:
    """Move staged quarantine rows that a person has released to the staged articles, by their payload."""
    columns = connection.execute("DESCRIBE staged_articles").fetchall()
    fields = ", ".join(
        f'"{name}" {"VARCHAR" if kind == "JSON" else kind}' for name, kind, *_ in columns if name != "batch_outlet"
    )
    released = """
        batch_outlet = $outlet AND payload IS NOT NULL
        AND quarantine_id IN (SELECT quarantine_id FROM overrides WHERE decision = 'release')
    """
    connection.execute(
        f"""
        INSERT INTO staged_articles BY NAME
        SELECT row.* REPLACE (coalesce(row.payload_digest, '') AS payload_digest), batch_outlet
        FROM (SELECT CAST(payload AS STRUCT({fields})) AS row, batch_outlet FROM staged_quarantine WHERE {released})
        """,  # noqa: S608  # column names and types of our own table
        {"outlet": outlet},
    )
    connection.execute(f"DELETE FROM staged_quarantine WHERE {released}", {"outlet": outlet})  # noqa: S608
