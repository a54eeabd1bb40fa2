"""How a list may go on over further pages: by what its page links to, and by what its publishing system offers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.discover.walk import resolve_url
from kliping.model import Page, Route

BLOGGER_PAGE = 25
"""Entries of a page of Blogger's feed."""
MOST_FORMS = 3
"""Ways to write the second page's address that are tried for one list."""
MOST_PAGER_LINKS = 2_000
"""Links of a page among which its further pages are looked for."""
SECOND_PAGE = 2
"""The number of the page after the first, where pages are counted from 1."""
_BLOGGER_FEED = "/feeds/posts/"
_NEXT = re.compile(
    r"(?i)\W*(?:2|next(?: page)?|selanjutnya|berikutnya|halaman (?:berikutnya|selanjutnya|2)|older(?: posts?| entries)?"
    r"|lebih lama|postingan (?:lama|lebih lama)|pos lama|muat lebih banyak|load more)?\W*"
)
_NUMBER = re.compile(r"\d{1,3}(?!\d)(?<!\d{4})")


def list_paged_routes(route: Route, page: Page) -> list[Route]:
    """Return ``route`` with ``{page}`` in its address, in each way that may give its further pages, best first.

    ``page`` is what its address gives. None has been tried.
    """
    if "{" in route.url:
        return []
    if route.kind == "feed":
        return [_page_feed(route)]
    linked = islice(dict.fromkeys(_list_linked_forms(route, page)), MOST_FORMS - 1)
    return list(dict.fromkeys([*linked, replace(route, url=f"{route.url}{_mark(route.url)}page={{page}}")]))


def _page_feed(route: Route) -> Route:
    """Return a feed by its pages: Blogger's by the number of the first entry, any other as WordPress has it."""
    if _BLOGGER_FEED in urlsplit(route.url).path:
        address = f"{route.url}{_mark(route.url)}max-results={BLOGGER_PAGE}&start-index={{page}}"
        return replace(route, url=address, page_step=BLOGGER_PAGE)
    return replace(route, url=f"{route.url}{_mark(route.url)}paged={{page}}")


def _mark(url: str) -> str:
    return "&" if urlsplit(url).query else "?"


def _list_linked_forms(route: Route, page: Page) -> Iterator[Route]:
    """Yield the list by the form of each link on its page that leads to its second one."""
    host = urlsplit(page.final_url).netloc
    for link in LexborHTMLParser(page.body).css("a[href]")[:MOST_PAGER_LINKS]:
        url = resolve_url(page.final_url, link.attributes.get("href"))
        if url and "{" not in url and urlsplit(url).netloc == host and _leads_on(link):
            yield from _read_form(route, url)


def _leads_on(link: LexborNode) -> bool:
    """Return whether a link is that to the next page: by its ``rel``, or by what it says."""
    if "next" in (link.attributes.get("rel") or "").lower().split():
        return True
    text = link.text().strip()
    return bool(text) and any(map(str.isalnum, text)) and _NEXT.fullmatch(text) is not None


def _read_form(route: Route, second: str) -> Iterator[Route]:
    """Yield the list by the last number in its second page's address: the page's own, or how many entries it skips."""
    start = len(second) - len(second.partition("://")[2].partition("/")[2])
    numbers = [match for match in _NUMBER.finditer(second, start) if match[0] not in ("0", "")]
    if not numbers:
        return
    last = numbers[-1]
    url = f"{second[: last.start()]}{{page}}{second[last.end() :]}"
    number = int(last[0])
    if number == SECOND_PAGE:
        yield replace(route, url=url)
    else:
        yield replace(route, url=url, first_page=0, page_step=number)
