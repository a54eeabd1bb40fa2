"""Propose what an outlet's article addresses have in common: the field ``article`` of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

LEAST_SHARE = 0.95
"""Of the articles that a pattern must match; a live list may hold a gallery or an advertisement."""
MOST_OTHERS = 0.1
"""Of the other addresses that it may match."""
_WORD_BEFORE_NUMBER = re.compile(r"/([a-z][a-z_-]{1,20})/\d{3,}")
_WORD_BEFORE_SLUG = re.compile(r"/([a-z][a-z_-]{1,20})/[^/]*-[^/]*-[^/]+/?$")
_SHAPES = (
    r"/\d{4}/\d{2}/\d{2}/",
    r"/\d{4}/\d{1,2}/\d{1,2}/",
    r"/\d{4}/\d{2}/",
    r"/\d{4}/\d{1,2}/",
    r"/(pr-)?\d{8,}/",
    r"/\d{5,}/",
    r"-\d{5,}",
    r"-\d{4,}",
    r"/\d{3,}-[^/]+",
    r"/\d{3,}/",
    r"[?&](?:id|p)=\d+",
    r"/[^/]+-[^/]+-[^/]+\.html?$",
    r"/[^/]*-[^/]*-[^/]*-[^/]+/?$",
    r"/[^/]*-[^/]*-[^/]+/?$",
)
"""Shapes of addresses, the most specific first."""
MOST_NAMED_WORDS = 8
"""Words of an alternation; an outlet with more sections is described by its numbers or slugs."""


def propose_pattern(articles: Sequence[str], others: Iterable[str] = ()) -> str:
    r"""Return a regular expression that finds the articles' addresses and not the others; empty where none does.

    Several words are named only where nothing else tells articles apart, as in ``/(?:berita|read)/\d+``: a section that
    is not among the addresses given would be missed.
    """
    paths = [_read_path(url) for url in articles]
    avoided = [_read_path(url) for url in set(others) - set(articles)]
    if not paths:
        return ""
    fitting = [pattern for pattern in _list_patterns(paths) if _share(pattern, paths) >= LEAST_SHARE]
    return next((pattern for pattern in fitting if _share(pattern, avoided) <= MOST_OTHERS), "")


def _read_path(url: str) -> str:
    parts = urlsplit(url)
    if parts.query:
        return f"{parts.path}?{parts.query}"
    return parts.path


def _share(pattern: str, paths: Sequence[str]) -> float:
    found = re.compile(pattern)
    return sum(1 for path in paths if found.search(path)) / max(len(paths), 1)


def _list_patterns(paths: Sequence[str]) -> Iterator[str]:
    """Yield patterns, the most specific first: a word that all have before a number, shapes, several words."""
    if word := _find_shared_word(_WORD_BEFORE_NUMBER, paths):
        yield f"/{word}/\\d+"
    yield from _SHAPES
    for found, rest in ((_WORD_BEFORE_NUMBER, r"/\d+"), (_WORD_BEFORE_SLUG, r"/[^/]+-[^/]+-")):
        words = sorted({word for path in paths for word in found.findall(path)})
        if 0 < len(words) <= MOST_NAMED_WORDS:
            yield f"/(?:{'|'.join(map(re.escape, words))}){rest}"


def _find_shared_word(found: re.Pattern[str], paths: Sequence[str]) -> str:
    """Return the word that stands at the place in every path; empty where there is none."""
    shared = set.intersection(*(set(found.findall(path)) for path in paths))
    return min(shared, default="")
