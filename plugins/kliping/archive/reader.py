"""Read records back, in order or by their address, from a local folder or an object store."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from kliping.archive.record import ArchiveError, Record, parse

CHUNK = 1 << 18
MAX_RECORD = 200_000_000
"""Bytes, decompressed: no record of ours is larger, and a broken one shall not fill the memory."""


def records(stream: BinaryIO, where: str, *, tolerant: bool = False) -> Iterator[tuple[Record, int, int]]:
    """Each record with its offset and its compressed length.

    A damaged record raises ``ArchiveError``; ``tolerant`` ends there instead, as after a killed run.
    """
    offset = 0
    pending = b""
    while True:
        try:
            member, length, pending = _member(stream, pending, f"{where}#{offset}")
            if not length:
                return
            record = parse(member, f"{where}#{offset}")
        except ArchiveError:
            if tolerant:
                return
            raise
        yield record, offset, length
        offset += length


def record_at(stream: BinaryIO, offset: int, where: str) -> Record:
    """The record that begins at ``offset``."""
    stream.seek(offset)
    member, length, _ = _member(stream, b"", f"{where}#{offset}")
    if not length:
        raise ArchiveError(f"{where}#{offset}: the part ends before it")
    return parse(member, f"{where}#{offset}")


def _member(stream: BinaryIO, pending: bytes, where: str) -> tuple[bytes, int, bytes]:
    """The next gzip member, decompressed, its compressed length, and what was read beyond it."""
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
    out: list[bytes] = []
    size = taken = 0
    data = pending or stream.read(CHUNK)
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
        data = stream.read(CHUNK)
        if not data:
            raise ArchiveError(f"{where}: the part ends in the middle of a record")
