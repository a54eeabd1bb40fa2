"""What a load reads: the staged files of all outlets at once, with a verdict on each.

Only what decides is read here: the outcomes, the quarantine, and of each article its address, hashes and times. Its
texts stay in the file until the load knows that the row is needed, and are then read once, into the table itself.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import duckdb

from kliping.batch import OutletBatch
from kliping.resources import read_sql
from kliping.warehouse.access.connection import quote_literal
from kliping.warehouse.loads.quarantine import stage_released

LoadStatus = Literal["ok", "refused", "failed"]
Verdict = tuple[LoadStatus, str]
"""What becomes of an outlet's part, and why where it is not ``ok``."""
RowReader = Callable[[duckdb.DuckDBPyConnection, Sequence[OutletBatch]], None]
"""Fills the staging tables with the rows of some outlets."""

DEFECTS = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.InternalException)
"""A column that no migration made: our own defect, not the outlet's."""

STAGING_TABLES = {
    "staged_articles": (
        "accepted",
        "filename, file_row_number, article_id, outlet, url, fetched_at, "
        "coalesce(payload_digest, '') AS payload_digest, "
        "archive, content_hash, rules_version, learned_snapshot",
    ),
    "staged_quarantine": (
        "quarantine",
        "* EXCLUDE (batch_outlet, filename, file_row_number), "
        "left(sha256(article_id || '@' || coalesce(epoch_us(fetched_at)::VARCHAR, '')), 16) AS quarantine_id",
    ),
    "staged_outcomes": ("outcomes", "* EXCLUDE (batch_outlet, filename, file_row_number)"),
    "staged_sightings": ("sightings", "* EXCLUDE (batch_outlet, filename, file_row_number)"),
}
"""Each staging table, the part of an ``OutletBatch`` that fills it, and what is read of that."""


def fill_staging(
    connection: duckdb.DuckDBPyConnection,
    outlets: Sequence[OutletBatch],
    read_rows: RowReader,
    broken: Mapping[str, Verdict] | None = None,
) -> dict[str, Verdict]:
    """Fill the staging tables; only rows of outlets whose verdict is ``ok`` stay in them.

    ``broken`` are outlets that are known not to be readable. Together first: a statement costs more than an outlet's
    rows do. Where that fails, outlet by outlet, so that a broken file concerns its outlet alone.
    """
    verdicts: dict[str, Verdict] = {o.outlet: ("failed", o.error) for o in outlets if o.error} | dict(broken or {})
    sound = [o for o in outlets if o.outlet not in verdicts]
    _create_staging(connection, outlets)
    try:
        read_rows(connection, sound)
    except DEFECTS:
        raise
    except duckdb.Error:
        _create_staging(connection, outlets)
        for outlet in sound:
            try:
                read_rows(connection, [outlet])
            except DEFECTS:
                raise
            except duckdb.Error as error:
                verdicts[outlet.outlet] = _unreadable_verdict(error)
                _discard_rows(connection, [outlet.outlet])
    refused = _check_outcome_counts(connection, [o for o in sound if o.outlet not in verdicts])
    _discard_rows(connection, list(refused))
    return {o.outlet: verdicts.get(o.outlet) or refused.get(o.outlet) or ("ok", "") for o in outlets}


def read_staged(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch]) -> None:
    """Stage the files of ``outlets``, and the rows of theirs that a person has released from quarantine."""
    for table, (part, columns) in STAGING_TABLES.items():
        paths: list[tuple[Path | None, str]] = [(getattr(o, part), o.outlet) for o in outlets]
        files = {str(path): outlet for path, outlet in paths if path is not None}
        if files:
            connection.execute(
                f"""
                INSERT INTO {table} BY NAME
                SELECT batch_outlet, {columns}
                FROM {_scan_parquet(files)}
                JOIN (SELECT unnest($files::VARCHAR[]) AS filename, unnest($outlets::VARCHAR[]) AS batch_outlet)
                USING (filename)
                """,  # noqa: S608  # our own names; _scan quotes the paths
                {"files": list(files), "outlets": list(files.values())},
            )
    stage_released(connection)


def read_released(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch], ids: list[str]) -> None:
    """Stage rows of the quarantine, by their full ids, as if they came from a stage."""
    connection.execute(read_sql("load/release"), {"outlets": [o.outlet for o in outlets], "ids": ids})
    connection.execute(read_sql("load/release_outcomes"))
    stage_released(connection)


def create_row_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the views from which whole rows are read, once it is known which: only of files that hold one."""
    for view, wanted in (("current_rows", "p.current"), ("past_rows", "NOT p.current")):
        files = connection.execute(
            f"""
            SELECT DISTINCT a.filename FROM plan AS p JOIN staged_articles AS a ON a.rowid = p.staged_row
            WHERE p.content_from = 'arrival' AND a.filename <> '' AND {wanted} ORDER BY ALL
            """  # noqa: S608
        ).fetchall()
        rows = "SELECT *, '' AS filename, rowid AS file_row_number FROM released"
        if files:
            rows += f" UNION ALL BY NAME SELECT * FROM {_scan_parquet(path for (path,) in files)}"  # noqa: S608
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {rows}")


def find_unreadable(connection: duckdb.DuckDBPyConnection, outlets: Iterable[OutletBatch]) -> dict[str, Verdict]:
    """Return outlets whose accepted articles cannot be read to the end, or have columns of other types."""
    found: dict[str, Verdict] = {}
    for outlet in outlets:
        if outlet.accepted is None:
            continue
        try:
            connection.execute("CREATE OR REPLACE TEMP TABLE trial AS FROM released LIMIT 0")
            rows = _scan_parquet([str(outlet.accepted)], plain=True)
            connection.execute(f"INSERT INTO trial BY NAME SELECT * FROM {rows}")  # noqa: S608
        except DEFECTS:
            raise
        except duckdb.Error as error:
            found[outlet.outlet] = _unreadable_verdict(error)
    connection.execute("DROP TABLE IF EXISTS trial")
    return found


def _scan_parquet(files: Iterable[str], *, plain: bool = False) -> str:
    """Return SQL that reads Parquet files by column names; a column that an older stage did not write is NULL."""
    names = ", ".join(quote_literal(glob.escape(path)) for path in files)
    numbered = "" if plain else ", filename = true, file_row_number = true"
    return f"read_parquet([{names}], union_by_name = true, hive_partitioning = false{numbered})"


def _create_staging(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch]) -> None:
    connection.execute(read_sql("load/stage"))
    names = [o.outlet for o in outlets]
    connection.execute("INSERT INTO load_outlets SELECT unnest(?::VARCHAR[])", [names])


def _discard_rows(connection: duckdb.DuckDBPyConnection, outlets: list[str]) -> None:
    """Remove everything that is staged of these outlets."""
    for table in STAGING_TABLES if outlets else ():
        connection.execute(f"DELETE FROM {table} WHERE batch_outlet IN (SELECT unnest(?::VARCHAR[]))", [outlets])  # noqa: S608


def _check_outcome_counts(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch]) -> dict[str, Verdict]:
    """Return what does not add up, outlet by outlet; an outlet where all does is not in it."""
    found = {row[0]: row[1:] for row in connection.execute(read_sql("load/check_outcome_counts")).fetchall()}
    refused: dict[str, Verdict] = {}
    for outlet in outlets:
        outcomes, fateless, unlinked, foreign = found[outlet.outlet]
        wrong = []
        if outlet.discovered != outcomes + outlet.known:
            wrong.append(
                f"discovered {outlet.discovered} links, but {outcomes} have an outcome and {outlet.known} were known"
            )
        if fateless:
            wrong.append(f"{len(fateless)} links have neither an outcome nor a row, such as {fateless[0]}")
        if unlinked:
            wrong.append(f"{len(unlinked)} articles belong to no discovered link, such as {unlinked[0]}")
        if foreign and not outlet.mixed:
            wrong.append(f"rows of another outlet are among them: {', '.join(foreign)}")
        if wrong:
            refused[outlet.outlet] = ("refused", "; ".join(wrong))
    return refused


def _unreadable_verdict(error: duckdb.Error) -> Verdict:
    first = str(error).strip().splitlines()[0]
    return "failed", f"a staged file cannot be read: {first}. Run the outlet again; its pages are archived."
