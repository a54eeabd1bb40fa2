"""What a page says about itself to machines, as candidates for each field: nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from kliping.model import Access


@dataclass(slots=True)
class PageFacts:
    """Candidates per field as (method, value), most trusted first."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    published: list[tuple[str, str]] = field(default_factory=list)
    modified: list[tuple[str, str]] = field(default_factory=list)
    authors: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    crumbs: tuple[str, ...] = ()
    """Names of the path to the page, from the home page on, as JSON-LD states it."""
    tags: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    canonical: list[tuple[str, str]] = field(default_factory=list)
    languages: list[tuple[str, str]] = field(default_factory=list)

    site_names: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    """Names that stand in elements marked as the author's."""
    times: list[LexborNode] = field(default_factory=list)
    """``<time datetime>``, whosever it is: the article's, a teaser's, a comment's."""
    page_title: str = ""
    descriptions: list[str] = field(default_factory=list)
    """Summaries that the page states of itself."""
    bodies: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    """Lower-case schema.org types and ``og:<type>``."""
    free: bool | None = None
    """``isAccessibleForFree``, where stated."""
    access: Access | None = None
    """Who may read the article, by ``free`` and ``tiers`` together."""
    tiers: list[str] = field(default_factory=list)
    """What meta tags and the state call the tier of readers that the article is for."""
    conditions: list[str] = field(default_factory=list)
    """Words about who may read the article, if any: "Registration required"."""
    claims: list[str] = field(default_factory=list)
    """What metadata and ``<title>`` give as the headline."""
