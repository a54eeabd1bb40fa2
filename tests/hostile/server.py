"""A server that misbehaves on request, on loopback, speaking raw bytes: no HTTP library would let it.

``HostileServer.paths`` maps ``host/path`` or ``/path`` to a behaviour, a function of the connection and the request.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """What a client asked, and when."""

    host: str
    path: str
    headers: dict[str, str]
    at: float


Behaviour = Callable[[socket.socket, Request], None]


@dataclass
class HostileServer:
    """Serves until closed; every connection has a thread of its own and ends with its answer."""

    paths: dict[str, Behaviour] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self._open = True
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._open = False
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def asked(self, path):
        return [request for request in self.requests if request.path == path]

    def _accept(self):
        while self._open:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection, contextlib.suppress(OSError):
            request = _read(connection)
            if request is None:
                return
            self.requests.append(request)
            bare = request.path.partition("?")[0]
            for key in (request.host + request.path, request.host + bare, request.path, bare):
                if key in self.paths:
                    self.paths[key](connection, request)
                    break
            else:
                not_found(connection, request)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(1)
            while connection.recv(1 << 16):
                pass


def _read(connection):
    data = b""
    connection.settimeout(10)
    while b"\r\n\r\n" not in data:
        piece = connection.recv(1 << 16)
        if not piece:
            return None
        data += piece
    first, *lines = data.decode("latin-1").split("\r\n")
    headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
    return Request(headers.get("host", "").partition(":")[0], first.split(" ")[1], headers, time.monotonic())


def answer(body=b"", *, status="200 OK", length=True, **headers):
    """A behaviour: this answer. ``length=False``: no Content-Length; header names with ``_`` for ``-``."""
    said = {"Content-Type": "text/html; charset=utf-8", "Connection": "close"}
    if length is True:
        said["Content-Length"] = str(len(body))
    elif length is not False:
        said["Content-Length"] = str(length)
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in said.items() if v is not None) + "\r\n"

    def behave(connection, request):
        connection.sendall(head.encode("latin-1") + body)

    return behave


def redirect(location, status="302 Found"):
    return answer(status=status, Location=location)


def in_turn(*behaviours):
    """A behaviour: the first one first, and so on; the last one from then on."""
    rest = list(behaviours)

    def behave(connection, request):
        (rest.pop(0) if len(rest) > 1 else rest[0])(connection, request)

    return behave


def trickle(head, piece, pause, times):
    """A behaviour: ``head``, then ``piece`` again and again with a pause after each."""

    def behave(connection, request):
        connection.sendall(head)
        for _ in range(times):
            connection.sendall(piece)
            time.sleep(pause)

    return behave


def raw(data):
    """A behaviour: these bytes and no more."""
    return lambda connection, request: connection.sendall(data)


def reset(data=b""):
    """A behaviour: these bytes, then a TCP reset."""

    def behave(connection, request):
        connection.sendall(data)
        time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return behave


def endless(head, piece):
    """A behaviour: ``piece`` for ever, as fast as the client takes it."""

    def behave(connection, request):
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return behave


def silence(connection, request):
    """Nothing, for a long time."""
    time.sleep(5)


def hang_up(connection, request):
    """The end, at once."""


not_found = answer(b"<h1>Tidak ditemukan</h1>", status="404 Not Found")
