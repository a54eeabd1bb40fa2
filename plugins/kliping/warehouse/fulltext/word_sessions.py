"""Sessions that fold and stem words, on what is published.

Loading the stemmer costs more CPU than a search. So the process keeps the instance of DuckDB that has loaded it for the
next question. The published copy is attached for one question only: between questions no file is open or locked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import duckdb

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import NO_DOWNLOADS, quote_literal
from kliping.warehouse.access.lake import find_lake
from kliping.warehouse.access.reading import attach_published, reader
from kliping.warehouse.errors import NothingPublished
from kliping.warehouse.fulltext.search import find_fts_extension

MOST_IDLE = 4
"""Instances that are kept for the next question; more are closed when their question is answered."""


class InstancePool:
    """Instances in memory that have loaded the stemmer and that nobody uses, of this process only."""

    def __init__(self) -> None:
        self._changing = Lock()
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._process = os.getpid()

    def take_instance(self) -> duckdb.DuckDBPyConnection:
        """Return an instance for one user, kept or new."""
        with self._changing:
            if self._process != os.getpid():  # a fork: the threads of the parent's instances are not here
                self._idle, self._process = [], os.getpid()
            if self._idle:
                return self._idle.pop()
        connection = duckdb.connect(config=dict(NO_DOWNLOADS))
        prepare_words(connection)
        return connection

    def return_instance(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Keep an instance for the next user, or close it where enough are kept."""
        with self._changing:
            if len(self._idle) < MOST_IDLE and self._process == os.getpid():
                self._idle.append(connection)
                return
        connection.close()


_POOL = InstancePool()


def prepare_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Load the stemmer, and make the macros that fold and stem words."""
    connection.execute(f"LOAD {quote_literal(find_fts_extension())}")
    connection.execute(read_sql("search/words"))


@contextmanager
def open_words(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open what is published with the macros that fold and stem words. Raises ``NothingPublished``.

    A connection on which anything failed is closed, so that nothing of a question reaches the next one.
    """
    if find_lake(settings):
        with reader(settings) as connection:
            if connection is None:
                raise NothingPublished()
            prepare_words(connection)
            yield connection
        return
    if not settings.published_path.exists():
        raise NothingPublished()
    connection = _POOL.take_instance()
    try:
        with attach_published(settings, connection):
            yield connection
        connection.execute("USE memory")
        connection.execute("DETACH kliping")
    except BaseException:
        connection.close()
        raise
    _POOL.return_instance(connection)
