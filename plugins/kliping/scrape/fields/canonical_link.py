"""The address that a page states for itself, where it can be believed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from kliping.canonical import canonicalise_url, parse_host
from kliping.scrape.lines.plain import fold_words
from kliping.sites import find_site

_NAMING = re.compile(r"\d{4}|[^/]*-[^/]*-[^/]*-|\.html?$|[?&]\w*id=")
_TEMPLATE = re.compile(r"(?i)\{\{|\$\{|\{%|<%|\[\[|(?:^|/)(?:undefined|null|none|nan|\[object object\])/?$")
"""A placeholder that a template left unfilled, or what a script wrote in its place."""
_UNPUBLISHED = re.compile(r"(?:[\w-]+-)?(?:staging|stage|dev|test|preview|preprod|uat|backend|cms|admin|origin)\d?\.")
"""Hosts on which newsrooms try and edit their site."""
_ARCHIVE = re.compile(r"(?:/[a-z-]+)?/(?:19|20)\d\d(?:/\d{1,2}){0,2}")
"""All articles of a year, a month or a day."""
_ADDRESS_INSIDE = re.compile(r"/https?:/")
_WORD = re.compile(r"[a-z]{3,}")
_NUMBER = re.compile(r"\d{5,}")
_DATE = re.compile(r"/(?:19|20)\d\d(?:[/-]?[01]\d(?:[/-]?[0-3]\d)?)?(?=/)")
_QUERY_ID = re.compile(r"(?:^|&)\w*id=(\w+)|(?:^|&)p=(\d+)")
MIN_SLUG_WORDS = 3
"""Words of a slug that can be held against the page's title."""


class StatedAddress(NamedTuple):
    """The canonical address, and whether one that the page states was not believed."""

    url: str
    refused: bool = False


def choose_canonical(url: str, stated: Iterable[tuple[str, str]], title: str | None) -> StatedAddress:
    """Return the page's own word for its address, where that is its own address at the same outlet; else the URL's.

    A canonical link to another outlet (a syndicated copy, a broken ``<base>``), to a home page, to a section or to
    another article is not followed: articles would be taken for one.
    """
    own = canonicalise_url(url)
    refused = False
    for _, address in stated:
        if _TEMPLATE.search(address):
            continue
        other = canonicalise_url(address, url)
        path = urlsplit(other).path
        if _ADDRESS_INSIDE.search(path) or (own and _find_port(other) != _find_port(own)):
            continue
        if _UNPUBLISHED.match(parse_host(other)) and not _UNPUBLISHED.match(parse_host(own)):
            continue
        if not other or find_site(parse_host(other)) != find_site(parse_host(own or other)) or len(path) < 2:
            continue
        if not _names_article(path) and _names_article(own):
            continue
        if other == own or not _is_of_another(other, own, title):
            return StatedAddress(other, refused)
        refused = True
    return StatedAddress(own, refused)


def _is_of_another(other: str, own: str, title: str | None) -> bool:
    """Return whether ``other`` names another article: by its number, else by a slug without words of this page."""
    slug, here = urlsplit(other).path.rpartition("/")[2], urlsplit(own).path
    if slug == here.rpartition("/")[2] and _WORD.search(slug):
        return False
    stated, mine = _find_article_numbers(other), _find_article_numbers(own)
    if stated and mine:
        return not stated & mine
    slug_words = _split_slug(slug)
    if len(slug_words) < MIN_SLUG_WORDS or len(_split_slug(here.rpartition("/")[2])) < MIN_SLUG_WORDS:
        return False
    known = _split_slug(here) | set(fold_words(title or ""))
    return len(slug_words & known) * 4 < len(slug_words)


def _find_article_numbers(url: str) -> set[str]:
    """Return the numbers that may name the article of an address: not a date's, and no page's at its end."""
    parts = urlsplit(url)
    path = _DATE.sub("/", parts.path)
    segments = [part for part in path.split("/")[:-1] if part.isdecimal()]
    return {*segments, *_NUMBER.findall(path), *("".join(found) for found in _QUERY_ID.findall(parts.query))}


def _split_slug(path: str) -> set[str]:
    return set(_WORD.findall(path.lower())) - {"html", "htm", "php"}


def _names_article(path: str) -> bool:
    """Return whether an address names one article: by a number, a long slug or a file."""
    return _NAMING.search(path) is not None and _ARCHIVE.fullmatch(path) is None


def _find_port(url: str) -> int | None:
    """Return the port that a canonical address names; None for a scheme's own."""
    try:
        return urlsplit(url).port
    except ValueError:
        return None
