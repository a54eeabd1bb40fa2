"""Values of imported rows: what a foreign field says, whatever type it has.

A field may be NULL, NaN, a number, an object or a list where a text is expected. What says nothing becomes None; what
cannot be stored (half a surrogate pair, a control character) is left out.
"""

from __future__ import annotations

import ast
import datetime as dt
import html
import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from kliping import dates
from kliping.canonical import canonicalise_url
from kliping.model import JAKARTA
from kliping.scrape import choose_authors

SERIAL_DAYS = range(30_000, 60_000)
"""Numbers that are taken for a spreadsheet's days, 1982 to 2064, though nothing shows them as dates."""
ABSENT = frozenset({"", "nan", "nat", "none", "null", "<na>", "n/a", "\\n", "undefined"})
"""What tools write for a value that is missing, in lower case."""
INSIDE = ("name", "text", "rendered", "value", "@value", "$date", "$numberLong", "href", "url", "loc", "@id", "id")
"""Keys under which an object keeps the value that it stands for, first match taken."""

LONGEST_LINE = 2_000
"""Characters of a title or a name; of a longer one, only these are kept."""
LONGEST_URL = 20_000
"""Characters of an address; a longer one is not one."""
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")
_MARKUP = re.compile(
    r"</(?:p|div|span|a|strong|em|b|i|h[1-6]|li|td|blockquote|article|section)>|<br\s*/?>", re.IGNORECASE
)
_BLOCKS = "p, div, br, h1, h2, h3, h4, h5, h6, li, tr, blockquote, article, section, figure, ul, ol, table"
_NO_SCHEME = re.compile(r"(?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)", re.IGNORECASE)


def is_absent(value: object) -> bool:
    """Return whether a value says nothing."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return True
    if isinstance(value, str):
        return value.strip().lower() in ABSENT
    return isinstance(value, list | dict) and not value


def as_text(value: object) -> str | None:
    """Return the text of an article: paragraphs in a list are joined, markup is read as a browser would."""
    if isinstance(value, list):
        parts = [part for part in map(as_text, value) if part]
        return "\n".join(parts) or None
    if isinstance(value, dict):
        return as_text(_unwrap_value(value))
    if not isinstance(value, str) or is_absent(value):
        return None
    text = _UNSTORABLE.sub("", value)
    if "\n" not in text and text.count("\\n") > 1:  # escaped once too often
        text = text.replace("\\r", "").replace("\\n", "\n")
    if _MARKUP.search(text):
        text = _render_text(text)
    elif "&" in text:
        text = html.unescape(text)
    if not text.strip():
        return None
    return _UNSTORABLE.sub("", text)


def as_line(value: object) -> str | None:
    """Return a value of one line, such as a title; None for a number, which is no headline."""
    if isinstance(value, list):
        return next(filter(None, map(as_line, value)), None)
    if isinstance(value, str):
        value = value[: 10 * LONGEST_LINE]  # there may be markup in it
    return (_join_lines(value) or "")[:LONGEST_LINE].rstrip() or None


def _join_lines(value: object) -> str | None:
    return " ".join((as_text(value) or "").split()) or None


def as_names(value: object, outlet: str | None = None) -> tuple[str, ...]:
    """Return the authors in a list, in objects, in a JSON list that a CSV field holds, or in a plain string.

    A string of several names, labels and academic titles is split as a page's is, and ``outlet`` is no author. Where
    nothing in it can be a person it stands as it was given.
    """
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = _read_list(value)
    if not isinstance(value, list):
        value = [value]
    names = tuple(dict.fromkeys(name for name in map(as_line, value) if name))
    people, _ = choose_authors([("import", names)], (), [outlet] if outlet else ())
    return people or names


def _read_list(text: str) -> object:
    """Return the list that a text holds, as JSON or as Python prints it; the text where it is a name in brackets."""
    for read in (json.loads, ast.literal_eval):
        with suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            return read(text.strip())
    return text


def as_url(value: object) -> str | None:
    """Return an address on the web, as given; None for anything else."""
    if isinstance(value, list):
        return next(filter(None, map(as_url, value)), None)
    text = _join_lines(value)
    if text is None or len(text) > LONGEST_URL:
        return None
    if _NO_SCHEME.match(text):
        text = "https://" + text.removeprefix("//")
    if not canonicalise_url(text).startswith("http"):
        return None
    return text


def as_moment(value: object) -> dates.Moment | None:
    """Return the date that a value states: any written form, or seconds (or finer units) since 1970."""
    while isinstance(value, dict):
        value = _unwrap_value(value)
    if isinstance(value, list):
        return next(filter(None, map(as_moment, value)), None)
    if isinstance(value, bool) or is_absent(value):
        return None
    text = str(value)[:LONGEST_LINE].strip()
    return _read_serial_day(text) or dates.parse_date(text) or _read_epoch(text)


def _read_serial_day(text: str) -> dates.Moment | None:
    """Return the time that a spreadsheet's number means: days since 1899-12-30; None where it is none."""
    if not re.fullmatch(r"\d{5}(?:[.,]\d{1,12})?", text):
        return None
    days = float(text.replace(",", "."))
    if int(days) not in SERIAL_DAYS:
        return None
    at = dt.datetime(1899, 12, 30, tzinfo=JAKARTA) + dt.timedelta(minutes=round(days * 1_440))
    return dates.Moment(at, "minute" if days % 1 else "day", zoned=False)


def _read_epoch(text: str) -> dates.Moment | None:
    """Return the time that a count since 1970 means, in any unit, also before 2001, when seconds had nine digits."""
    if not re.fullmatch(r"\d{5,20}(?:\.\d*)?", text):
        return None
    count = float(text)
    for unit in (1, 1e3, 1e6, 1e9):
        if 1e8 <= count / unit < 5e9:
            return dates.Moment(dt.datetime.fromtimestamp(int(count / unit), dt.UTC), "minute")
    return None


def _unwrap_value(value: dict[Any, Any]) -> object:
    """Return the value that an object wraps."""
    return next((value[key] for key in INSIDE if not is_absent(value.get(key))), None)


def _render_text(markup: str) -> str:
    """Return the visible text of a piece of HTML, one line a block."""
    tree = LexborHTMLParser(markup)
    for hidden in tree.css("script, style, noscript, template, iframe"):
        hidden.decompose()
    for block in tree.css(_BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    if tree.body is None:
        return ""
    return "\n".join(_clean_lines(tree.body.text()))


def _clean_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line := " ".join(line.split()):
            yield line
