"""What a page is made of: blocks of text with their markup, and byte segments compressed once and sent often."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import escape
from pathlib import Path
from string import Template

__all__ = ["Answer", "Block", "Segment", "escape", "load_template", "make_json_ld", "make_meta_tags", "pack_gzip"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an article's container: its markup, what it says, and what it is.

    ``kind`` is empty for the story, else the kind of boilerplate (``kliping.model.RemovedKind``). A story's first
    paragraph may hold a ``dateline`` before its ``text``.
    """

    html: str
    text: str = ""
    kind: str = ""
    dateline: str = ""


class Segment:
    """Bytes that many pages share, deflated once: gzip members can be put together from flushed deflate blocks."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def deflated(self) -> bytes:
        """Return ``raw`` as deflate blocks that refer to nothing before them and end on a byte."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return packer.compress(self.raw) + packer.flush(zlib.Z_FULL_FLUSH)


Part = Segment | bytes


def pack_gzip(parts: Iterable[Part]) -> bytes:
    """Return ``parts`` as one gzip file (RFC 1952); only what is not a ``Segment`` is compressed here."""
    out = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    checksum = size = 0
    for part in parts:
        raw = part.raw if isinstance(part, Segment) else part
        checksum = zlib.crc32(raw, checksum)
        size += len(raw)
        if isinstance(part, Segment):
            out.append(part.deflated)
        else:
            packer = zlib.compressobj(3, zlib.DEFLATED, -zlib.MAX_WBITS)
            out += (packer.compress(raw), packer.flush(zlib.Z_FULL_FLUSH))
    out += (b"\x03\x00", checksum.to_bytes(4, "little"), (size & 0xFFFFFFFF).to_bytes(4, "little"))
    return b"".join(out)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends. ``delay`` seconds pass before it; ``cut`` sends so many bytes of the body and hangs up."""

    status: int = 200
    parts: Sequence[Part] = ()
    media_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=())
    delay: float = 0.0
    cut: int | None = None

    @property
    def body(self) -> bytes:
        return b"".join(part.raw if isinstance(part, Segment) else part for part in self.parts)


@cache
def load_template(name: str) -> Template:
    """Return the file ``templates/NAME``, with ``$place`` for what differs."""
    return Template((Path(__file__).parent / "templates" / name).read_text(encoding="utf-8"))


def make_json_ld(data: object) -> str:
    """Return a JSON-LD script element; ``<`` is escaped, as inside any script."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def make_meta_tags(values: Mapping[str, str]) -> str:
    """Return meta elements; Open Graph's names are properties, all others names."""
    kinds = {True: "property", False: "name"}
    return "".join(
        f'<meta {kinds[name.startswith(("og:", "article:"))]}="{name}" content="{escape(value)}">\n'
        for name, value in values.items()
    )
