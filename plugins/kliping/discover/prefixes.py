"""Prefixes that a feed uses and nowhere declares: strict parsers refuse it, loose ones do not know its elements."""

from __future__ import annotations

import re

_ROOT = re.compile(r"<([\w.-]+:)?([\w.-]+)")
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]")
_DECLARED = re.compile(r"\bxmlns:([\w.-]+)\s*=")
_ATOM = "http://www.w3.org/2005/Atom"
_SPACES = {
    "atom": _ATOM,
    "atom10": _ATOM,
    "a10": _ATOM,
    "rss": "http://backend.userland.com/rss2",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
_OF_ROOTS = {"feed": _ATOM, "rss": _SPACES["rss"], "rdf": _SPACES["rdf"]}


def declare_prefixes(document: str) -> str:
    """Return the feed, whose text begins with its root, with a declaration of each prefix that has none."""
    root = _ROOT.match(document)
    if root is None:
        return document
    missing = set(_PREFIX.findall(document)) - set(_DECLARED.findall(document)) - {"xml"}
    if not missing:
        return document
    of_root = (root[1] or "").removesuffix(":")
    spaces = {prefix: _SPACES.get(prefix.lower(), f"urn:{prefix}") for prefix in sorted(missing)}
    if of_root in spaces:
        spaces[of_root] = _OF_ROOTS.get(root[2].lower(), spaces[of_root])
    declarations = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    return f"{root[0]}{declarations}{document[root.end() :]}"
