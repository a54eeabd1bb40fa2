"""The bytes of a gzip file of any number of members, read like a file; after damage, an error, reading continues."""

from __future__ import annotations

import zlib
from typing import BinaryIO

from kliping.mediatypes import GZIP_DEFLATE, GZIP_MAGIC

PACKED_CHUNK = 1 << 18


class DamagedGzip(ValueError):
    """The packed bytes end early or cannot be unpacked; the next read continues with the next member."""


class UnpackedStream:
    """Lines and blocks of a gzip file, whether each record is a member or not, or of a file that is not packed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._data = b""
        self._packed = hasattr(file, "peek") and file.peek(2)[:2] == GZIP_MAGIC
        self._rest = b""
        self._member: zlib._Decompress | None = None
        self._seen_ahead: DamagedGzip | None = None
        """Damage that ``peek`` met; the next read raises it."""

    def read_line(self, limit: int = 1 << 16) -> bytes:
        """Return the next line with its end; b"" where the file ends. Longer ones come in pieces."""
        while (end := self._data.find(b"\n")) < 0 and len(self._data) < limit:
            if not self._fill_buffer():
                break
        if end < 0:
            return self._take_bytes(limit)
        return self._take_bytes(min(end + 1, limit))

    def read_block(self, size: int) -> bytes:
        """Return the next ``size`` bytes, fewer where the file ends."""
        parts, left = [], size
        while left:
            if not self._data and not self._fill_buffer():
                break
            parts.append(self._take_bytes(left))
            left -= len(parts[-1])
        return b"".join(parts)

    def peek(self, size: int) -> bytes:
        """Return the next ``size`` bytes without taking them, fewer where the file ends or is damaged."""
        try:
            while len(self._data) < size and self._seen_ahead is None and self._fill_buffer():
                pass
        except DamagedGzip as error:
            self._seen_ahead = error
        return self._data[:size]

    def push_back(self, data: bytes) -> None:
        """Make ``data`` what is read next."""
        self._data = data + self._data

    def skip_bytes(self, size: int) -> int:
        """Pass over ``size`` bytes; return how many of them the file does not have."""
        while size > 0 and (passed := len(self.read_block(min(size, PACKED_CHUNK)))):
            size -= passed
        return size

    def _take_bytes(self, size: int) -> bytes:
        taken, self._data = self._data[:size], self._data[size:]
        return taken

    def _fill_buffer(self) -> bool:
        """Read more bytes into the buffer; return False at the end. Raises ``DamagedGzip``."""
        if self._seen_ahead is not None:
            error, self._seen_ahead = self._seen_ahead, None
            raise error
        if not self._packed:
            more = self._file.read(PACKED_CHUNK)
            self._data += more
            return bool(more)
        while True:
            packed = self._rest or self._file.read(PACKED_CHUNK)
            self._rest = b""
            if not packed:
                ended, self._member = self._member, None
                if ended is not None:
                    raise self._make_error("the file ends in the middle of a record")
                return False
            if self._member is None:
                packed = packed.lstrip(b"\0")  # padding between members
                if not packed:
                    continue
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            if self._inflate_chunk(self._member, packed):
                return True

    def _inflate_chunk(self, member: zlib._Decompress, packed: bytes) -> bool:
        """Unpack bytes of ``member`` into the buffer; return False where they gave nothing. Raises ``DamagedGzip``."""
        try:
            out = member.decompress(packed, 4 * PACKED_CHUNK)
        except zlib.error as error:
            self._member = None
            self._rest = self._next_member(packed)
            raise self._make_error(str(error)) from None
        self._rest = member.unconsumed_tail or member.unused_data
        if member.eof:
            self._member = None
        self._data += out
        return bool(out)

    def _next_member(self, packed: bytes) -> bytes:
        """Return the bytes from the next member on; a member at the very start is the broken one."""
        at = packed.find(GZIP_DEFLATE, 1)
        while at < 0:
            more = self._file.read(PACKED_CHUNK)
            if not more:
                return b""
            packed = packed[-2:] + more
            at = packed.find(GZIP_DEFLATE)
        return packed[at:]

    def _make_error(self, why: str) -> DamagedGzip:
        self._data = b""
        return DamagedGzip(why)
