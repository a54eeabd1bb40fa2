"""XML from strangers: no DTD, no entities, nothing fetched, decompressed within bounds."""

from __future__ import annotations

import codecs
import io
import re
import zlib
from collections.abc import Iterator

from lxml import etree

MAX_XML = 200_000_000
"""Bytes; the largest sitemap after decompression (the protocol allows 50 MB)."""
MAX_ENTRY = 2_000
"""Elements within one entry of a sitemap; a real one has about ten."""
_PROLOG = 64 * 1024
_ROOT = re.compile(rb"<[A-Za-z_]")
_DOCTYPE = re.compile(rb"(?is)<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>")
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)


class Malformed(ValueError):
    """XML that is refused or cannot be read."""


def without_dtd(body: bytes) -> bytes:
    """The document without its DOCTYPE. Raises ``Malformed`` where that declares entities."""
    for mark, encoding in _WIDE:
        if body.startswith(mark):
            text = body.decode(encoding, "replace")
            body = re.sub(r"(?i)^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", r"\1", text).encode()
            break
    root = _ROOT.search(body, 0, _PROLOG)
    prolog = body[: root.start()] if root else body[:_PROLOG]
    if b"<!" not in prolog:
        return body
    if re.search(rb"(?i)<!ENTITY|<!ATTLIST", prolog):
        raise Malformed("it declares entities")
    if not root:
        raise Malformed("no element within its first 64 KB")
    return _DOCTYPE.sub(b"", prolog) + body[root.start() :]


class Gunzip(io.RawIOBase):
    """A compressed document, decompressed as it is read; ends with ``Malformed`` beyond ``MAX_XML``."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._size = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            out = self._stream.decompress(self._data, size if size > 0 else 1 << 16)
        except zlib.error as error:
            raise Malformed(f"it is no gzip file: {error}") from None
        self._data = self._stream.unconsumed_tail
        self._size += len(out)
        if self._size > MAX_XML:
            raise Malformed(f"it is larger than {MAX_XML:,} bytes")
        return out


def elements(body: bytes, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """The root's children called ``names`` (whatever their namespace), as they are read, each emptied after its turn.

    Raises ``Malformed`` where the document stops being XML; what came before it has been given.
    """
    stream: io.BytesIO | Gunzip
    if body.startswith(b"\x1f\x8b"):
        without_dtd(Gunzip(body).read(_PROLOG))
        stream = Gunzip(body)
    else:
        stream = io.BytesIO(without_dtd(body))
    depth = size = 0
    try:
        for event, element in etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=False,
        ):
            if event == "start":
                depth += 1
                size += 1
                if size > MAX_ENTRY:
                    raise Malformed(f"an entry of more than {MAX_ENTRY:,} elements")
                continue
            depth -= 1
            if depth == 1:  # an entry ends: whatever it was, nothing of it stays in memory
                if etree.QName(element).localname in names:
                    yield element
                size = 1
                element.clear()
                while (before := element.getprevious()) is not None:  # the parser still holds on to this one
                    before.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        raise Malformed(str(error)) from None
