"""How long to wait between two requests to one host, over all threads and processes that visit it.

``Pace`` is the whole interface. A turn lasts until the answer's first bytes are here, and the next one begins ``delay``
seconds later: so the gap that the host itself measures is never shorter, whatever the network does. The turn is an OS
lock (or a database's), so a killed process gives it back.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from kliping.errors import Failed, InputError, UserError
from kliping.settings import Settings

FARTHEST_STAMP = 86_400.0
"""Seconds; a stamp further ahead than this is from before a restart (the clock counts from boot) and is ignored."""
LONGEST_PAUSE = 180.0
"""Seconds; a longer pause is not waited for: the turn is refused."""


class Turn:
    """One request's turn. ``hold`` keeps all visitors away for longer, as Retry-After asks."""

    __slots__ = ("seconds",)

    def __init__(self) -> None:
        self.seconds = 0.0

    def hold(self, seconds: float) -> None:
        self.seconds = max(self.seconds, min(seconds, FARTHEST_STAMP))


class Pace(Protocol):
    """Gives turns at hosts."""

    def turn(self, host: str, delay: float) -> AbstractContextManager[Turn]:
        """Wait for a turn at ``host``; the turn after it comes at least ``delay`` seconds after its end.

        Raises ``Failed("paused")`` where the host asked for a pause that is longer than ``LONGEST_PAUSE``.
        """
        ...


def open_shared_pace(settings: Settings) -> Pace:
    """Return the pace that all runs of an installation keep: of this machine, or of all that share ``pace_database``.

    Raises ``UserError`` where that database cannot be used: without it nobody would know who else visits a host.
    """
    if settings.pace_database:
        return _open_database_pace(settings.pace_database)
    return FilePace(settings.data_path / "pace")


@lru_cache(maxsize=4)
def _open_database_pace(address: str) -> PostgresPace:
    """Return the pace of a database: one per process, so that sessions share its connections."""
    try:
        import psycopg
    except ImportError:
        raise InputError("KLIPING_PACE_DATABASE is set, but the driver is missing: install psycopg[binary]") from None
    try:
        return PostgresPace(lambda: psycopg.connect(address))
    except psycopg.Error as error:
        message = str(error).strip().splitlines()[0]
        raise UserError(f"KLIPING_PACE_DATABASE cannot be used: {message}") from error


class FilePace:
    """Pace on one machine: a locked file per host in ``folder``, which holds when the next turn may begin."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @contextlib.contextmanager
    def turn(self, host: str, delay: float) -> Iterator[Turn]:
        path = self._folder / hashlib.sha256(host.encode()).hexdigest()[:24]
        turn = Turn()
        if delay > 0:
            with _lock_file(path) as handle:
                _sleep_until(_read_stamp(handle))
                try:
                    yield turn
                finally:
                    _write_stamp(handle, max(delay, turn.seconds))
            return
        if path.exists():  # nobody paces this host, but it may have asked for a pause
            with _lock_file(path) as handle:
                moment = _read_stamp(handle)
            _sleep_until(moment)
        yield turn
        if turn.seconds:
            with _lock_file(path) as handle:
                _write_stamp(handle, turn.seconds)


@contextlib.contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)  # gives the lock back


def _read_stamp(handle: int) -> float:
    data = os.pread(handle, 8, 0)
    if len(data) < 8:  # nobody has asked yet
        return 0.0
    return float(struct.unpack("<d", data)[0])


def _write_stamp(handle: int, seconds: float) -> None:
    """Stamp the file with the time of the next turn, in seconds of the machine's monotonic clock."""
    os.pwrite(handle, struct.pack("<d", time.monotonic() + seconds), 0)


def _sleep_until(moment: float) -> None:
    left = moment - time.monotonic()
    if 0 < left <= FARTHEST_STAMP:
        _sleep_within_limit(left)


def _sleep_within_limit(seconds: float) -> None:
    if seconds > LONGEST_PAUSE:
        raise Failed("paused", f"the host asked not to be visited for another {seconds / 60:.0f} minutes")
    time.sleep(seconds)  # the turn has its time, and whoever waits holds the lock: nobody could end it sooner


class PostgresPace:
    """Pace over several machines: a session advisory lock per host, and the stamps in a table.

    ``connect`` gives a DB-API connection of a driver with ``%s`` parameters (psycopg), one per turn under way. The
    stamps are the database's own clock, so the machines' clocks need not agree.
    """

    _TABLE = "CREATE TABLE IF NOT EXISTS kliping_pace (host text PRIMARY KEY, next_turn timestamptz NOT NULL)"
    _LEFT = "SELECT extract(epoch FROM next_turn - clock_timestamp())::float8 FROM kliping_pace WHERE host = %s"
    _STAMP = """INSERT INTO kliping_pace VALUES (%s, clock_timestamp() + make_interval(secs => %s))
                ON CONFLICT (host) DO UPDATE SET next_turn = excluded.next_turn"""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._idle: list[Any] = []
        with self._borrow_connection() as connection:
            # two first users at once: CREATE TABLE IF NOT EXISTS alone is not safe against itself
            connection.execute("SELECT pg_advisory_lock(%s)", (_make_lock_key("kliping_pace"),))
            connection.execute(self._TABLE)
            connection.execute("SELECT pg_advisory_unlock(%s)", (_make_lock_key("kliping_pace"),))

    @contextlib.contextmanager
    def turn(self, host: str, delay: float) -> Iterator[Turn]:
        turn = Turn()
        with self._borrow_connection() as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (_make_lock_key(host),))
            try:
                row = connection.execute(self._LEFT, (host,)).fetchone()
                if row and row[0] > 0:
                    _sleep_within_limit(row[0])
                try:
                    yield turn
                finally:
                    connection.execute(self._STAMP, (host, max(delay, turn.seconds)))
            finally:
                connection.execute("SELECT pg_advisory_unlock(%s)", (_make_lock_key(host),))

    @contextlib.contextmanager
    def _borrow_connection(self) -> Iterator[Any]:
        connection = self._idle.pop() if self._idle else self._connect()
        try:
            connection.autocommit = True
            yield connection
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)


def _make_lock_key(name: str) -> int:
    """Return a 64-bit advisory lock key."""
    return int.from_bytes(hashlib.sha256(f"kliping:{name}".encode()).digest()[:8], "big", signed=True)
