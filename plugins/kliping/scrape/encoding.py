"""From bytes to text: byte order mark, header, meta, then detection (the order of the HTML Standard, 13.2.3.2).

A declaration is believed only as far as the bytes bear it out: old Indonesian pages declare ISO-8859-1 and serve UTF-8,
or declare UTF-8 and serve Windows-1252.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_LATIN = frozenset({"iso8859-1", "ascii", "latin-1", "iso-8859-1", "iso8859-15"})
# What UTF-8 looks like after it was read as Windows-1252 and written as UTF-8 again; all of General Punctuation, the
# non-breaking space and the accented letters begin like this.
_DOUBLE = re.compile("â€[\u0080-\u009f™œžš˜¦¢“”\u009d]|Â[\u00a0-\u00bf]|Ã[\u0080-\u00bf]")
_DOUBLE_SIGNS = tuple(sign.encode() for sign in ("â€", "Ã", "Â"))
_CONTROLS = "â\u0080".encode()
"""The same by way of ISO-8859-1, which leaves control characters that no page writes: one is proof enough."""
_DOUBLE_RUN = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}")


def to_utf8(html: bytes, content_type: str | None = None) -> tuple[bytes, str]:
    """``html`` as UTF-8 without NUL, and the name of the encoding it came in. Never raises: what cannot be decoded
    becomes U+FFFD. A page that is plain UTF-8 is returned as it is.
    """
    if html.isascii() and b"\0" not in html:
        return html, "utf-8"
    text, name = decode(html, content_type)
    if name == "utf-8" and not html.startswith(codecs.BOM_UTF8) and b"\0" not in html and "\ufffd" not in text:
        return html, name
    return text.replace("\0", "").encode("utf-8", "replace"), name


def decode(html: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text of ``html`` and the name of its encoding. Never raises: what cannot be decoded becomes U+FFFD."""
    for bom, name in _BOMS:
        if html.startswith(bom):
            return html[len(bom) :].decode(name, "replace"), name
    try:
        text = html.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(html, content_type)
    declared = _declared(html, content_type)
    if declared is not None and declared.startswith(("utf-16", "utf-32")) and html[:64].count(0) > 8:
        return html.decode(declared, "replace"), declared
    if html[:64].count(0) > 16 and html[1:64:2].count(0) > 16:  # UTF-16 without a mark, as some exports are
        return html.decode("utf-16-le", "replace"), "utf-16-le"
    if declared is not None and text.isascii() and declared.startswith(("iso2022", "hz", "utf-7")):
        return html.decode(declared, "replace"), declared
    return _undouble(html, text)


def _not_utf8(html: bytes, content_type: str | None) -> tuple[str, str]:
    declared = _declared(html, content_type)
    if declared is not None and declared not in _LATIN and declared != "utf-8":
        text = html.decode(declared, "replace")
        if text.count("\ufffd") * 50 < len(text):
            return text, declared
    lossy = html.decode("utf-8", "replace")
    # A page that is UTF-8 but for a few cut or pasted bytes keeps its quotes and dashes; one that is not would be
    # full of holes and is Windows-1252 (which browsers read for every ISO-8859-1 too).
    holes, whole = lossy.count("\ufffd"), sum(map(lossy.count, "“”‘’–—…é\u00a0"))
    if holes <= max(2, whole // 4):
        return lossy, "utf-8"
    return html.decode("cp1252", "replace"), "windows-1252"


def _declared(html: bytes, content_type: str | None) -> str | None:
    header = _CHARSET.search(content_type.encode("latin-1", "replace")) if content_type else None
    for found in (header, _CHARSET.search(html, 0, 4096)):
        if found:
            try:
                return codecs.lookup(found[1].decode("ascii", "replace")).name
            except LookupError:
                continue
    return None


def _undouble(html: bytes, text: str) -> tuple[str, str]:
    """Undo UTF-8 that was read as a Western encoding and encoded a second time, where the page shows it beyond doubt."""
    if _CONTROLS not in html and (
        not any(sign in html for sign in _DOUBLE_SIGNS) or len(_DOUBLE.findall(text)) < 3
    ):
        return text, "utf-8"
    return _DOUBLE_RUN.sub(_undo, text), "utf-8 twice"


def _undo(match: re.Match[str]) -> str:
    raw = bytearray()
    for letter in match[0]:
        try:
            raw += letter.encode("cp1252")
        except UnicodeEncodeError:
            if ord(letter) > 0xFF:
                return match[0]
            raw.append(ord(letter))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
