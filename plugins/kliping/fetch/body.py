"""Read a body within limits: compressed, decompressed, and of a type that a page, feed or sitemap may have."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import brotli
import zstandard

from kliping.errors import Failed, Retryable
from kliping.mediatypes import GZIP_DEFLATE, GZIP_MAGIC, name_binary, parse_media_type

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
BODY_CHUNK_BYTES = 1 << 16

_REFUSED = ("image/", "video/", "audio/", "font/", "model/")
_REFUSED_TYPES = frozenset(
    {
        "application/pdf", "application/zip", "application/msword", "application/vnd.android.package-archive",
        "application/x-rar-compressed", "application/x-7z-compressed", "application/java-archive",
        "application/vnd.apple.mpegurl", "application/x-mpegurl", "application/wasm", "text/css",
    }
)  # fmt: skip
_SCRIPTS = frozenset({"application/javascript", "application/x-javascript", "text/javascript"})
_DATA = re.compile(rb"\s*(?:/\*\*/)?\s*(?:[A-Za-z_$][\w.$]{0,60}\s*\(\s*)?[{\[<]")
"""How a feed begins that is sent as a script: JSON, a call with JSON (JSONP), or markup under a wrong type."""
_NO_CODING = re.compile(
    r"|identity|none|null|no|off|false|raw|binary|plain|text|html|[78]bit|chunked|\*|[\w.+-]+/[\w.+-]+"
    r"|utf-?(?:8|16)|(?:us-)?ascii|latin-?\d|iso-?8859-\d+|windows-\d+|cp-?\d+"
)
"""What servers put where a content encoding belongs: a character set, a media type, nothing."""
_PAGE = re.compile(r"text/|application/xhtml|$")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def check_media_type(content_type: str | None) -> None:
    """Raise ``Failed("wrong_type")`` for a type that no page, feed or sitemap has."""
    kind = parse_media_type(content_type)
    if kind in _REFUSED_TYPES or (kind.startswith(_REFUSED) and kind != "image/svg+xml"):
        raise Failed("wrong_type", f"{kind} where a page was expected")


def check_magic_bytes(start: bytes) -> None:
    """Raise ``Failed("wrong_type")`` where the first bytes are a file's that no header announced."""
    if what := name_binary(start):
        raise Failed("wrong_type", f"{what} where a page was expected")


def check_is_data(start: bytes, kind: str) -> None:
    """Raise ``Failed("wrong_type")`` for a script that is no data."""
    if kind in _SCRIPTS and not _DATA.match(start):
        raise Failed("wrong_type", f"{kind} where a page was expected")


def check_is_text(start: bytes, encoding: str) -> None:
    """Raise ``Failed("encoding")`` where an odd ``encoding`` announces what does not begin like text."""
    odd = [name for part in encoding.split(",") if _NO_CODING.fullmatch(name := part.strip().lower()) and name]
    if odd and _BINARY.search(start, 0, 1024):
        raise Failed("encoding", f"content encoding {odd[0]!r} is not known, and the body is no text")


class _Decoder(Protocol):
    """Bounded decompression: never more than ``room`` bytes at once, however well the input was packed."""

    def feed(self, data: bytes, room: int) -> bytes: ...

    @property
    def pending(self) -> bool: ...

    @property
    def complete(self) -> bool: ...


class _Zlib:
    """gzip (also of several members), zlib and raw deflate."""

    def __init__(self, name: str) -> None:
        self._gzip = name == "gzip"
        self._stream = zlib.decompressobj(zlib.MAX_WBITS)
        if self._gzip:
            self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._rest = b""
        self._begun = False

    def feed(self, data: bytes, room: int) -> bytes:
        data = self._rest + data
        if self._stream.eof and data:
            if not (self._gzip and data.startswith(GZIP_MAGIC)):
                self._rest = b""  # padding after the last member
                return b""
            self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            out = self._stream.decompress(data, room)
        except zlib.error:
            if self._begun or self._gzip:
                raise
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)  # "deflate" without its zlib header
            out = self._stream.decompress(data, room)
        self._begun = True
        self._rest = self._stream.unconsumed_tail or self._stream.unused_data
        return out

    @property
    def pending(self) -> bool:
        return bool(self._rest)

    @property
    def complete(self) -> bool:
        return self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        if not data and self._stream.can_accept_more_data():
            return b""
        out: bytes = self._stream.process(data, output_buffer_limit=room)
        return out

    @property
    def pending(self) -> bool:
        return not self._stream.is_finished() and not self._stream.can_accept_more_data()

    @property
    def complete(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstd:
    """zstandard's stream object has no bound on its output, so the input goes in by small pieces."""

    _PIECE = 256

    def __init__(self) -> None:
        self._stream = zstandard.ZstdDecompressor(max_window_size=1 << 23).decompressobj()
        self._rest = b""

    def feed(self, data: bytes, room: int) -> bytes:
        data = self._rest + data
        out = []
        size = at = 0
        while at < len(data) and size < room and not self._stream.eof:
            piece = self._stream.decompress(data[at : at + self._PIECE])
            out.append(piece)
            size += len(piece)
            at += self._PIECE
        self._rest = data[at:]
        if self._stream.eof:
            self._rest = b""
        return b"".join(out)

    @property
    def pending(self) -> bool:
        return bool(self._rest)

    @property
    def complete(self) -> bool:
        return bool(self._stream.eof)


def _make_decoders(encoding: str) -> list[_Decoder]:
    """Return one decoder per coding, outermost first. Raises ``Failed("encoding")`` for a coding that is not supported.

    A name that is no coding (``UTF-8``, ``none``) says nothing: ``check_is_text`` looks whether what comes is text.
    """
    decoders: list[_Decoder] = []
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("gzip", "x-gzip"):
            decoders.append(_Zlib("gzip"))
        elif name == "deflate":
            decoders.append(_Zlib("deflate"))
        elif name == "br":
            decoders.append(_Brotli())
        elif name == "zstd":
            decoders.append(_Zstd())
        elif not _NO_CODING.fullmatch(name):
            raise Failed("encoding", f"content encoding {name!r} is not known")
    if len(decoders) > 2:
        raise Failed("encoding", f"{len(decoders)} content encodings on one body")
    return decoders


def read_body(chunks: Callable[[int], bytes], encoding: str, limit: int, *, kind: str = "application/gzip") -> bytes:
    """Return the decoded body of what ``chunks(size)`` reads.

    A page (by its media type ``kind``) that is packed although no header says so is unpacked; other files stay packed
    for whoever reads them.

    Raises ``Failed("too_large")`` beyond ``limit`` bytes, before or after decompression, ``Failed("encoding")`` for a
    body that its encoding cannot have written, ``Retryable("truncated")`` for one that ends early.
    """
    decoders = _make_decoders(encoding)
    parts: list[bytes] = []
    size = taken = 0
    unnamed: list[_Decoder] = []
    while data := chunks(BODY_CHUNK_BYTES):
        taken += len(data)
        if taken > limit:
            raise Failed("too_large", f"more than {limit:,} bytes")
        for part in _decode_chunk(decoders, data):
            if not parts and not unnamed and _PAGE.match(kind) and part.startswith(GZIP_DEFLATE):
                unnamed = [_Zlib("gzip")]
            for piece in _decode_chunk(unnamed, part):
                if not parts:
                    check_magic_bytes(piece)
                    check_is_data(piece, kind)
                    check_is_text(piece, encoding)
                parts.append(piece)
                size += len(piece)
                if size > limit:
                    raise Failed("too_large", f"more than {limit:,} bytes after decompression")
    if taken and not all(decoder.complete for decoder in (*decoders, *unnamed)):
        raise Retryable("truncated", "the compressed body ends early")
    return b"".join(parts)


def _decode_chunk(decoders: Sequence[_Decoder], data: bytes) -> Iterator[bytes]:
    """Yield what the decoders, the outermost first, make of a chunk; the chunk itself where there is none."""
    if not decoders:
        yield data
        return
    decoder, *inner = decoders
    try:
        while True:
            if out := decoder.feed(data, BODY_CHUNK_BYTES):
                yield from _decode_chunk(inner, out)
            data = b""
            if not decoder.pending:
                return
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise Failed("encoding", f"the body is not in its content encoding: {error}") from None
