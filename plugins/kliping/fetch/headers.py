"""Read a server's headers as browsers do: a line that is no header is passed over, and what comes after it counts.

Python's parser ends the headers at such a line, so that ``Content-Encoding`` or ``Transfer-Encoding`` after it stay
unread, and the page stays compressed.
"""

from __future__ import annotations

import http
import http.client
import re
from typing import Any

_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VERSION = re.compile(rb"(?i)^(http/[0-9.]+|icy)(?= )")
"""What a status line may begin with: browsers read small letters and other versions, too."""
MAX_BLANK_LINES = 4
"""Before a status line."""
MANY_HEADERS, MAX_HEADERS = 60, 2_000
"""Of more headers than the first number only those are read that say how to read the answer; more than the second are
an attack."""
_NEEDED = frozenset(
    b"content-encoding content-length content-type transfer-encoding location retry-after connection etag "
    b"last-modified refresh cf-mitigated".split()
)


def _write_version(found: re.Match[bytes]) -> bytes:
    """Return the version of a status line as Python reads it; the answer is one of HTTP/1, whatever it says."""
    version = found[1].upper()
    if version == b"ICY":
        return b"HTTP/1.0"
    return version if version.startswith(b"HTTP/1.") else b"HTTP/1.1"


class _HeaderLines:
    """A connection's file while status lines and headers are read from it, line by line."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401  # a BufferedReader over a socket
        self._file = file
        self._in_headers = False
        self._dropped = True
        self._count = 0

    def readline(self, limit: int = -1) -> bytes:
        """Return the next line of the head, without lines that are no header."""
        while True:
            line: bytes = self._file.readline(limit)
            if not self._in_headers:
                if line in (b"\r\n", b"\n") and self._count < MAX_BLANK_LINES:  # what an answer before left
                    self._count += 1
                    continue
                self._in_headers, self._dropped, self._count = True, True, 0
                return _VERSION.sub(_write_version, line)
            if line in (b"\r\n", b"\n", b""):
                self._in_headers, self._count = False, 0
                return line
            if line[:1] in b" \t":  # goes on with the header before it
                if not self._dropped:
                    return _clean_value(line)
                continue
            name, colon, value = line.partition(b":")
            name = name.rstrip(b" \t")
            self._dropped = not colon or not _NAME.fullmatch(name) or self._is_one_too_many(name)
            if not self._dropped:
                if name.lower() == b"transfer-encoding" and b"chunked" in value.lower():
                    return b"Transfer-Encoding: chunked\r\n"  # Python knows it alone; gzip is found by its bytes
                return name + colon + _clean_value(value)

    def _is_one_too_many(self, name: bytes) -> bool:
        """Return whether a header is left out because Python refuses an answer with more than a hundred."""
        self._count += 1
        return MANY_HEADERS < self._count <= MAX_HEADERS and name.lower() not in _NEEDED

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever the file has
        return getattr(self._file, name)


def _clean_value(value: bytes) -> bytes:
    """Return a header's value without characters that Python would take for the end of the line."""
    cleaned = value.rstrip(b"\r\n").replace(b"\r", b" ").replace(b"\0", b"")
    if value.endswith(b"\n"):
        return cleaned + b"\r\n"
    return cleaned


class TolerantResponse(http.client.HTTPResponse):
    """An answer whose headers are read by ``_HeaderLines``."""

    def begin(self) -> None:
        file: Any = self.fp
        lines: Any = _HeaderLines(file)
        self.fp = lines
        try:
            super().begin()
        finally:
            if self.fp is lines:
                self.fp = file

    def _read_status(self) -> tuple[str, int, str]:
        """Return the status line of the answer itself: hints that come before it (102, 103) are passed over.

        Python does so for 100 alone. The exchange's deadline bounds how many a server can send.
        """
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc]  # private, as begin() calls it
            if status <= http.HTTPStatus.SWITCHING_PROTOCOLS or status >= http.HTTPStatus.OK:
                return version, status, reason
            http.client.parse_headers(self.fp)
