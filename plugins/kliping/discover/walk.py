"""What all route walks share: the walk itself, the URLs that it finds, its notes."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from kliping.canonical import canonicalise_url
from kliping.discover.days import RequestedDays, find_url_day, read_moment
from kliping.errors import LinkError, UserError, make_internal_error, may_succeed_later
from kliping.model import JAKARTA, Link, Page, PostAddress, Route, RouteKind, Source

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RouteNote:
    """What a person should know about a route's walk; none of it stops the run.

    ``reason`` is a short class: that of a failed page (``http_500``, ``timeout``, ``robots``, ...), or

    ``cap``         as many pages or addresses as the route may read were read, and there was more
    ``reach``       the route does not go back to the day
    ``wrong_day``   a dated page that shows other days' articles
    ``other_days``  the number of links that were left out because the route dates them to other days
    ``undated``     the number of links that were left out because nothing says which day they are of
    ``no_address``  the number of entries that name no address
    ``empty``       the route answered and showed nothing
    ``html``        a page for readers where the outlet's file says that there is a feed
    ``cached``      a cache answered with what it has kept for hours
    ``closed``      WordPress's REST interface is closed; the feed is read instead
    ``path_missed``  nothing stands at the route's path in the page's state
    ``moved``       the feed or sitemap answers from another address
    ``links_missed``  the route's selector finds no article's link on a page that has some
    ``old_files``   the number of an index's files that were not read because they changed before the days only
    ``stale``       the same of an index that calls all of its files old, so that its dates cannot be trusted
    ``internal_error``  a bug that one of the route's documents triggered; the detail names the exception
    ``malformed``   not what it should be; what could be read was taken
    """

    source: str
    route: RouteKind
    url: str
    reason: str
    detail: str = ""
    failed: bool = False
    """The route could not be read at all."""
    route_url: str = ""
    """The route's address, as the outlet's file has it."""
    day: dt.date | None = None
    """Day whose pages the note is of; None where the route is not dated."""
    since: dt.datetime | None = None
    """With ``reach``: how far the route goes back, where it tells."""
    broken: bool = False
    """Something of the route was not read that another visit may read: a page failed, a bug ended its walk."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An address on one route. A link that three routes show has three; the first of them showed the link."""

    canonical_url: str
    url: str
    kind: RouteKind
    route_url: str
    """The route's address, as the outlet's file has it."""
    day: dt.date | None = None
    """Day in Jakarta that the route tells: by a date beside the address, by its page's day, or in the address."""


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """How many posts the outlet says that it has of a day, and how many of them a route listed."""

    route_url: str
    day: dt.date
    posts: int
    listed: int


@dataclass(frozen=True, slots=True)
class FoundUrl:
    """An address that a route shows. ``published_at`` and ``modified_at`` only where the route states them."""

    url: str
    title: str | None = None
    published_at: dt.datetime | None = None
    modified_at: dt.datetime | None = None


KNOWN_ENDS = 3
"""Known addresses after which a route that shows its newest first has nothing new; fewer may be pinned on top."""
OLD_ANSWER_SECONDS = 6 * 3600
"""Age of a list of the newest articles from which on it misses some."""
MAX_ADDRESS = 4_096
"""Characters; a longer one is no article's."""
_BREAK = re.compile(r"\s*[\n\r\t\f]\s*")
"""Where an address was broken into lines."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x9f\ud800-\udfff]")
_NO_SUCH_PAGE = frozenset({"http_400", "http_404", "http_410"})
"""How sites say that there is no page after the last one."""


class RouteWalk:
    """One walk through a source's routes."""

    def __init__(
        self,
        source: Source,
        days: tuple[dt.date, ...],
        get: Callable[[str], Page],
        now: dt.datetime,
        note_total: Callable[[StatedTotal], None] = lambda _: None,
        *,
        newest: bool = False,
    ) -> None:
        self.source = source
        self.newest = newest
        """Ask for what is new only, as ``watch`` does."""
        self.known = 0
        """Known addresses that the route being read has shown; counted only where ``newest`` is set."""
        self.days = RequestedDays(days, now)
        self.get = get
        self.now = now
        self.note_total = note_total
        self.day: dt.date | None = None
        """Day whose pages are being read; None on a route that is not dated."""

    @property
    def is_caught_up(self) -> bool:
        """Return whether the route, which shows its newest first, has come to what is known."""
        return self.newest and self.known >= KNOWN_ENDS

    def make_note(
        self,
        route: Route,
        url: str,
        reason: str,
        detail: str = "",
        *,
        failed: bool = False,
        broken: bool = False,
        since: dt.datetime | None = None,
    ) -> RouteNote:
        """Return a note about this source's route."""
        return RouteNote(self.source.id, route.kind, url, reason, detail, failed, route.url, self.day, since, broken)

    def note_failure(self, route: Route, url: str, link_error: LinkError, *, failed: bool) -> RouteNote:
        """Return the note on a page of the route that could not be read."""
        broken = may_succeed_later(link_error)
        return self.make_note(route, url, link_error.reason, link_error.detail, failed=failed, broken=broken)

    def note_move(self, route: Route, url: str, page: Page) -> Iterator[RouteNote]:
        """Yield a note where a feed or sitemap was redirected to another host or path."""
        asked, answered = urlsplit(url), urlsplit(page.final_url)
        if (asked.netloc, asked.path.rstrip("/")) != (answered.netloc, answered.path.rstrip("/")):
            yield self.make_note(route, url, "moved", f"it answers from {page.final_url}")

    def note_age(self, route: Route, url: str, page: Page) -> Iterator[RouteNote]:
        """Yield a note where a cache on the way answered with what it has kept for hours."""
        age = page.header("Age") or ""
        if age.isdecimal() and int(age[:9]) >= OLD_ANSWER_SECONDS:
            detail = f"a cache answered with what it has kept for {int(age[:9]) / 3600:.0f} hours"
            yield self.make_note(route, url, "cached", detail)

    def read_date(self, text: str | None) -> dt.datetime | None:
        """Read a date that a route states; None where it is none, or one that lies ahead."""
        stated = read_moment(text, self.source.timezone)
        if stated is None or self.days.is_future(stated):
            return None
        return stated

    def guard_part(
        self, route: Route, url: str, found: Iterator[FoundUrl | RouteNote]
    ) -> Iterator[FoundUrl | RouteNote]:
        """Yield what a part of the route gives; a bug in it ends that part with a note, and nothing else."""
        given = False
        try:
            for each in found:
                given = True
                yield each
        except UserError:
            raise
        except Exception as error:  # a bug of ours: noted, the route's other parts go on (law 6)
            link_error = make_internal_error(error)
            log.exception("%s: a bug at %s", self.source.id, url)
            yield self.note_failure(route, url, link_error, failed=not given)

    def make_link(self, route: Route, found: FoundUrl, canonical: str) -> Link:
        """Return a found URL as a link of this source."""
        return Link(
            self.source.id, found.url, canonical, route.kind, found.title, found.published_at, found.modified_at
        )

    def make_sighting(self, route: Route, found: FoundUrl) -> Sighting:
        """Return the sighting of an address, with its day: the stated one, else the page's, else the address's."""
        day = self.day
        stands = find_url_day(found.url)
        if found.published_at is not None:
            day = found.published_at.astimezone(JAKARTA).date()
        elif stands is not None and not stands.in_slug:
            day = stands.day
        return Sighting(canonicalise_url(found.url), found.url, route.kind, route.url, day)

    def list_addresses(self, route: Route) -> Iterator[tuple[dt.date | None, Callable[[int], str]]]:
        """Yield each day of a dated route (of others None, once) with what gives the address of page number n."""
        days: Sequence[dt.date | None] = (None,)
        if "{date" in route.url:
            days = self.days.days[::-1]
        for day in days:
            self.day = day

            def address(page: int, day: dt.date | None = day) -> str:
                url = route.url.format(date=day, page=page)
                if route.kind == "post":
                    return PostAddress(url)
                return url

            yield day, address
        self.day = None

    def fetch_pages(self, route: Route, address: Callable[[int], str]) -> Iterator[tuple[str, Page] | RouteNote]:
        """Yield the route's pages, with their addresses.

        It ends when the caller stops, the site has no further page, two in a row fail, or the route's cap is reached.
        """
        paged = "{page}" in route.url
        failures = 0
        most = 1
        if paged:
            most = route.max_pages
        for number in range(most):
            if self.is_caught_up:
                return
            url = address(route.first_page + number * route.page_step)
            try:
                page = self.get(url)
            except LinkError as link_error:
                if number and link_error.reason in _NO_SUCH_PAGE:
                    return
                failures += 1
                yield self.note_failure(route, url, link_error, failed=number == 0)
                if number == 0 or failures > 1:
                    return
                continue
            failures = 0
            if page.status == 304:  # a caller that asks with conditions: nothing new here
                return
            yield url, page
        if paged and not self.is_caught_up:
            yield self.make_note(
                route, address(route.first_page), "cap", f"{route.max_pages} pages were read and there may be more"
            )


_ODD_SCHEME = re.compile(
    r"(?i)(?:(?:feed:|https?:?)/{0,3}(?=(?:feed:|https?:?)/))*(?:feed:/{0,3}(?=https?:))?(https?|feed)(?::/{1,3}|//)(?=[a-z0-9\[])"
)
"""How addresses begin that were put together wrongly: ``http:/``, ``http//``, ``http://https://``, ``feed://``."""
_MARKED_ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+")
"""An address within markup that was escaped: a link, a CDATA section."""
_AT_ENDS = " \t\r\n\f\v\u00a0\u200b\u200c\u200d\u2060\ufeff"
_BACKSLASHED = re.compile(r"(?i)(?:https?:)?\\{1,2}")


def resolve_url(base: str, href: str | None) -> str | None:
    """Return the http(s) address of ``href`` on a page at ``base``, without fragment; None where it is none."""
    if not href or len(href) > MAX_ADDRESS:
        return None
    if "<" in href and (marked := _MARKED_ADDRESS.search(href)):
        href = marked[0]
    href = _BREAK.sub("", _drop_controls(href).strip(_AT_ENDS)).replace(" ", "%20").replace("&amp;", "&")
    if _BACKSLASHED.match(href):  # browsers read them so
        href = href.replace("\\", "/")
    if odd := _ODD_SCHEME.match(href):
        href = f"{'https' if odd[1].lower() == 'https' else 'http'}://{href[odd.end() :]}"
    elif (host := _name_host(base)) and href.lower().removeprefix("www.").startswith(f"{host}/"):
        href = f"//{href}"
    try:
        url = urljoin(base, href).partition("#")[0]
    except ValueError:
        return None
    if not url.lower().startswith(("http://", "https://")) or not canonicalise_url(url):
        return None
    return url


def _name_host(url: str) -> str:
    """Return the host of an address without ``www.``; empty where it has none."""
    return url.lower().partition("://")[2].partition("/")[0].partition(":")[0].removeprefix("www.")


_TITLE = re.compile(rb"(?is)<title[^>]*>(.{0,200}?)</title>")


def find_page_title(body: bytes) -> str:
    """Return the title of a page, as evidence for a person; empty where it has none."""
    found = _TITLE.search(body, 0, 20_000)
    if found is None:
        return ""
    return to_one_line(found[1].decode("utf-8", "replace")) or ""


def is_html_page(page: Page) -> bool:
    """Return whether what came is a page for readers."""
    return page.body[:1_000].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def to_one_line(value: str | None) -> str | None:
    """Return ``value`` on one line; None where nothing is left."""
    return " ".join(_drop_controls(value or "").split()) or None


def _drop_controls(value: str) -> str:
    """Return ``value`` without control characters and halves of surrogate pairs, which no text may hold."""
    return _CONTROL.sub("", value)
