"""Bytes that should be XML, as text that a parser can read: unpacked, decoded, without DTD, common faults repaired."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from html import escape
from html.entities import html5
from itertools import chain

from kliping.discover.encodings import AS_WINDOWS, begins_as_document, find_encoding
from kliping.discover.markup_bounds import MAX_TAG_CHARACTERS, TagLengthCheck
from kliping.mediatypes import GZIP_MAGIC

MAX_XML_BYTES = 200_000_000
"""Bytes; the largest sitemap after decompression (the protocol allows 50 MB)."""
_CHUNK = 64 * 1024
_ZLIB_MAGICS = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
_MOST_LAYERS = 3
_ROOT = re.compile(r"<[A-Za-z_]")
_ROOT_NAME = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_ADDRESS = re.compile(r"(?:\s*[#;][^\r\n]*[\r\n])*\s*https?://")
_DECLARATION = re.compile(r"(?i)<\?xml\s")
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_LONGEST_CDATA = 1_000_000
_LONGEST_REFERENCE = 40
_CDATA = "<![CDATA["
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_REFERENCE = re.compile(
    r"&\#x[dD][89abAB][0-9a-fA-F]{2};&\#x[dD][c-fC-F][0-9a-fA-F]{2};|&\#5[5-6]\d{3};&\#5[6-7]\d{3};"
    r"|&(?:\#\d+|\#[xX][0-9a-fA-F]+|\w+);|&"
)
_LONE_BRACKET = re.compile(r"<(?![A-Za-z_:/!?])")
_BROKEN_NUMBER = re.compile(r"&\#(?:\d+|[xX][0-9a-fA-F]+);")
_OF_XML = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})


class MalformedDocument(ValueError):
    """A document that is refused or cannot be read."""


def decode_xml(body: bytes) -> Iterator[str]:
    """Read the document as pieces of text that begin with its root and hold only what XML allows.

    Raises ``MalformedDocument`` where it declares entities or is too large, and after the last piece where it is no
    whole gzip file.
    """
    pieces = _PieceReader(_decode_chunks(_unpack_document(body)))
    head = ""
    for piece in pieces:
        head += piece
        if len(head) >= _CHUNK:
            break
    if pieces.error and not head:
        raise pieces.error
    held = _skip_to_root(head)
    lengths = TagLengthCheck()
    for piece in chain(pieces, [""]):
        held += piece
        safe = _count_complete(held) if piece else len(held)
        if lengths.exceeds_bound(held[:safe]):
            raise MalformedDocument(f"a tag of more than {MAX_TAG_CHARACTERS:,} characters")
        yield _repair_text(held[:safe])
        held = held[safe:]
    if pieces.error:
        raise pieces.error


class _PieceReader:
    """The pieces of a document up to the first that cannot be read, and why that is."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self.error: MalformedDocument | None = None

    def __iter__(self) -> _PieceReader:
        return self

    def __next__(self) -> str:
        try:
            return next(self._pieces)
        except MalformedDocument as error:
            self.error = error
            raise StopIteration from None


def find_root(body: bytes) -> str:
    """Return the name of a document's root element, lower case and without prefix; empty where it lists addresses.

    Raises ``MalformedDocument`` as ``decode_xml`` does.
    """
    try:
        head = next(decode_xml(body), "")
    except MalformedDocument:
        if not _ADDRESS.match(decode_document(body)):
            raise
        return ""
    found = _ROOT_NAME.match(head)
    return found[1].lower() if found else ""


def decode_document(body: bytes) -> str:
    """Return a small document that may be no XML as text, unpacked. Raises ``MalformedDocument`` as ``decode_xml``."""
    return "".join(_decode_chunks(_unpack_document(body))).removeprefix("\ufeff")


def _unpack_document(body: bytes) -> Iterator[bytes]:
    """Return a document piece by piece, unpacked as often as it is packed: a server may pack what is packed already."""
    chunks: Iterator[bytes] = iter([body])
    for _ in range(_MOST_LAYERS):
        first = next(chunks, b"")
        chunks = chain([first], chunks)
        if first.startswith(GZIP_MAGIC):
            chunks = _unpack_gzip(chunks)
        elif first.startswith(_ZLIB_MAGICS):
            chunks = _unpack_member(zlib.decompressobj(), chunks)
        elif _is_raw_deflate(first):
            chunks = _unpack_member(zlib.decompressobj(-zlib.MAX_WBITS), chunks)
        else:
            break
    return chunks


def _is_raw_deflate(body: bytes) -> bool:
    """Return whether a document is packed without any header, as some servers understand "deflate"."""
    head = body[:4096]
    if begins_as_document(head):
        return False
    try:
        return begins_as_document(zlib.decompressobj(-zlib.MAX_WBITS).decompress(head, 200))
    except zlib.error:
        return False


JSON_WRAPPING = re.compile(
    r"^(?>(?:<br\s*/?>\s*)?<b>[\w ]{3,30}</b>:[^\r\n{\[]{0,1000}\s*)*+"
    r"(?:\)\]\}'?,?\s*\n|(?:while\(1\)|for\(;;\));|(?:/\*\*/)?\s*[A-Za-z_$][\w.$]{0,60}\s*\()?\s*(?=[{\[])"
)
"""What stands before JSON that is meant for a script: the call of a function (JSONP), or a guard against such calls;
and before those the warnings that a server's software may print."""


def is_json(body: bytes) -> bool:
    """Return whether a document begins as a JSON object or list, in any encoding, packed or not, or for a script."""
    return JSON_WRAPPING.sub("", decode_head(body)).startswith(("{", "["))


def decode_head(body: bytes) -> str:
    """Return how a document begins, as text, unpacked; empty where it cannot be unpacked."""
    try:
        head = next(_unpack_document(body), b"")[:3_000]
    except MalformedDocument:
        return ""
    return head.decode(find_encoding(head), "replace").lstrip("\ufeff \t\r\n")


def _unpack_gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the content of a gzip file, of one or more members, piece by piece."""
    body = next(chunks, b"")
    while body.startswith(GZIP_MAGIC):
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield from _unpack_member(member, chain([body], chunks))
        body = member.unused_data
        if len(body) < len(GZIP_MAGIC):
            body += next(chunks, b"")


def _unpack_member(member: zlib._Decompress, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the content of one packed member, piece by piece; what follows it is its ``unused_data``."""
    size = 0
    body = b""
    while not member.eof:
        body = body or next(chunks, b"")
        try:
            out = member.decompress(body, _CHUNK)
        except zlib.error as error:
            raise MalformedDocument(f"it is no gzip file: {error}") from None
        if not (body or out or member.eof):
            raise MalformedDocument("its gzip file is cut off")
        body = member.unconsumed_tail
        size += len(out)
        if size > MAX_XML_BYTES:
            raise MalformedDocument(f"it is larger than {MAX_XML_BYTES:,} bytes")
        if out:
            yield out


def _decode_chunks(chunks: Iterator[bytes]) -> Iterator[str]:
    first = next(chunks, b"")
    decoder = codecs.getincrementaldecoder(find_encoding(first))(errors=AS_WINDOWS)
    yield decoder.decode(first)
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _skip_to_root(head: str) -> str:
    """Return the document's beginning without blanks, declaration and DOCTYPE.

    Raises ``MalformedDocument`` where it declares entities.
    """
    begin = 0
    if declared := _DECLARATION.search(head, 0, _CHUNK):
        begin = declared.start()  # after the warnings that a server's software may print first
    while passed := _PROLOG.match(head, begin):
        begin = passed.end()
    end = begin + _CHUNK
    root = _ROOT.search(head, begin, end)
    if root:
        end = root.start()
    prolog = head[begin:end]
    if re.search(r"(?i)<!ENTITY|<!ATTLIST", prolog):
        raise MalformedDocument("it declares entities")
    if root:
        return head[end:]
    if prolog.strip():
        raise MalformedDocument("no element within its first 64 KB")
    raise MalformedDocument("it is empty")


def _count_complete(text: str) -> int:
    """Return how many characters may be repaired now; an incomplete reference or CDATA section waits for its end."""
    begin = text.rfind(_CDATA)
    if begin >= 0 and text.find("]]>", begin) < 0 and len(text) - begin < _LONGEST_CDATA:
        return begin
    for sign in ("&", "<"):
        begin = text.rfind(sign, max(0, len(text) - _LONGEST_REFERENCE))
        if begin >= 0 and ";" not in text[begin:] and ">" not in text[begin:]:
            return begin
    return len(text)


def _repair_text(text: str) -> str:
    """Return the text without what XML forbids; CDATA sections keep their markup."""
    pieces = []
    done = 0
    while (begin := text.find(_CDATA, done)) >= 0 and (end := text.find("]]>", begin)) >= 0:
        pieces += [_repair_markup(text[done:begin]), _BROKEN_NUMBER.sub(_check_number, text[begin:end])]
        done = end
    return _FORBIDDEN.sub("", "".join([*pieces, _repair_markup(text[done:])]))


def _repair_markup(text: str) -> str:
    if "&" in text:
        text = _REFERENCE.sub(_repair_reference, text)
    return _LONE_BRACKET.sub("&lt;", text)


def _repair_reference(reference: re.Match[str]) -> str:
    """Return a character reference as XML allows it; HTML's names become characters."""
    text = reference[0]
    if text == "&":
        return "&amp;"
    if text.count("&") > 1:
        return _join_surrogates(text)
    if text[1] == "#":
        return _check_number(reference)
    if text in _OF_XML:
        return text
    return escape(html5.get(text[1:], text))


def _check_number(reference: re.Match[str]) -> str:
    """Return a numeric reference unchanged, or nothing where XML allows no such character."""
    code = _read_code(reference[0])
    allowed = code in (0x9, 0xA, 0xD) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    if not allowed:
        return ""
    return reference[0]


def _join_surrogates(references: str) -> str:
    """Return the character that two references to a UTF-16 pair stand for; nothing where they are no pair."""
    high, low = (_read_code(each + ";") for each in references.rstrip(";").split(";"))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return ""


def _read_code(reference: str) -> int:
    digits = reference[2:-1]
    if len(digits) > 8:
        return -1
    if digits[0] in "xX":
        return int(digits[1:], 16)
    return int(digits)
