"""Which rights an outlet reserves for a page: X-Robots-Tag, robots meta tags, and the TDM Reservation Protocol.

These are recorded with the page, for whoever uses the archive; https://www.w3.org/community/reports/tdmrep/ tells what
a reservation means.
"""

from __future__ import annotations

import re

from kliping.fetch.robots import ROBOTS_AGENT

_DIRECTIVES = frozenset({"noarchive", "noindex", "none", "nosnippet", "noai", "noimageai", "nocache"})
_NAMES = (b"robots", b"tdm-reservation", ROBOTS_AGENT.lower().encode())
# Both read lower case: a pattern that ignores case cannot use a fast search for literals, and a head has 64 KB.
_META = re.compile(rb"<meta\b[^>]*>")
_ATTRIBUTE = re.compile(rb"(?s)\b(name|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
_HEAD = 64 * 1024


def find_reserved_rights(headers: tuple[tuple[str, str], ...], body: bytes) -> tuple[str, ...]:
    """Return the rights that the page reserves, sorted; what is said to another crawler does not count."""
    found: set[str] = set()
    for name, value in headers:
        if name.lower() == "x-robots-tag":
            found |= _parse_directives(value)
        elif name.lower() == "tdm-reservation" and value.strip() == "1":
            found.add("tdm-reservation")
    head = body[:_HEAD].lower()
    if any(name in head for name in _NAMES):
        for tag in _META.findall(head):
            if not any(name in tag for name in _NAMES):
                continue
            said = {key: (a or b or c).decode("latin-1") for key, a, b, c in _ATTRIBUTE.findall(tag)}
            name, value = said.get(b"name", ""), said.get(b"content", "")
            if name in ("robots", ROBOTS_AGENT.lower()):
                found |= _parse_directives(value)
            elif name == "tdm-reservation" and value.strip() == "1":
                found.add("tdm-reservation")
    return tuple(sorted(found))


def _parse_directives(value: str) -> set[str]:
    """Return the directives of an X-Robots-Tag or a robots meta tag; ``otherbot: noindex`` is not for us."""
    crawler, colon, rest = value.partition(":")
    if colon and crawler.strip().lower() not in ("unavailable_after", "max-snippet", "max-image-preview"):
        if crawler.strip().lower() != ROBOTS_AGENT.lower():
            return set()
        value = rest
    return {word for part in value.split(",") if (word := part.strip().lower()) in _DIRECTIVES}
