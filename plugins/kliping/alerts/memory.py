"""What was sent to whom: one SQLite file in the data folder, changed in whole transactions.

A cause is open from the first check that finds it until the first check that does not. Each thing to send to a channel
is a delivery, written in the transaction that opens or closes the cause: a killed process leaves both or neither. Who
sends it claims it first, so that no two processes send the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Literal

from kliping.failpoints import failpoint
from kliping.resources import read_sql
from kliping.settings import Settings

State = Literal["new", "still", "over"]

OF_LOOK = "look"
"""Origin of a cause that looking at the warehouse finds, and no longer finds when it is over."""
OF_STEP = "step"
"""Origin of a cause that a step of a run reports; it is over when the step succeeds."""

MEMORY_FILE = "alerts.sqlite"
CLAIM = dt.timedelta(minutes=5)
"""How long a process may take to send what it has claimed; then it counts as killed, and another one sends it."""
KEPT = dt.timedelta(days=90)
"""How long it is remembered what was sent."""
PAUSES = (1, 5, 15, 60)
"""Minutes before a delivery that failed is tried again; the last one holds from then on."""
LOCK_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Alert:
    """A problem as a channel is sent it; an outlet of its own where there are several."""

    cause: str
    problem: str
    severity: str
    outlet: str
    day: str
    says: str
    evidence: str
    command: str
    state: State = "new"
    opened_at: float = 0.0

    @property
    def key(self) -> str:
        """Return what a receiver may know a repeated delivery by."""
        return hashlib.sha256(f"{self.cause}|{self.state}|{self.opened_at}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Planned:
    """An alert, the channels that it goes to, and when it may be sent."""

    alert: Alert
    channels: tuple[str, ...]
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """An alert on its way to a channel."""

    id: int
    channel: str
    alert: Alert
    due_at: float
    tries: int
    error: str


@contextmanager
def open_memory(settings: Settings) -> Iterator[sqlite3.Connection]:
    """Yield a connection to the memory; each statement is its own transaction unless ``change_memory`` opens one."""
    settings.data_path.mkdir(parents=True, exist_ok=True)
    memory = sqlite3.connect(settings.data_path / MEMORY_FILE, timeout=LOCK_TIMEOUT, isolation_level=None)
    try:
        memory.executescript(read_sql("alerts/schema"))
        yield memory
    finally:
        memory.close()


@contextmanager
def change_memory(memory: sqlite3.Connection) -> Iterator[None]:
    """Do what the block does in one transaction, alone."""
    memory.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        memory.execute("ROLLBACK")
        raise
    memory.execute("COMMIT")


def record_look(
    memory: sqlite3.Connection,
    seen: Sequence[Planned],
    *,
    now: dt.datetime,
    quiet_until: dt.datetime,
    still_after: dt.timedelta,
    origin: str = OF_LOOK,
    closing: Collection[str] = (OF_LOOK,),
) -> None:
    """Write down what was found: open what is new, repeat what lasts too long, close what is gone.

    Only causes whose origin is in ``closing`` are closed. That one is over is sent at ``quiet_until``, ``now`` if it is
    urgent.
    """
    with change_memory(memory):
        opened = {row[0]: row[1:] for row in memory.execute("SELECT cause, opened_at, notified_at FROM causes")}
        for one in seen:
            if one.alert.cause not in opened:
                _open_cause(memory, one, origin, now)
            else:
                _repeat_cause(memory, one, *opened[one.alert.cause], now=now, still_after=still_after)
        failpoint("alerts.look")
        gone = _take_gone(memory, {one.alert.cause for one in seen}, closing)
        for alert in gone:
            _close_cause(memory, alert, now, now if alert.severity == "urgent" else quiet_until)
        memory.execute("DELETE FROM deliveries WHERE sent_at < ?", [(now - KEPT).timestamp()])


def _open_cause(memory: sqlite3.Connection, one: Planned, origin: str, now: dt.datetime) -> None:
    # where no channel was sent yet that it was over, it goes on
    taken_back = memory.execute(
        "DELETE FROM deliveries WHERE cause = ? AND state = 'over' AND sent_at IS NULL AND claimed_until IS NULL "
        "RETURNING channel, alert",
        [one.alert.cause],
    ).fetchall()
    since = min((json.loads(kept)["opened_at"] for _, kept in taken_back), default=now.timestamp())
    alert = replace(one.alert, opened_at=since)
    memory.execute(
        "INSERT INTO causes VALUES (?, ?, ?, ?, ?)", [alert.cause, _render(alert), origin, since, now.timestamp()]
    )
    for channel in one.channels:
        if channel not in {name for name, _ in taken_back}:
            _add_delivery(memory, alert, channel, one.due_at, now)


def _repeat_cause(
    memory: sqlite3.Connection,
    one: Planned,
    opened_at: float,
    notified_at: float,
    *,
    now: dt.datetime,
    still_after: dt.timedelta,
) -> None:
    """Keep what is said of an open cause now; send it again where the last alert was long ago."""
    alert = replace(one.alert, state="still", opened_at=opened_at)
    memory.execute("UPDATE causes SET alert = ? WHERE cause = ?", [_render(replace(alert, state="new")), alert.cause])
    if now.timestamp() - notified_at < still_after.total_seconds():
        return
    memory.execute("UPDATE causes SET notified_at = ? WHERE cause = ?", [now.timestamp(), alert.cause])
    waiting = memory.execute(
        "SELECT channel FROM deliveries WHERE cause = ? AND sent_at IS NULL", [alert.cause]
    ).fetchall()
    for channel in one.channels:
        if (channel,) not in waiting:
            _add_delivery(memory, alert, channel, one.due_at, now)


def _take_gone(memory: sqlite3.Connection, seen: set[str], closing: Collection[str]) -> list[Alert]:
    """Remove the open causes that were not seen; return them."""
    rows = memory.execute("SELECT cause, alert, origin FROM causes").fetchall()
    gone = [(cause, kept) for cause, kept, origin in rows if cause not in seen and origin in closing]
    memory.executemany("DELETE FROM causes WHERE cause = ?", [(cause,) for cause, _ in gone])
    return [replace(Alert(**json.loads(kept)), state="over") for _, kept in gone]


def _close_cause(memory: sqlite3.Connection, alert: Alert, now: dt.datetime, due_at: dt.datetime) -> None:
    """Send that it is over to the channels that were sent the alert, and nothing to the others."""
    memory.execute(
        "DELETE FROM deliveries WHERE cause = ? AND sent_at IS NULL AND claimed_until IS NULL", [alert.cause]
    )
    reported = memory.execute(
        "SELECT DISTINCT channel FROM deliveries WHERE cause = ? AND made_at >= ? AND state <> 'over' ORDER BY channel",
        [alert.cause, alert.opened_at],
    ).fetchall()
    for (channel,) in reported:
        _add_delivery(memory, alert, channel, due_at, now)


def _add_delivery(
    memory: sqlite3.Connection, alert: Alert, channel: str, due_at: dt.datetime, now: dt.datetime
) -> None:
    memory.execute(
        "INSERT INTO deliveries (cause, state, channel, alert, made_at, due_at) VALUES (?, ?, ?, ?, ?, ?)",
        [alert.cause, alert.state, channel, _render(alert), now.timestamp(), due_at.timestamp()],
    )


def _render(alert: Alert) -> str:
    return json.dumps(asdict(alert), ensure_ascii=False)


def record_event(memory: sqlite3.Connection, one: Planned, *, now: dt.datetime) -> None:
    """Write down what has happened and does not last: it is reported once and never over."""
    with change_memory(memory):
        if memory.execute("SELECT 1 FROM deliveries WHERE cause = ?", [one.alert.cause]).fetchone():
            return
        for channel in one.channels:
            _add_delivery(memory, replace(one.alert, opened_at=now.timestamp()), channel, one.due_at, now)


def claim_deliveries(memory: sqlite3.Connection, channel: str, now: dt.datetime, most: int) -> list[Delivery]:
    """Claim what is due for a channel, oldest first; what another process has claimed and not lost is left out."""
    with change_memory(memory):
        rows = memory.execute(
            "SELECT id, channel, alert, due_at, tries, error FROM deliveries WHERE sent_at IS NULL AND channel = ? "
            "AND due_at <= ? AND coalesce(claimed_until, 0) < ? ORDER BY id LIMIT ?",
            [channel, now.timestamp(), now.timestamp(), most],
        ).fetchall()
        memory.executemany(
            "UPDATE deliveries SET claimed_until = ? WHERE id = ?",
            [((now + CLAIM).timestamp(), row[0]) for row in rows],
        )
    return [_make_delivery(row) for row in rows]


def _make_delivery(row: tuple[int, str, str, float, int, str]) -> Delivery:
    return Delivery(row[0], row[1], Alert(**json.loads(row[2])), *row[3:])


def record_sent(memory: sqlite3.Connection, deliveries: Sequence[Delivery], now: dt.datetime) -> None:
    """Write down that a channel has taken them."""
    with change_memory(memory):
        memory.executemany(
            "UPDATE deliveries SET sent_at = ?, tries = tries + 1, error = '', claimed_until = NULL WHERE id = ?",
            [(now.timestamp(), one.id) for one in deliveries],
        )


def record_failure(
    memory: sqlite3.Connection, deliveries: Sequence[Delivery], error: str, wait: float | None, now: dt.datetime
) -> None:
    """Write down that a channel has not taken them; ``wait``: the seconds that it asked for. They are tried again."""
    with change_memory(memory):
        for one in deliveries:
            pause = 60.0 * PAUSES[min(one.tries, len(PAUSES) - 1)]
            due = now.timestamp() + max(pause, wait or 0.0)
            memory.execute(
                "UPDATE deliveries SET tries = tries + 1, error = ?, due_at = ?, claimed_until = NULL WHERE id = ?",
                [error, due, one.id],
            )


def list_causes(memory: sqlite3.Connection) -> list[Alert]:
    """Return what is open, oldest first."""
    rows = memory.execute("SELECT alert FROM causes ORDER BY opened_at, cause").fetchall()
    return [Alert(**json.loads(kept)) for (kept,) in rows]


def list_waiting(memory: sqlite3.Connection) -> list[Delivery]:
    """Return what was not sent yet, oldest first."""
    rows = memory.execute(
        "SELECT id, channel, alert, due_at, tries, error FROM deliveries WHERE sent_at IS NULL ORDER BY id"
    ).fetchall()
    return [_make_delivery(row) for row in rows]
