"""What a load takes in: the staged files of all outlets at once, with a verdict on each.

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
from kliping.settings import REPOSITORY
from kliping.warehouse.connection import quoted
from kliping.warehouse.quarantine import admit_released

SQL = REPOSITORY / "sql" / "load"
"""Beside the code, not in KLIPING_HOME: these files are as much part of ``load`` as this module is."""

Status = Literal["ok", "refused", "failed"]
Verdict = tuple[Status, str]
"""What becomes of an outlet's part, and why where it is not ``ok``."""
TakeIn = Callable[[duckdb.DuckDBPyConnection, Sequence[OutletBatch]], None]
"""Fills the staging tables with the rows of some outlets."""

DEFECTS = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.InternalException)
"""A column that no migration made: our own defect, not the outlet's."""

STAGED = {
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
}
"""Each staging table, the part of an ``OutletBatch`` that fills it, and what is read of that."""


def sql(name: str) -> str:
    """The text of ``sql/load/NAME.sql``."""
    return (SQL / f"{name}.sql").read_text("utf-8")


def stage(
    connection: duckdb.DuckDBPyConnection,
    outlets: Sequence[OutletBatch],
    take_in: TakeIn,
    broken: Mapping[str, Verdict] | None = None,
) -> dict[str, Verdict]:
    """Fill the staging tables; only rows of outlets whose verdict is ``ok`` stay in them.

    ``broken`` are outlets that are known not to be readable. Together first: a statement costs more than an outlet's
    rows do. Where that fails, outlet by outlet, so that one torn file is its outlet's own trouble.
    """
    verdicts: dict[str, Verdict] = {o.outlet: ("failed", o.error) for o in outlets if o.error} | dict(broken or {})
    sound = [o for o in outlets if o.outlet not in verdicts]
    _begin(connection, outlets)
    try:
        take_in(connection, sound)
    except DEFECTS:
        raise
    except duckdb.Error:
        _begin(connection, outlets)
        for outlet in sound:
            try:
                take_in(connection, [outlet])
            except DEFECTS:
                raise
            except duckdb.Error as error:
                verdicts[outlet.outlet] = _unreadable(error)
                _put_out(connection, [outlet.outlet])
    refused = _check_outcome_counts(connection, [o for o in sound if o.outlet not in verdicts])
    _put_out(connection, list(refused))
    return {o.outlet: verdicts.get(o.outlet) or refused.get(o.outlet) or ("ok", "") for o in outlets}


def read_staged(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch]) -> None:
    """The staged files of ``outlets``, and the rows of theirs that a person has released from quarantine."""
    for table, (part, columns) in STAGED.items():
        paths: list[tuple[Path | None, str]] = [(getattr(o, part), o.outlet) for o in outlets]
        files = {str(path): outlet for path, outlet in paths if path is not None}
        if files:
            connection.execute(
                f"""
                INSERT INTO {table} BY NAME
                SELECT batch_outlet, {columns}
                FROM {_scan(files)}
                JOIN (SELECT unnest($files::VARCHAR[]) AS filename, unnest($outlets::VARCHAR[]) AS batch_outlet)
                USING (filename)
                """,  # noqa: S608  # our own names; _scan quotes the paths
                {"files": list(files), "outlets": list(files.values())},
            )
    admit_released(connection)


def read_released(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch], ids: list[str]) -> None:
    """Rows of the quarantine, by their full ids, as if they came from a stage."""
    connection.execute(sql("release"), {"outlets": [o.outlet for o in outlets], "ids": ids})
    connection.execute(sql("release_outcomes"))
    admit_released(connection)


def offer(connection: duckdb.DuckDBPyConnection) -> None:
    """The views that whole rows are read from, once the plan is made: only files of which a row is needed."""
    for view, wanted in (("current_rows", "p.current"), ("past_rows", "NOT p.current")):
        files = connection.execute(
            f"""
            SELECT DISTINCT a.filename FROM plan AS p JOIN staged_articles AS a ON a.rowid = p.staged_row
            WHERE p.content_from = 'arrival' AND a.filename <> '' AND {wanted} ORDER BY ALL
            """  # noqa: S608
        ).fetchall()
        rows = "SELECT *, '' AS filename, rowid AS file_row_number FROM released"
        if files:
            rows += f" UNION ALL BY NAME SELECT * FROM {_scan(path for (path,) in files)}"  # noqa: S608
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {rows}")


def torn(connection: duckdb.DuckDBPyConnection, outlets: Iterable[OutletBatch]) -> dict[str, Verdict]:
    """Outlets whose accepted articles cannot be read to the end, or not as what they are."""
    found: dict[str, Verdict] = {}
    for outlet in outlets:
        if outlet.accepted is None:
            continue
        try:
            connection.execute("CREATE OR REPLACE TEMP TABLE trial AS FROM released LIMIT 0")
            connection.execute(f"INSERT INTO trial BY NAME SELECT * FROM {_scan([str(outlet.accepted)], plain=True)}")  # noqa: S608
        except DEFECTS:
            raise
        except duckdb.Error as error:
            found[outlet.outlet] = _unreadable(error)
    connection.execute("DROP TABLE IF EXISTS trial")
    return found


def _scan(files: Iterable[str], *, plain: bool = False) -> str:
    """Parquet files by column names; a column that an older stage did not write is NULL."""
    names = ", ".join(quoted(glob.escape(path)) for path in files)
    numbered = "" if plain else ", filename = true, file_row_number = true"
    return f"read_parquet([{names}], union_by_name = true, hive_partitioning = false{numbered})"


def _begin(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch]) -> None:
    connection.execute(sql("stage"))
    names = [o.outlet for o in outlets]
    connection.execute("INSERT INTO load_outlets SELECT unnest(?::VARCHAR[])", [names])


def _put_out(connection: duckdb.DuckDBPyConnection, outlets: list[str]) -> None:
    """Nothing of these outlets stays staged."""
    for table in STAGED if outlets else ():
        connection.execute(f"DELETE FROM {table} WHERE batch_outlet IN (SELECT unnest(?::VARCHAR[]))", [outlets])  # noqa: S608


def _check_outcome_counts(connection: duckdb.DuckDBPyConnection, outlets: Sequence[OutletBatch]) -> dict[str, Verdict]:
    """What does not add up, outlet by outlet; an outlet where all does is not in it."""
    found = {row[0]: row[1:] for row in connection.execute(sql("check_outcome_counts")).fetchall()}
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


def _unreadable(error: duckdb.Error) -> Verdict:
    first = str(error).strip().splitlines()[0]
    return "failed", f"a staged file cannot be read: {first}. Run the outlet again; its pages are archived."
