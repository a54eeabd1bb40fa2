"""The data types that all stages share; nothing here does I/O or imports another room.

Data flows one way: a ``Source`` and a day give ``Link``s, a link gives a ``Page``, a page gives an ``Article``,
and every link ends in exactly one ``Outcome``. Times are timezone-aware; offsets count code points.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, get_args
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")

RemovedKind = Literal[
    "related", "ad", "media", "nav", "share", "follow", "credit",
    "copyright", "syndication", "dateline", "caption", "title", "tags", "other",
]  # fmt: skip
REMOVED_KINDS: tuple[str, ...] = get_args(RemovedKind)

RouteKind = Literal["feed", "sitemap", "index", "category", "wordpress", "state", "post"]
PageKind = Literal["article", "photo", "video", "index", "stub", "challenge", "not_found", "other"]
Result = Literal["loaded", "revised", "unchanged", "duplicate", "quarantined", "skipped", "failed"]
RESULTS: tuple[str, ...] = get_args(Result)
Precision = Literal["minute", "day"]
Access = Literal["free", "metered", "registered", "subscriber"]


class PostAddress(str):
    """An address that is asked by POST: what stands after ``#`` is sent (``posting.py``)."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One way to an outlet's links. ``url`` may hold ``{date:%Y-%m-%d}`` and ``{page}``; a post's ends in ``#form``."""

    kind: RouteKind
    url: str
    links: str = ""
    """CSS selector of the article links (index, category); empty: every one that ``Source.article`` accepts."""
    first_page: int = 1
    page_step: int = 1
    max_pages: int = 100
    path: str = ""
    """Where in a page's state the list is, and how an entry's fields make its ``address`` (``sources/schema.py``)."""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """CSS selectors of one outlet for the pages it served up to and including ``valid_until`` (None: still served).

    Each field is a tuple of alternatives, tried in order; an empty tuple leaves the field to structured data and
    the generic extractor.
    """

    valid_until: dt.date | None = None
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """Links to the article's further pages."""


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet: who it is, how its links are found, how its pages are read, how politely it is visited."""

    GENERIC: ClassVar[Source]

    id: str
    name: str
    hosts: tuple[str, ...] = ()
    """Host names of the outlet; ``example.com`` stands for its subdomains too."""
    family: str = "generic"
    scope: Literal["national", "regional", "local", "international"] = "national"
    language: str = "id"
    timezone: str = "Asia/Jakarta"
    article: str = ""
    """Regular expression searched in a URL: is it an article's address? Empty: any URL of ``hosts`` with a path."""
    single_page_params: Mapping[str, str] = field(default_factory=dict)
    """Query parameters that ask for an article on one page, such as ``{"page": "all"}``."""
    routes: tuple[Route, ...] = ()
    rules: tuple[Rules, ...] = ()
    """Oldest first; the last has ``valid_until`` None."""
    total: str = ""
    """Address that tells in the header ``X-WP-Total`` how many articles a day has (WordPress); may hold ``{date...}``
    and ``{next_date...}``. Empty: the outlet does not say."""
    delay: float = 1.0
    """Least seconds between two requests to one host; robots.txt may ask for more."""
    concurrency: int = 2
    expected: tuple[int, int] | None = None
    """Fewest and most articles of a normal day, where the outlet or its operator states them."""
    verified: dt.date | None = None
    """Day on which the rules were last seen to work on the live site; None is ``verified: never``."""
    connect: str = ""
    """``host:port`` that stands in for every host of this source (the demo newsroom); empty: the real one."""
    enabled: bool = True
    demo: bool = False

    def rules_for(self, day: dt.date | None) -> Rules | None:
        """Return the rules of the outlet that were in force on ``day`` (None: today's)."""
        if not self.rules:
            return None
        if day is not None:
            for rules in self.rules:
                if rules.valid_until is not None and day <= rules.valid_until:
                    return rules
        return self.rules[-1]


Source.GENERIC = Source(id="generic", name="any outlet")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a route showed, with what the route knew about it."""

    source: str
    url: str
    canonical_url: str
    route: str
    """Kind of the route that showed it first."""
    title: str | None = None
    published_at: dt.datetime | None = None
    modified_at: dt.datetime | None = None
    """When the article was last changed, where the route states it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One HTTP answer, or one imported document, as it came in.

    ``body`` is decoded from transfer and content encoding, not from its character set. ``archive`` says where the
    record is kept: ``path#offset`` of the WARC record, relative to the archive's root; empty while in flight.
    """

    url: str
    """The address asked for."""
    final_url: str
    """The address that answered, after redirects."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: dt.datetime
    canonical_url: str = ""
    """The article that the page belongs to; page 2 of an article has its first page's."""
    number: int = 1
    page_count: int = 1
    """How many pages its article has, as its archive record states it."""
    archive: str = ""
    media_type: str = "text/html"
    request_headers: tuple[tuple[str, str], ...] = ()
    """What was sent to get it, for the archive's request record; empty for an import."""
    reserved: tuple[str, ...] = ()
    """Rights that the outlet reserves for the page, as it says it: ``noarchive``, ``tdm-reservation``."""

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever its letter case."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def digest(self) -> str:
        """Return ``sha256:`` and the hex digest of the body."""
        return "sha256:" + hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Removed:
    """A span that is not the story: ``text[start:end]`` of the text as given, its ``kind``, the ``rule`` that fired."""

    start: int
    end: int
    kind: RemovedKind
    rule: str


SHORT_NAMES = frozenset([
    "dki", "di", "diy", "ntb", "ntt", "ikn", "oki", "oku", "hss", "hst", "hsu", "tts", "ttu", "ppu", "d.c", "dc",
    "d.c.", "as",
])  # fmt: skip
"""Short forms of places, which are written in capitals."""


def _capitalise_words(name: str) -> list[str]:
    """Return the words of a name with capitals, also after a hyphen: "Toli-Toli"."""
    return ["-".join(part[:1].upper() + part[1:].lower() for part in word.split("-")) for word in name.split()]


@dataclass(frozen=True, slots=True)
class Dateline:
    """``JAKARTA, KOMPAS.com -`` taken apart; None where the text names none."""

    text: str
    place: str | None = None
    outlet: str | None = None

    @property
    def place_name(self) -> str | None:
        """Return the place in one spelling, whatever its letter case: BADUNG and Badung are one place."""
        if self.place is None:
            return None
        return " ".join(
            word if word.lower() not in SHORT_NAMES else word.upper() for word in _capitalise_words(self.place)
        )


@dataclass(frozen=True, slots=True)
class Credit:
    """``Penulis: Budi Santoso`` or ``(fby/sfr)``. ``role``: author, editor, reporter, photographer or initials."""

    role: Literal["author", "editor", "reporter", "photographer", "initials"]
    name: str


@dataclass(frozen=True, slots=True)
class Related:
    """A headline of another article that stood in the text; ``url`` where the page linked it."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The story, and everything that was cut away from it.

    The given text is exactly the kept text plus ``removed``; ``text`` is the kept text after the named ``repairs``.
    """

    text: str
    removed: tuple[Removed, ...] = ()
    repairs: tuple[str, ...] = ()
    title: str | None = None
    dateline: Dateline | None = None
    date_text: str | None = None
    credits: tuple[Credit, ...] = ()
    wire_source: str | None = None
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says; None and () where it does not say. ``body`` is empty unless ``kind`` is article."""

    url: str
    canonical_url: str
    kind: PageKind
    title: str | None = None
    body: str = ""  # paragraphs joined by a line feed
    scraped_text: str = ""
    """Every text block of the article's container, before cleaning, joined by line feeds."""
    removed: tuple[Removed, ...] = ()
    """Spans of ``scraped_text``; what scrape dropped and what clean removed, sorted, not overlapping."""
    repairs: tuple[str, ...] = ()
    dateline: Dateline | None = None
    authors: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    published_at: dt.datetime | None = None
    published_precision: Precision | None = None
    modified_at: dt.datetime | None = None
    date_text: str | None = None
    """The date that the text itself states, verbatim ("Selasa (3/12)"): evidence, not ``published_at``."""
    wire_source: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    caption: str | None = None
    language: str | None = None
    access: Access | None = None
    related: tuple[Related, ...] = ()
    pages: tuple[str, ...] = ()
    """Addresses of the article's other pages that this one does not contain, in order."""
    method: Mapping[str, str] = field(default_factory=dict)
    """Where each field came from: ``{"title": "h1", "body": "rule:body", "published_at": "visible"}``."""
    notes: tuple[str, ...] = ()
    """What was refused or looks wrong: ``date_in_future``, ``rule_missed:body``."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the paragraphs of the body; none where it is empty."""
        if not self.body:
            return ()
        return tuple(self.body.split("\n"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where one discovered link ended, in one run. Known links that were not due are counted, not listed."""

    source: str
    url: str
    canonical_url: str
    result: Result
    reason: str = ""
    detail: str = ""
    route: str = ""


def make_article_id(canonical_url: str) -> str:
    """Return the identity of an article: 128 bits of the canonical URL's SHA-256, as 32 hex digits."""
    return hashlib.sha256(canonical_url.encode("utf-8", "surrogatepass")).hexdigest()[:32]
