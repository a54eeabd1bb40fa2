"""What stands around a headline in the same line: the outlet's name, a section, the page's number, a label."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from selectolax.lexbor import LexborNode

from kliping.canonical import parse_host
from kliping.scrape.lines.plain import fold_words, plain_text, title_text
from kliping.sites import find_site

SEPARATOR = re.compile(r"\s+(?:[|\-–—:»•·~/]+|[<>]{1,2})\s+|\s*[|»«]\s*|\s*:\s+")
_LOOSE_SEPARATOR = re.compile(r"\s*[|\-–—:»«•·~/<>]+\s*")
"""What parts a headline from a name that is surely the outlet's."""
_CUTTING = frozenset({"|", "»", "-", "–", "—"})
"""Separators after which a short part is the outlet's or the section's, though no name is known."""
_OUTLET = re.compile(r"(?i)\.(?:com|co\.id|id|net|org|tv)\b|news|online|\bberita\b")
_PAGE = re.compile(
    r"(?i)\s*[-–—|(]?\s*\b(?:halaman|hal\.?|page)\s+(?:all|semua|\d{1,2}(?:\s+(?:dari|of)\s+\d{1,2})?)\)?$"
)
_DOMAIN = re.compile(r"\.(?:com|co\.id|web\.id|id|net|org|tv|co|news)$")
_LABEL = re.compile(
    r"(?i)(?:^|[\s_-])(?:kicker|eyebrow|overline|rubrik|rubric|label|labels|badge|kategori|category|cat|kanal|channel|tag|flag"
    r"|premium|live|count|counter|date|time|tanggal)(?:$|[\s_-])"
)
MAX_LABEL_WORDS = 4
LEAST_HEADLINE_WORDS = 4
MAX_OUTLET_WORDS = 6


def list_outlet_keys(names: Iterable[str], addresses: Iterable[str]) -> frozenset[str]:
    """Return the names of the outlet without spaces and endings: as it states them, and by its address."""
    sites = (find_site(parse_host(address)) for address in addresses)
    return frozenset(filter(None, map(_fold_name, [*names, *sites])))


def _fold_name(name: str) -> str:
    lowered = name.strip().lower()
    return re.sub(r"[^\w]", "", _DOMAIN.sub("", lowered).removeprefix("www."))


def strip_suffix(title: str, outlet_keys: Collection[str]) -> str:
    """Return the title without ``| Kompas.com`` and the like: the outlet's name on either side, a short last part.

    ``outlet_keys`` come from ``list_outlet_keys``.
    """
    title = _PAGE.sub("", " ".join(title.split())) or title
    bare = strip_outlet_name(title, outlet_keys)
    if bare != title:
        return strip_suffix(bare, outlet_keys)
    parts = list(SEPARATOR.finditer(title))
    if not parts:
        return title
    cut = parts[-1]
    head, tail = title[: cut.start()], title[cut.end() :]
    short = len(fold_words(head)) >= 3 and len(fold_words(tail)) <= 5
    if short and (_OUTLET.search(tail) is not None or cut[0].strip() in _CUTTING):
        return strip_suffix(head, outlet_keys)
    return title


def strip_outlet_name(title: str, outlet_keys: Collection[str]) -> str:
    """Return the title without the outlet's name at its end or beginning, and without the section before the name."""
    parts = list(_LOOSE_SEPARATOR.finditer(title))
    for number in range(len(parts) - 1, max(len(parts) - 4, -1), -1):
        head, tail = title[: parts[number].start()], title[parts[number].end() :]
        if head and _names_outlet(tail, outlet_keys):
            return _strip_section(head, parts[number][0].strip())
    for part in parts[:3]:
        if title[part.end() :] and _names_outlet(title[: part.start()], outlet_keys):
            return title[part.end() :]
    return title


def _names_outlet(text: str, outlet_keys: Collection[str]) -> bool:
    return len(text.split()) <= MAX_OUTLET_WORDS and _fold_name(text) in outlet_keys


def _strip_section(title: str, separator: str) -> str:
    """Return the title without a section that the same separator parts from it."""
    head, parted, section = title.rpartition(f" {separator} ")
    if not parted or separator == ":" or any(letter.isdigit() for letter in section):
        return title
    if len(fold_words(head)) >= LEAST_HEADLINE_WORDS and len(fold_words(section)) <= 3:
        return head
    return title


def strip_labels(node: LexborNode, text: str, claims: Collection[tuple[str, ...]]) -> str:
    """Return a headline without the label that an element at its beginning or end is: a topic, "Premium", a date.

    By the name of the element, or because the page states (``claims``, as folded words) the headline without it. A
    topic before a colon is read as part of the headline.
    """
    children = [child for child in node.iter() if child.tag not in ("br", "img")]
    if len(children) == 1 and children[0].tag in ("a", "span") and plain_text(children[0].text()) == text:
        return strip_labels(children[0], text, claims)
    for child in dict.fromkeys([*children[:1], *children[-1:]]):
        label = title_text(child.text())
        if not label or len(label.split()) > MAX_LABEL_WORDS or label.endswith(":"):
            continue
        for rest in (text.removeprefix(label), text.removesuffix(label)):
            words = fold_words(rest)
            if rest == text or len(words) < LEAST_HEADLINE_WORDS:
                continue
            if words in claims or _LABEL.search(child.attributes.get("class") or ""):
                return rest.strip(" :|-–—•/»")
    return text
