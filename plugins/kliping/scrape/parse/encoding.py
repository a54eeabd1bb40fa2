"""From bytes to text: byte order mark, header, meta, then detection (the order of the HTML Standard, 13.2.3.2).

A declaration is believed only as far as the bytes bear it out: old Indonesian pages declare ISO-8859-1 and serve UTF-8,
or declare UTF-8 and serve Windows-1252.
"""

from __future__ import annotations

import codecs
import re

from kliping.mojibake import decode_mojibake

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MARKS = tuple(mark for mark, _ in _BOMS)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1", "iso-8859-1", "iso8859-15"})
_CHARACTER_SETS = frozenset(
    {"ascii", "utf-8", "utf-8-sig", "big5", "big5hkscs", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "iso2022_jp",
     "koi8-r", "koi8-u", "mac-cyrillic", "mac-roman", "shift_jis", "cp866", "cp874", "cp932", "cp949"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859-{number}" for number in range(1, 17)}
)  # fmt: skip
"""Python's names of what the Encoding Standard has for pages, but for UTF-16, which shows by its mark or its zeros.

Whatever else Python can decode (hex, idna, unicode_escape, ...) is no character set of a page.
"""
# What UTF-8 looks like after it was read as Windows-1252 and written as UTF-8 again; all of General Punctuation, the
# non-breaking space and the accented letters begin like this.
_DOUBLE = re.compile("â€[\u0080-\u009f™œžš˜¦¢“”\u009d]|Â[\u00a0-\u00bf]|Ã[\u0080-\u00bf]")
_CONTROLS = "â\u0080".encode()
"""The same by way of ISO-8859-1, which leaves control characters that no page writes: one is proof enough."""
_HALF = rb"(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]));"
_HALVES = re.compile(rb"&#" + _HALF + rb"(?:&#" + _HALF + rb")*")
"""Numeric references to UTF-16's surrogates (``&#55357;&#56832;``), which HTML reads as two U+FFFD.

A pattern without ``IGNORECASE`` that begins with plain letters is found fifty times as fast.
"""
_DOUBLE_RUN = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")


def convert_to_utf8(html: bytes, content_type: str | None = None) -> tuple[bytes, str]:
    """Return ``html`` as UTF-8 without NUL, and the name of the encoding it came in.

    A page that is plain UTF-8 is returned as it is. Never raises: what cannot be decoded becomes U+FFFD.
    """
    if b"\0" in html[:64] or html.startswith(_MARKS):
        wide = _decode_utf16(html)
        if wide is not None:
            return wide[0].replace("\0", "").encode("utf-8", "replace"), wide[1]
        html = html.removeprefix(codecs.BOM_UTF8)
    if b"\0" in html:
        html = html.replace(b"\0", b"")
    if html.isascii():
        return html, "utf-8"
    try:
        text = html.decode("utf-8")
    except UnicodeDecodeError:
        text, name = _decode_surrogates(html) or _decode_other(html, content_type)
        return text.encode("utf-8", "replace"), name
    if b"\xc3" in html and ("â" in text or "Â" in text):  # what every doubled quote and space begins with
        repaired = _decode_twice(html, text)
        if repaired is not None:
            return repaired.encode("utf-8", "replace"), "utf-8 twice"
    return html, "utf-8"


def join_surrogates(utf8: bytes) -> bytes:
    """Write numeric references to both halves of a surrogate pair as their character; a half alone is left out."""
    return _HALVES.sub(_join_pair, utf8)


def _join_pair(references: re.Match[bytes]) -> bytes:
    codes = (each[2:] for each in references[0].decode("ascii").lower().split(";") if each)
    units = map(_read_code, codes)
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "ignore").encode("utf-8")


def _read_code(code: str) -> int:
    """Return the number of a reference: ``x1f600`` or ``128512``."""
    if code.startswith("x"):
        return int(code[1:], 16)
    return int(code)


def _decode_utf16(html: bytes) -> tuple[str, str] | None:
    """Return UTF-16, by its mark or by its zeros; None for any other encoding."""
    for bom, name in _BOMS[1:]:
        if html.startswith(bom):
            return html[2:].decode(name, "replace"), name
    zeros = html[:64]
    if zeros[1::2].count(0) > 16:  # without a mark, as some exports are
        return html.decode("utf-16-le", "replace"), "utf-16-le"
    if zeros[::2].count(0) > 16:
        return html.decode("utf-16-be", "replace"), "utf-16-be"
    return None


def _decode_surrogates(html: bytes) -> tuple[str, str] | None:
    """Return UTF-8 in which some program wrote UTF-16's surrogates as characters; None for what is not that.

    Both halves of a pair are one character again; a half alone, which tells a reader nothing, is left out.
    """
    try:
        text = html.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore"), "utf-8"


def _decode_other(html: bytes, content_type: str | None) -> tuple[str, str]:
    declared = _find_declared(html, content_type)
    if declared is not None and declared not in _LATIN and declared != "utf-8":
        text = html.decode(declared, "replace")
        if text.count("\ufffd") * 50 < len(text):
            return text, declared
    lossy = html.decode("utf-8", "replace")
    # A page that is UTF-8 but for a few cut or pasted bytes keeps its quotes and dashes; one in which not one letter
    # beyond ASCII makes sense is Windows-1252 (which browsers read for every ISO-8859-1 too).
    holes = lossy.count("\ufffd")
    whole = sum(1 for letter in lossy if letter > "\x7f") - holes
    if whole and holes <= max(2, whole // 4):
        return lossy, "utf-8"
    return html.decode("cp1252", "replace"), "windows-1252"


def _find_declared(html: bytes, content_type: str | None) -> str | None:
    """Return the first declared encoding that is one; None where there is none."""
    header = _CHARSET.search((content_type or "").encode("latin-1", "replace"))
    for found in (header, _CHARSET.search(html, 0, 4096)):
        if found and (name := _find_character_set(found[1].decode("ascii", "replace"))):
            return name
    return None


def _find_character_set(label: str) -> str | None:
    """Return Python's name for a character set in which a page may be; None for what is none."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    if name not in _CHARACTER_SETS:
        return None
    return name


def _decode_twice(html: bytes, text: str) -> str | None:
    """Mend UTF-8 that was read as a Western encoding and encoded again; return None where that is not beyond doubt."""
    if _CONTROLS not in html and len(_DOUBLE.findall(text)) < 3:
        return None
    return _DOUBLE_RUN.sub(lambda run: decode_mojibake(run[0]), text)
