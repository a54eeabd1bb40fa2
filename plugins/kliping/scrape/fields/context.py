"""What the fields of one article are read from: the page, its outlet's rules, and what the cleaner found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kliping.canonical import parse_host
from kliping.model import Cleaned, Source
from kliping.scrape.decide.page import ParsedPage
from kliping.sites import find_site

Evidence = tuple[str, tuple[str, ...]]
"""A method, and the values that it finds."""


@dataclass(slots=True)
class FieldContext:
    """One page and what is known of it. ``notes`` collects what was missed or refused while its fields are read."""

    page: ParsedPage
    cleaned: Cleaned
    url: str
    source: Source
    fetched_at: dt.datetime | None
    notes: list[str]
    outlets: list[str] = field(init=False)
    """What the outlet calls itself: no person and no other source has these names."""
    named: list[str] = field(init=False)
    """The names among these that are no part of the host below the site: "ekonomi.contoh.id" is a section's host."""
    is_indonesian: bool = field(init=False)
    """Whether the page is an Indonesian newsroom's, as far as is known."""

    def __post_init__(self) -> None:
        facts = self.page.facts
        host = parse_host(self.url)
        self.named = [*facts.site_names, self.source.name, *find_site(host).split(".")]
        self.outlets = [*self.named, *host.split(".")]
        self.is_indonesian = self.source.language == "id"
        if self.source is Source.GENERIC:
            self.is_indonesian = any(stated.lower().startswith("id") for _, stated in facts.languages[:1])
