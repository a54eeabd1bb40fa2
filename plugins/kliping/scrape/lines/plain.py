"""Plain text for an article's fields: no character that controls a terminal, no markup, no escape left over."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufff9-\ufffb\U000e0001\ud800-\udfff]"
)
"""Control characters that are no white space, marks that show nothing, and halves of surrogate pairs."""
_ESCAPED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKUP = re.compile(r"(?i)</?(?:i|b|u|em|strong|span|sup|sub|small|mark|font|br|wbr|p|h[1-6]|div|a)(?:\s[^<>]*)?/?>")
_SCRIPT_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([\"'/]))")
MAX_ESCAPES = 4
"""So many times one text is unescaped at most."""
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1_024)
def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` in lower case, to compare two texts by."""
    return tuple(_WORD.findall(text.lower()))


def plain_text(text: str) -> str:
    """Return ``text`` on one line, without control characters and lone surrogates."""
    if not text.isprintable():
        text = INVISIBLE.sub("", text)
    return " ".join(text.split())


def unescape_fully(text: str) -> str:
    """Return ``text`` as it was before it was escaped, however often that happened."""
    for _ in range(MAX_ESCAPES):
        if not _ESCAPED.search(text):
            break
        text = unescape(text)
    return text


def title_text(text: str) -> str:
    """Return a headline as a reader should see it: unescaped, without markup, on one line."""
    if "&" in text:
        text = unescape_fully(text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "\\" in text:
        text = _unescape_script(text)
    return plain_text(text)


def _unescape_script(text: str) -> str:
    """Return ``text`` without the escapes of a script's string; halves of a surrogate pair are joined."""
    text = _SCRIPT_ESCAPE.sub(lambda found: found[2] or chr(int(found[1], 16)), text)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
