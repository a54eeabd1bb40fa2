r"""What an outlet's file may say. One file is one outlet: ``<family>/<id>.yml``; the file's name is the outlet's id.

A whole outlet::

    name: Harian Contoh
    hosts: [contoh.co.id]              # stands for its subdomains too
    site: www.contoh.co.id             # what {site} stands for; default: the first host
    scope: regional                    # national (default), regional, local, international
    article: /berita/\d+/              # regular expression searched in an address: is it an article's?
    single_page_params: {page: all}    # query parameters that ask for an article on one page
    channels: [news, bola]             # an address with {channel} stands for one address per channel
    routes:                            # in the order in which they are tried
      - sitemap: https://{site}/sitemap_news.xml
      - feed: https://{site}/feed
      - index: https://{site}/indeks/{channel}?date={date:%Y-%m-%d}&page={page}
        links: article h2 a            # CSS selector of the links (or of what holds them); default: every article's
        first_page: 1                  # number of the first page, step to the next, and how many at most
        page_step: 1
        max_pages: 100
      - category: https://{site}/terbaru?page={page}
      - wordpress: https://{site}      # WordPress's REST interface, every day of it; its feed where that is closed
      - state: https://{site}/indeks?page={page}
        path: props.pageProps.articles # where in the page's state the list is; `*` stands for any key or place
        address: https://{site}/read/{id}/{slug}   # of an entry's fields; default: its url, link, path or slug
    total: https://{site}/wp-json/wp/v2/posts?per_page=1&after={date:%Y-%m-%d}T00:00:00&before={next_date:%Y-%m-%d}T00:00:00
                                       # its header X-WP-Total says how many articles the day has; default: unknown
    rules:                             # CSS selectors; each field is one or a list, tried in order
      - valid_until: 2022-05-31        # pages up to that day; the last entry has no `valid_until`
        body: div.isi
      - body: [div.read__content, article]
        drop: [.baca-juga, .iklan]
        title: h1                      # also: date, authors, section, tags, pages
    delay: 1                           # least seconds between two requests to one host
    concurrency: 2                     # requests under way at once
    expected: [50, 400]                # fewest and most articles of a normal day, only where somebody knows
    verified: never                    # or the day on which the rules were last seen to work on the live site
    connect: newsroom                  # demo outlets only: visited at the demo newsroom, or at a host:port
    demo: true                         # belongs to SOURCES=demo instead of live
    enabled: false                     # left out of SOURCES=live; can still be asked for by name

``<family>/_family.yml`` holds what the outlets of a CMS have in common: the same fields but ``name``, ``hosts`` and
``site``. A field that the outlet's own file states replaces the family's.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from kliping.model import Rules, Source
from kliping.sites import is_public_suffix
from kliping.sources.route_schema import (
    POSTS_TOTAL,
    ROUTE_KINDS,
    RouteFile,
    StrictFile,
    check_address,
    wrap_text,
)

RENAMED_FIELDS = {("whole",): "single_page_params", ("rules", "until"): "valid_until"}
"""Fields of older releases that are still read, with a warning, and their present names."""


def _check_selector(value: str) -> str:
    try:
        LexborHTMLParser("<p>").css(value)
    except SelectolaxError:
        raise ValueError(f"{value!r} is not a CSS selector") from None
    return value


def _check_total(value: str) -> str:
    if not value:
        return value
    if "{date" not in value:
        raise ValueError("total: the address needs {date:...}, the day that is counted")
    check_address(value.replace("{next_date", "{date"))
    return value


def _check_host(value: str) -> str:
    value = value.strip().lower()
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+", value):
        raise ValueError(f"{value!r} is not a host name (no scheme, port or path)")
    if is_public_suffix(value):
        raise ValueError(f"{value!r} is no outlet's: it would claim every outlet below it")
    return value


MAX_SHOWN_CHARS = 200
"""Characters of a value that a message repeats."""


def _check_pattern(value: str) -> str:
    try:
        re.compile(value)
    except (re.error, RecursionError, OverflowError) as error:  # nested too deep, repeated too often
        raise ValueError(f"{value[:MAX_SHOWN_CHARS]!r} is not a regular expression ({error})") from None
    return value


def _read_verified(value: object) -> object:
    if value == "never":
        return None
    if not isinstance(value, dt.date):
        raise ValueError("is a day like 2024-11-26, or never")
    return value


Selectors = Annotated[
    tuple[Annotated[str, Field(min_length=1), AfterValidator(_check_selector)], ...], BeforeValidator(wrap_text)
]
HostName = Annotated[str, AfterValidator(_check_host)]


class RulesFile(StrictFile):
    """One entry of ``rules``."""

    valid_until: dt.date | None = None
    body: Selectors = ()
    drop: Selectors = ()
    title: Selectors = ()
    date: Selectors = ()
    authors: Selectors = ()
    section: Selectors = ()
    tags: Selectors = ()
    pages: Selectors = ()

    def rules(self) -> Rules:
        """Return the rules as the scraper takes them."""
        return Rules(**{name: getattr(self, name) for name in type(self).model_fields})


class FamilyFile(StrictFile):
    """What outlets of one CMS may share."""

    scope: Literal["national", "regional", "local", "international"] = "national"
    language: str = Field("id", pattern=r"^[a-z]{2,3}$")
    timezone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC"] = "Asia/Jakarta"
    article: Annotated[str, AfterValidator(_check_pattern)] = ""
    single_page_params: dict[str, str] = Field(default_factory=dict)
    channels: Annotated[tuple[str, ...], BeforeValidator(wrap_text)] = ()
    routes: tuple[RouteFile, ...] = ()
    total: Annotated[str, AfterValidator(_check_total)] = ""
    rules: tuple[RulesFile, ...] = ()
    delay: float = Field(1.0, ge=0, le=120)
    concurrency: int = Field(2, ge=1, le=16)
    expected: tuple[int, int] | None = None
    verified: Annotated[dt.date | None, BeforeValidator(_read_verified)] = None
    connect: str = Field("", pattern=r"^(newsroom|[A-Za-z0-9.:\[\]-]+:\d+)?$")
    enabled: bool = True
    demo: bool = False

    @field_validator("single_page_params", mode="before")
    @classmethod
    def _read_texts(cls, value: object) -> object:
        """Return query parameters as text: YAML reads ``single: 1`` as a number."""
        if not isinstance(value, dict):
            return value
        return {str(key): str(each) for key, each in value.items()}

    @field_validator("expected")
    @classmethod
    def _check_order(cls, value: tuple[int, int] | None) -> tuple[int, int] | None:
        if value is not None and not 0 <= value[0] <= value[1]:
            raise ValueError("expected is [fewest, most]")
        return value

    @field_validator("rules")
    @classmethod
    def _check_dates(cls, value: tuple[RulesFile, ...]) -> tuple[RulesFile, ...]:
        days = [rules.valid_until for rules in value]
        if value and (days[-1] is not None or None in days[:-1] or days[:-1] != sorted(days[:-1], key=str)):
            raise ValueError("rules go from the oldest `valid_until` to the newest; the last has none")
        return value


class SourceFile(FamilyFile):
    """One outlet, its family's defaults filled in."""

    name: str = Field(min_length=1)
    hosts: Annotated[tuple[HostName, ...], Field(min_length=1), BeforeValidator(wrap_text)]
    site: HostName | None = None

    @model_validator(mode="after")
    def _check_complete(self) -> SourceFile:
        if not self.routes:
            raise ValueError("routes: an outlet (or its family) needs at least one")
        addresses = [url for route in self.routes for kind in ROUTE_KINDS for url in getattr(route, kind)]
        if not self.channels and any("{channel}" in url for url in addresses):
            raise ValueError("channels: an address has {channel}, so at least one channel is needed")
        return self

    def source(self, source_id: str, family: str) -> Source:
        """Return the outlet that the file describes."""
        site = self.site or self.hosts[0]
        total = self.total
        if not total:  # WordPress counts a day's posts itself
            total = next((f"{url.rstrip('/')}{POSTS_TOTAL}" for entry in self.routes for url in entry.wordpress), "")
        return Source(
            id=source_id,
            name=self.name,
            hosts=self.hosts,
            family=family,
            scope=self.scope,
            language=self.language,
            timezone=self.timezone,
            article=self.article,
            single_page_params=self.single_page_params,
            routes=tuple(route for entry in self.routes for route in entry.routes(site, self.channels)),
            rules=tuple(entry.rules() for entry in self.rules),
            total=total.replace("{site}", site),
            delay=self.delay,
            concurrency=self.concurrency,
            expected=self.expected,
            verified=self.verified,
            connect=self.connect,
            enabled=self.enabled,
            demo=self.demo,
        )
