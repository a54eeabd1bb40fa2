"""What the tags of a page's head state: OpenGraph, Twitter, Dublin Core and the like; and the canonical link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from selectolax.lexbor import LexborNode

from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.facts.meta_dates import find_date_field
from kliping.scrape.lines.author_names import split_names
from kliping.scrape.lines.plain import plain_text, title_text

MAX_TAGS = 20
_META = {
    "og:title": "titles", "twitter:title": "titles", "dc.title": "titles", "headline": "titles", "title": "titles",
    "author": "authors", "article:author": "authors", "article:author_name": "authors", "content_author": "authors",
    "parsely-author": "authors", "dc.creator": "authors", "twitter:data1": "", "sailthru.author": "authors",
    "article:section": "sections", "content_category": "sections", "parsely-section": "sections", "section": "sections",
    "news_keywords": "tags", "keywords": "tags", "content_tag": "tags", "article:tag": "tags",
    "og:image": "images", "og:image:secure_url": "images", "twitter:image": "images", "twitter:image:src": "images",
    "og:url": "canonical", "og:site_name": "site_names", "application-name": "site_names",
    "og:description": "descriptions", "description": "descriptions", "twitter:description": "descriptions",
    "og:locale": "languages", "language": "languages", "content-language": "languages",
}  # fmt: skip

_TIER_NAMES = ("content_tier", "contenttier", "content-tier", "paywall", "premium")
"""What the names of tags contain that state who may read the article."""

_ACCESS_NAMES = frozenset(
    {
        "access",
        "article:access",
        "content-access",
        "content_access",
        "access_level",
        "access-level",
        "article:access_level",
    }
)
"""Names of tags that may say so; one that says something else is left alone."""
_ADDRESS_SCHEMES = ("http://", "https://")


def read_meta_tag(attributes: dict[str, str | None], several: dict[str, list[str]], facts: PageFacts) -> None:
    """Add what one meta tag states to ``facts``; to ``several`` what only all tags of a name state together."""
    name = (
        attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        or attributes.get("http-equiv") or ""
    ).lower()  # fmt: skip
    if _read_access_tag(name, attributes.get("content") or "", facts):
        return
    kind = _META.get(name) or find_date_field(name)
    if not kind and name != "og:type":
        return
    given = attributes.get("content") or ""
    if len(given) > 5_000:
        return
    content = plain_text(given)
    if "&" in given or "<" in given or "\\" in given:
        content = title_text(given)
    if not content:
        return
    if not kind:
        facts.types.add("og:" + content.lower())
    elif kind in ("tags", "authors"):
        several.setdefault(name, []).append(content)
    elif kind in ("site_names", "descriptions"):
        getattr(facts, kind).append(content)
    else:
        getattr(facts, kind).append((f"meta:{name}", content))


def _read_access_tag(name: str, given: str, facts: PageFacts) -> bool:
    """Add what a tag states of who may read the article; return whether it is one of that kind."""
    if any(part in name for part in _TIER_NAMES):
        facts.tiers.append(given[:80])
    elif name in _ACCESS_NAMES:
        facts.conditions.append(given[:80])
    elif name == "isaccessibleforfree":
        said = given.strip().lower().rpartition("/")[2]
        facts.free = facts.free is not False and said not in ("false", "0", "no")
    else:
        return False
    return True


def read_whole_head(several: Mapping[str, Sequence[str]], links: Iterable[LexborNode], facts: PageFacts) -> None:
    """Add what only all tags together state: lists of names and of words, and the page's own address."""
    facts.canonical = [*_list_canonical_links(links), *facts.canonical]
    _split_lists(several, facts)


def _list_canonical_links(links: Iterable[LexborNode]) -> list[tuple[str, str]]:
    """Return the addresses of canonical links: the head's, else the first of the body's own, never an inner box's."""
    heads: list[tuple[str, str]] = []
    bodies: list[tuple[str, str]] = []
    for node in links:
        address = plain_text(node.attributes.get("href") or "")
        parent = node.parent
        if not address or parent is None:
            continue
        if parent.tag == "head":
            heads.append(("link:canonical", address))
        elif parent.tag == "body":  # an error in the head ends it before its time
            bodies.append(("link:canonical", address))
    return heads or bodies[:1]


def _split_lists(several: Mapping[str, Sequence[str]], facts: PageFacts) -> None:
    """Add the meta tags that hold several names or words."""
    for name, values in several.items():
        if _META[name] == "authors":
            names = [name for value in values if not value.startswith(_ADDRESS_SCHEMES) for name in split_names(value)]
            facts.authors.append((f"meta:{name}", tuple(names)))
            continue
        words: Sequence[str] = values
        if name != "article:tag" or len(values) == 1:
            words = [word for value in values for word in value.split(",")]
        found = tuple(word.strip() for word in words if word.strip())
        if len(found) <= MAX_TAGS:  # some outlets cut the whole summary into keywords
            facts.tags.append((f"meta:{name}", found))
