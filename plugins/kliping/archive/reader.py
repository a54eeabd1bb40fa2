"""Read records back, in order or by their address, from a local folder or an object store."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from kliping.archive.record import ArchiveError, WarcRecord, parse_record
from kliping.mediatypes import GZIP_DEFLATE

RECORD_CHUNK = 1 << 18
MAX_RECORD = 200_000_000
"""Bytes, decompressed: no record of ours is larger, and a broken one shall not fill the memory."""


def read_records(
    stream: BinaryIO, where: str, *, begin: int = 0, tolerant: bool = False
) -> Iterator[tuple[WarcRecord, int, int]]:
    """Yield each record from the offset ``begin`` on, with its offset and its compressed length in bytes.

    ``stream`` stands at ``begin``. A damaged record raises ``ArchiveError``; ``tolerant`` ends there instead, as after
    a killed run.
    """
    offset = begin
    pending = b""
    while True:
        try:
            member, length, pending = _read_member(stream, pending, f"{where}#{offset}")
            if not length:
                return
            record = parse_record(member, f"{where}#{offset}")
        except ArchiveError:
            if tolerant:
                return
            raise
        yield record, offset, length
        offset += length


def sound_records(stream: BinaryIO, where: str, damaged: list[str]) -> Iterator[tuple[WarcRecord, int, int]]:
    """Yield the records that can be read, with their offsets and lengths; ``damaged`` gets a line for each other place.

    ``stream`` must be seekable.
    """
    begin: int | None = 0
    while begin is not None:
        stream.seek(begin)
        try:
            for record, offset, length in read_records(stream, where, begin=begin):
                begin = offset + length
                yield record, offset, length
            return
        except ArchiveError as error:
            damaged.append(str(error))
            begin = _next_begin(stream, begin + 1)


def _next_begin(stream: BinaryIO, after: int) -> int | None:
    """Return the offset of the first record that begins at ``after`` or after it; None where none does."""
    stream.seek(after)
    at, data = after, stream.read(RECORD_CHUNK)
    while data:
        found = data.find(GZIP_DEFLATE)
        while found >= 0:
            if _begins_record(stream, at + found):
                return at + found
            found = data.find(GZIP_DEFLATE, found + 1)
        kept = data[-2:]
        at += len(data) - len(kept)
        stream.seek(at + len(kept))
        more = stream.read(RECORD_CHUNK)
        data = b""
        if more:
            data = kept + more
    return None


def _begins_record(stream: BinaryIO, offset: int) -> bool:
    """Return whether a record begins at ``offset``; the same three bytes may stand inside one."""
    stream.seek(offset)
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(stream.read(1_000), 5) == b"WARC/"
    except zlib.error:
        return False


def read_record(stream: BinaryIO, offset: int, where: str) -> WarcRecord:
    """Return the record that begins at ``offset``."""
    stream.seek(offset)
    member, length, _ = _read_member(stream, b"", f"{where}#{offset}")
    if not length:
        raise ArchiveError(f"{where}#{offset}: the part ends before it")
    return parse_record(member, f"{where}#{offset}")


def _read_member(stream: BinaryIO, pending: bytes, where: str) -> tuple[bytes, int, bytes]:
    """Return the next gzip member, decompressed, its compressed length, and what was read beyond it."""
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    out: list[bytes] = []
    size = taken = 0
    data = pending or stream.read(RECORD_CHUNK)
    if not data:
        return b"", 0, b""
    while True:
        taken += len(data)
        try:
            out.append(inflate.decompress(data))
        except zlib.error as error:
            raise ArchiveError(f"{where}: {error}") from None
        size += len(out[-1])
        if size > MAX_RECORD:
            raise ArchiveError(f"{where}: more than {MAX_RECORD:,} bytes")
        if inflate.eof:
            rest = inflate.unused_data
            return b"".join(out), taken - len(rest), rest
        data = stream.read(RECORD_CHUNK)
        if not data:
            raise ArchiveError(f"{where}: the part ends in the middle of a record")
