"""Connections that go where the guard says and that keep a deadline, under requests and urllib3.

A socket's own timeout starts again with every byte. The deadline here bounds a whole exchange, so a server that sends
one byte a second holds a thread no longer than ``page_deadline``.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import certifi
import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from kliping.fetch.guard import Guard
from kliping.fetch.headers import TolerantResponse

_exchange = threading.local()


class DeadlinePassed(TimeoutError):
    """The exchange took longer than it may, however busily bytes still trickle in."""


@contextlib.contextmanager
def keep_deadline(seconds: float, silence: float) -> Iterator[None]:
    """Bound what this thread receives within the block: ``seconds`` in all, ``silence`` seconds for each byte."""
    _exchange.ends, _exchange.silence = time.monotonic() + seconds, silence
    try:
        yield
    finally:
        del _exchange.ends, _exchange.silence


def _remaining_time() -> float | None:
    """Return how many seconds the next wait may take. Raises ``DeadlinePassed``."""
    ends: float | None = getattr(_exchange, "ends", None)
    if ends is None:
        return None
    left = ends - time.monotonic()
    if left <= 0:
        raise DeadlinePassed("the exchange took too long")
    silence: float = _exchange.silence
    return min(left, silence)


class _Socket(socket.socket):
    """A socket whose every wait is bounded by the exchange's deadline, too."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:  # noqa: ANN401  # the socket's own signature
        self.settimeout(_remaining_time())
        try:
            return super().recv_into(*args, **kwargs)
        except TimeoutError:
            _remaining_time()  # was it silence, or the end?
            raise


class _TLSSocket(_Socket, ssl.SSLSocket):
    """The same over TLS: ``super()`` in ``_Socket`` is ``ssl.SSLSocket`` here."""


def _open_socket(guard: Guard, connection: HTTPConnection) -> socket.socket:
    """Connect to the first address of the connection's host that answers."""
    host, port = connection.host, int(connection.port or connection.default_port)
    failure: OSError | None = None
    for family, address, to_port in guard.addresses(host, port):
        sock = _Socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(_remaining_time())
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect((address, to_port))
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    guard.forget_addresses(host, port)
    raise NewConnectionError(connection, f"{host}: {failure}") from failure


@lru_cache(maxsize=1)
def load_tls_context() -> ssl.SSLContext:
    """Return the TLS context that all sessions share; loading the authorities takes 50 ms."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = _TLSSocket
    return context


class GuardedSession(requests.Session):
    """A session that leaves redirects to its caller; requests itself would read their bodies without a limit."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002  # the base class's signature
        return None


class GuardedAdapter(HTTPAdapter):
    """The transport of one source: pooled per host, every new connection through the guard, TLS verified."""

    def __init__(self, guard: Guard, connections: int) -> None:
        self._guard = guard
        super().__init__(pool_connections=32, pool_maxsize=connections)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:  # noqa: ANN401  # handed on
        """Make pools whose connections go through the guard and keep the deadline."""
        guard = self._guard

        class Plain(HTTPConnection):
            response_class = TolerantResponse

            def _new_conn(self) -> socket.socket:
                return _open_socket(guard, self)

        class TLS(HTTPSConnection):
            response_class = TolerantResponse

            def _new_conn(self) -> socket.socket:
                return _open_socket(guard, self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class TLSPool(HTTPSConnectionPool):
            ConnectionCls = TLS

        super().init_poolmanager(connections, maxsize, block, ssl_context=load_tls_context(), **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": TLSPool}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ANN401  # the base class's
        """Nothing to do: the context verifies, with authorities that are loaded once."""
