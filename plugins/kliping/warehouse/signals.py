"""What an operator must hear of: one place decides, ``kliping status`` shows it, ``webhook`` posts it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from kliping.errors import DAMAGED_RECORD, GONE_REASONS, INTERNAL_ERROR
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse.connection import find_holder
from kliping.warehouse.gaps import (
    MOST_NAMED,
    STOPPED_PREFIX,
    Gap,
    find_gaps,
    group_days,
    name_outlets,
    name_usual_sources,
)
from kliping.warehouse.reading import reader
from kliping.warehouse.status import PAUSE_DAYS, find_missed_days

FREE = 0.1
"""Share of the disk that should be free."""

FEW_LINKS = 3
"""Fewer links that failed are no trouble of the outlet, whatever their share."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that a person should look at. ``cause`` is its identity: it is posted once while it lasts."""

    cause: str
    says: str
    command: str
    """What to run next."""

    def __str__(self) -> str:
        return f"{self.says}. Next: {self.command}"


def signals(settings: Settings, *, today: dt.date | None = None) -> tuple[Signal, ...]:
    """Everything that is wrong now, from the published copy and the disk; () where all is well."""
    found = [*_disk(settings), *_held_open(settings)]
    with reader(settings) as connection:
        if connection is None:
            return tuple(found)
        missed = find_missed_days(settings, until=today or dt.datetime.now(JAKARTA).date())
        found += _missed(settings, connection, missed)
        found += _gaps(settings, connection, missed)
        found += _internal_errors(connection)
        found += _damaged_records(connection)
        found += _failed_links(connection)
        found += _stops(connection)
        found += _outlets(connection)
        found += _rules(connection)
        found += _unpublished(settings, connection)
    return tuple(found)


def _missed(settings: Settings, connection: duckdb.DuckDBPyConnection, days: Iterable[dt.date]) -> Iterable[Signal]:
    """One signal for days in a row: they have one cause, and it is told when it begins."""
    sources = name_usual_sources(settings, connection)
    for first, last in group_days(days):
        gap = Gap(first, last, ())
        yield Signal(f"missed:{first}", f"No run has loaded {gap.days}", gap.command(sources))


def _gaps(settings: Settings, connection: duckdb.DuckDBPyConnection, missed: Iterable[dt.date]) -> Iterable[Signal]:
    """What single outlets lack; told until a later run has filled it, however well the days after went."""
    for gap in find_gaps(connection, missed):
        many = len(gap.outlets) > MOST_NAMED
        named = f"{', '.join(gap.outlets[:MOST_NAMED])}{f' and {len(gap.outlets) - MOST_NAMED} more' if many else ''}"
        why = f": {gap.error}" if gap.error else ""
        yield Signal(
            f"gap:{gap.first}:{','.join(gap.outlets)}",
            f"{named} {'lack' if len(gap.outlets) > 1 else 'lacks'} {gap.days}{why}",
            gap.command(name_outlets(settings, gap.outlets)),
        )


def _internal_errors(connection: duckdb.DuckDBPyConnection) -> Iterable[Signal]:
    """Bugs of ours that ended a link or a route: each outlet and exception once, until a later load does better."""
    rows = connection.execute(
        """
        WITH ends AS (
            SELECT outlet, url, result, reason, detail, load_id FROM outcomes
            WHERE url IN (SELECT url FROM outcomes WHERE result = 'failed' AND reason = $reason)
            QUALIFY row_number() OVER (PARTITION BY outlet, url ORDER BY load_id DESC) = 1
        )
        SELECT
            ends.outlet, regexp_extract(detail, '^[\\w.]+') AS exception, count(*) AS links,
            any_value(url ORDER BY url), any_value(detail ORDER BY url), min("day"), max("day")
        FROM ends JOIN loads USING (load_id, outlet) WHERE result = 'failed' AND reason = $reason
        GROUP BY ALL ORDER BY ALL
        """,
        {"reason": INTERNAL_ERROR},
    ).fetchall()
    for outlet, exception, links, url, detail, first, last in rows:
        yield Signal(
            f"{INTERNAL_ERROR}:{outlet}:{exception}",
            f"{outlet}: {links} links ended in an internal error, such as {url}: {detail}",
            f"report it; when it is mended: make backfill FROM={first} TO={last} SOURCES={outlet} AGAIN=1",
        )
    notes = connection.execute(
        """
        SELECT outlet, unnest(list_filter(notes, lambda note: contains(note, $reason))), "day" FROM loads
        QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY load_id DESC) = 1 ORDER BY ALL
        """,
        {"reason": f" {INTERNAL_ERROR}: "},  # notes on pages begin with it, and their outcomes tell more
    ).fetchall()
    for outlet, note, day in notes:
        command = f"report it; when it is mended: make backfill FROM={day} TO={day} SOURCES={outlet} AGAIN=1"
        yield Signal(f"{INTERNAL_ERROR}:{outlet}:{note[:60]}", f"{outlet}: {note}", command)


def _damaged_records(connection: duckdb.DuckDBPyConnection) -> Iterable[Signal]:
    """Return one signal for each outlet whose archived pages cannot be read, until a later load reads them."""
    rows = connection.execute(
        """
        WITH latest AS (
            SELECT outlet, "day", max(load_id) AS load_id FROM loads
            WHERE status = 'ok' AND job IN ('ingest', 'reprocess') GROUP BY ALL
        )
        SELECT outlet, count(*), any_value(detail ORDER BY url), min("day"), max("day")
        FROM outcomes JOIN latest USING (outlet, load_id)
        WHERE result = 'failed' AND reason = $reason GROUP BY outlet ORDER BY outlet
        """,
        {"reason": DAMAGED_RECORD},
    ).fetchall()
    for outlet, records, detail, first, last in rows:
        yield Signal(
            f"{DAMAGED_RECORD}:{outlet}",
            f"{outlet}: {records} archived records cannot be read, such as {detail}",
            f"make backfill FROM={first} TO={last} SOURCES={outlet} REFETCH=1 AGAIN=1",
        )


def _failed_links(connection: duckdb.DuckDBPyConnection) -> Iterable[Signal]:
    """Outlets that loaded, but without more than a fifth of what was due, until a later run has fetched it."""
    rows = connection.execute(
        """
        WITH failed AS (
            SELECT outlet, url, reason, load_id, result FROM outcomes
            WHERE url IN (SELECT url FROM outcomes WHERE result = 'failed')
            QUALIFY row_number() OVER (PARTITION BY outlet, url ORDER BY load_id DESC) = 1
                AND result = 'failed' AND NOT list_contains($settled, reason)
        ), days AS (
            SELECT outlet, "day", count(*) AS links, mode(reason ORDER BY reason) AS reason
            FROM failed JOIN loads USING (load_id, outlet)
            WHERE job = 'ingest' AND status = 'ok' AND "day" > (SELECT max("day") FROM loads) - $pause
            GROUP BY outlet, "day", load_id, discovered, loads.known
            HAVING count(*) >= $few AND count(*) > 0.2 * (discovered - loads.known)
        )
        SELECT outlet, min("day"), max("day"), sum(links)::BIGINT, mode(reason ORDER BY reason)
        FROM days GROUP BY outlet ORDER BY outlet
        """,
        {"settled": [INTERNAL_ERROR, DAMAGED_RECORD, *sorted(GONE_REASONS)], "pause": PAUSE_DAYS, "few": FEW_LINKS},
    ).fetchall()
    for outlet, first, last, links, reason in rows:
        days = Gap(first, last, (outlet,)).days
        yield Signal(
            f"failed_links:{outlet}:{first}",
            f"{outlet} lacks {links} links of {days} that failed, most of them: {reason}",
            f"make backfill FROM={first} TO={last} SOURCES={outlet} AGAIN=1",
        )


def _outlets(connection: duckdb.DuckDBPyConnection) -> Iterable[Signal]:
    says = {
        "failing": "its last load failed: {error}",
        "behind": "its last day is {day}, other outlets have later ones",
        "silent": "no article on the newest day; usual are {usual:.0f}",
        "low": "only {articles} articles on the newest day; usual are {usual:.0f}",
        "high": "{articles} articles on the newest day; usual are {usual:.0f}",
        "quarantined": "more than a fifth of its pages went to quarantine within a week",
    }
    rows = connection.execute(
        "SELECT outlet, state, last_day, last_articles, usual_articles, last_error FROM source_health ORDER BY outlet"
    ).fetchall()
    stopped = {signal.cause.rpartition(":")[2] for signal in _stops(connection)}
    for outlet, state, day, articles, usual, error in rows:
        if state in says and not (state == "failing" and outlet in stopped):
            told = says[state].format(error=error, day=day, articles=articles or 0, usual=usual or 0)
            command = (
                f"kliping quarantine list --outlet {outlet}"
                if state == "quarantined"
                else f"kliping sources check {outlet}"
            )
            yield Signal(f"{state}:{outlet}:{day}", f"{outlet} is {state}: {told}", command)


def _stops(connection: duckdb.DuckDBPyConnection) -> Iterable[Signal]:
    """Batches that were refused, or that a batch rule stopped; a later load of the day and outlet settles it."""
    rows = connection.execute(
        """
        SELECT run, outlet, "day", status, error FROM loads
        QUALIFY row_number() OVER (PARTITION BY "day", outlet ORDER BY load_id DESC) = 1
            AND (status = 'refused' OR starts_with(error, $stopped))
        ORDER BY load_id, outlet
        """,
        {"stopped": STOPPED_PREFIX},
    ).fetchall()
    for run, outlet, day, status, error in rows:
        if status == "refused":
            says, command = f"{outlet} was refused for {day}: {error}", f"kliping status --run {run}"
        else:
            says = f"{outlet} is held back for {day}: {error.removeprefix(STOPPED_PREFIX)}"
            command = f"kliping load --run {run} --accept {outlet} (if it is right as it is)"
        yield Signal(f"{status}:{run}:{outlet}", says, command)


def _rules(connection: duckdb.DuckDBPyConnection) -> Iterable[Signal]:
    """Rules that stopped matching, addresses that name another article: notes of more than a fifth of the last load."""
    rows = connection.execute(
        """
        WITH newest AS (
            SELECT outlet, max(load_id) AS load_id, max_by(loaded, load_id) AS loaded
            FROM loads WHERE status = 'ok' AND loaded >= 10 GROUP BY outlet
        )
        SELECT a.outlet, note, count(*) AS articles, any_value(n.load_id)
        FROM (SELECT outlet, load_id, unnest(notes) AS note FROM articles) AS a
        JOIN newest AS n ON n.outlet = a.outlet AND n.load_id = a.load_id
        WHERE starts_with(note, 'rule_missed') OR note = 'canonical_refused'
        GROUP BY a.outlet, note
        HAVING count(*) > 0.2 * any_value(n.loaded)
        ORDER BY ALL
        """
    ).fetchall()
    for outlet, note, articles, load_id in rows:
        says = f"{outlet}: {note} on {articles} articles of the last load"
        yield Signal(f"{note}:{outlet}:{load_id}", says, f"kliping sources check {outlet}")


def _unpublished(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Iterable[Signal]:
    """The warehouse was written after the copy was made, and not just now."""
    row = connection.execute("SELECT max(published_at) FROM publication").fetchone()
    written = settings.warehouse_path.stat().st_mtime if settings.warehouse_path.exists() else 0.0
    if row and row[0] and written - row[0].timestamp() > max(3600.0, 120 * settings.publish_every):
        since = dt.datetime.fromtimestamp(written, JAKARTA)
        yield Signal(
            "unpublished", f"The published copy lacks what was loaded at {since:%Y-%m-%d %H:%M} WIB", "kliping publish"
        )


def _disk(settings: Settings) -> Iterable[Signal]:
    if settings.data_path.exists():
        usage = shutil.disk_usage(settings.data_path)
        if usage.free < FREE * usage.total:
            yield Signal("disk", f"The disk fills: {usage.free / 1e9:.1f} GB free", "kliping compact")


def _held_open(settings: Settings) -> Iterable[Signal]:
    """Somebody opened the published copy for writing: nothing can be published until it is closed."""
    if holder := find_holder(settings.published_path):
        says = f"{settings.published_path} is held open for writing by {holder}: nothing is published meanwhile"
        yield Signal("held_open", says, "close it there (open it read only), then kliping publish")
