"""What did not pass, and what a person decides about it.

A decision is an input like a capture: it is kept in ``overrides`` by capture, so a rerun or a reprocess that meets the
same capture again comes to the same tables.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import duckdb

from kliping.warehouse.errors import WarehouseError

QuarantineDecision = Literal["release", "drop"]


@dataclass(frozen=True, slots=True)
class QuarantinedPage:
    """One quarantined page. ``decision`` is None until a person has decided."""

    quarantine_id: str
    outlet: str
    url: str | None
    stage: str
    reasons: tuple[tuple[str, str], ...]
    """Rule and detail."""
    payload: Mapping[str, Any]
    """The row as scraped."""
    archive: str | None
    fetched_at: dt.datetime | None
    rules_version: str | None
    decision: QuarantineDecision | None
    decided_by: str | None
    why: str | None


SELECTED = """
    FROM quarantine AS q LEFT JOIN overrides AS o ON o.quarantine_id = q.quarantine_id
    WHERE ($outlet IS NULL OR q.outlet = $outlet)
        AND ($rule IS NULL OR list_contains(list_transform(q.reasons, lambda r: r.rule), $rule))
        AND ($dropped OR o.decision IS DISTINCT FROM 'drop')
"""


def list_quarantined(
    connection: duckdb.DuckDBPyConnection,
    *,
    outlet: str | None = None,
    rule: str | None = None,
    ids: Sequence[str] | None = None,
    dropped: bool = False,
    limit: int = 50,
    payloads: bool = True,
) -> tuple[QuarantinedPage, ...]:
    """Return quarantined pages, newest first; ``dropped`` also shows those that a person has dropped.

    Reads either file. An id may be given by its beginning. Without ``payloads`` they are not read, and empty.
    """
    if ids is not None:
        ids = list(ids)
    rows = connection.execute(
        f"""
        SELECT
            q.quarantine_id, q.outlet, q.url, q.stage, q.reasons, {"q.payload" if payloads else "NULL"} AS payload,
            q.archive, q.fetched_at, q.rules_version,
            o.decision, o.decided_by, o.why
        {SELECTED}
            AND ($ids IS NULL OR len(list_filter($ids::VARCHAR[], lambda i: starts_with(q.quarantine_id, i))) > 0)
        ORDER BY q.fetched_at DESC, q.quarantine_id
        LIMIT $limit
        """,  # one of two texts of ours
        {"outlet": outlet, "rule": rule, "ids": ids, "dropped": dropped, "limit": limit},
    ).fetchall()
    return tuple(_read_row(row) for row in rows)


def count_quarantined(
    connection: duckdb.DuckDBPyConnection, *, outlet: str | None = None, rule: str | None = None, dropped: bool = False
) -> int:
    """Return how many quarantined pages there are, selected as by ``list_quarantined``."""
    asked = {"outlet": outlet, "rule": rule, "dropped": dropped}
    found = connection.execute(f"SELECT count(*) {SELECTED}", asked).fetchone()  # our own text
    return int(found[0]) if found else 0


def _read_row(row: tuple[Any, ...]) -> QuarantinedPage:
    quarantine_id, outlet, url, stage, reasons, payload, archive, fetched_at, rules_version, decision, by, why = row
    rules = tuple((reason["rule"], reason["detail"]) for reason in reasons or ())
    row_as_scraped = json.loads(payload or "{}")
    return QuarantinedPage(
        quarantine_id, outlet, url, stage, rules, row_as_scraped, archive, fetched_at, rules_version, decision, by, why
    )


def record_decision(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str], decision: QuarantineDecision, by: str, why: str
) -> None:
    """Record what a person decides about quarantined pages (full ids); a new decision replaces an old one.

    Raises ``WarehouseError`` for an id that is not in quarantine, and without a name or a reason.
    """
    if not by.strip() or not why.strip():
        raise WarehouseError("A decision needs a name and a reason.", "Give both; they are kept with the row.")
    known = {row.quarantine_id: row for row in list_quarantined(connection, ids=ids, dropped=True, limit=len(ids) * 2)}
    if missing := [i for i in ids if i not in known]:
        raise WarehouseError(f"Not in quarantine: {', '.join(missing)}.", "kliping quarantine list shows what is.")
    if decision == "release" and (
        empty := [i for i in ids if not known[i].payload.get("body") or not known[i].payload.get("content_hash")]
    ):
        raise WarehouseError(
            f"These pages gave no article that could be loaded: {', '.join(empty)}.",
            "Fix the outlet's rules and scrape them again (reprocess), or drop them.",
        )
    connection.execute("DELETE FROM overrides WHERE quarantine_id IN (SELECT unnest(?::VARCHAR[]))", [list(ids)])
    connection.execute(
        """
        INSERT INTO overrides BY NAME
        SELECT quarantine_id, article_id, ? AS decision, ? AS decided_by, ? AS why, now() AS decided_at
        FROM quarantine WHERE quarantine_id IN (SELECT unnest(?::VARCHAR[]))
        """,
        [decision, by, why, list(ids)],
    )


def stage_released(connection: duckdb.DuckDBPyConnection) -> None:
    """Move staged quarantine rows that a person has released to the staged articles, by their payload."""
    released = """
        coalesce((payload->>'body'), '') <> '' AND (payload->>'content_hash') IS NOT NULL
        AND quarantine_id IN (SELECT quarantine_id FROM overrides WHERE decision = 'release')
    """
    found = connection.execute(f"SELECT count(*) FROM staged_quarantine WHERE {released}").fetchone()  # noqa: S608
    if not found or not found[0]:
        return
    columns = connection.execute("DESCRIBE released").fetchall()
    fields = ", ".join(f'"{name}" {"VARCHAR" if kind == "JSON" else kind}' for name, kind, *_ in columns)
    connection.execute(
        f"""
        INSERT INTO released BY NAME
        SELECT unnest(CAST(payload AS STRUCT({fields}))) FROM staged_quarantine WHERE {released}
        """  # noqa: S608  # column names and types of our own table
    )
    connection.execute(
        f"""
        INSERT INTO staged_articles BY NAME
        SELECT
            q.batch_outlet, '' AS filename, r.rowid AS file_row_number, r.article_id, r.outlet, r.url, r.fetched_at,
            coalesce(r.payload_digest, '') AS payload_digest, r.archive, r.content_hash, r.rules_version,
            r.learned_snapshot
        FROM released AS r
        JOIN (FROM staged_quarantine WHERE {released}) AS q
            ON q.article_id = r.article_id AND q.fetched_at = r.fetched_at
        """  # noqa: S608
    )
    connection.execute(f"DELETE FROM staged_quarantine WHERE {released}")  # noqa: S608
