"""Find the encoding of a feed or sitemap: by byte order mark, position of zero bytes, a UTF-8 test, or declaration."""

from __future__ import annotations

import codecs
import re

_ENCODING = re.compile(rb"(?i)^\s*<\?xml[^>]*\sencoding\s*=\s*[\"']\s*([\w.:-]+)")
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    *((sign.encode(encoding), encoding) for encoding in _WIDE for sign in "<{["),
)
_PRINTABLE = bytes(range(0x20, 0x7F))
_HIGH = bytes(range(0x80, 0x100))


def begins_as_document(head: bytes) -> bool:
    """Return whether bytes begin as XML or JSON does, in any encoding."""
    return head.lstrip().startswith((b"<", b"{", b"[", *(mark for mark, _ in _MARKS)))


def find_encoding(head: bytes) -> str:
    """Return the encoding: by the byte-order mark, else UTF-8 where the bytes are UTF-8, else as declared."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        if (stated := _ENCODING.match(head)) and _extends_ascii(name := stated[1].decode("ascii")):
            return name
    return "utf-8"


def _extends_ascii(name: str) -> bool:
    """Return whether a character set has ASCII in its place, so that markup can be read in it."""
    if "escape" in name.lower():
        return False
    try:
        codecs.getincrementaldecoder(name)
        decoded = (_PRINTABLE + _HIGH).decode(name, "replace")
        return decoded.startswith(_PRINTABLE.decode("ascii"))
    except (LookupError, ValueError, TypeError):  # no such codec, or one that is no character set
        return False


def _read_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Decode a byte that is not UTF-8 as Windows-1252, which it nearly always is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


AS_WINDOWS = "kliping.windows-1252"
"""Handles, as an error, each byte that is not in the encoding."""
codecs.register_error(AS_WINDOWS, _read_as_windows)
