"""How a whole outlet breaks, one way at a time: what operators of real ones meet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from demo.newsroom import faults, listing
from demo.newsroom.edition import Headline, Ref, make_headline
from demo.newsroom.outlets import HOUSE, Outlet
from demo.newsroom.page import Answer, Segment

if TYPE_CHECKING:
    from demo.newsroom.site import Request, Site

BREAKAGES: Mapping[str, str] = {
    "forbidden": "403 to everything but robots.txt",
    "challenge": "a bot challenge instead of every page",
    "robots": "robots.txt forbids the whole site",
    "feed_empty": "the feed has no entry",
    "feed_moved": "the feed has moved (301)",
    "feed_html": "the feed's address shows a page",
    "index_redesigned": "the lists of articles have other classes",
    "body_redesigned": "the story stands in an element with another name",
    "title_redesigned": "the headline stands in an element with another name",
    "date_redesigned": "the date stands in an element with another name, and metadata has none",
    "yearless": "dates without a year, and metadata has none",
    "one_canonical": "every article names one and the same article as its canonical address",
    "cached": "everything is served as it was yesterday",
    "maintenance": "every address answers 200 with a notice of maintenance",
    "rate_limited": "429 to everything but robots.txt",
    "paywall": "every article ends after its first sentences",
    "interface_closed": "WordPress's REST interface answers 401",
    "scripted": "articles are drawn by a script: their pages are empty",
    "blank": "every address answers 200 and sends nothing",
    "sent_home": "every address but the feed's redirects to the front page",
    "feed_foreign": "the feed is another outlet's",
    "feed_gone": "the feed's address answers 404",
    "sitemap_stale": "the sitemaps end three days ago",
    "index_gone": "the lists by day answer 404",
    "future": "every date lies ten years ahead",
    "half_paywall": "every other article ends after its first sentences",
    "section_redesigned": "the story stands in an element with another name, in one section",
}
STORY = {
    "detakkini": "detail__body-text", "pedoman": "read__content clearfix", "suaradaerah": "txt-article",
    "nusawarta": "post-content", "gema": "article-content wsw", "lampungpagi": "entry-content",
    "kabarpesisir": "s-ct", "layarkota": "__next",
}  # fmt: skip
HEADLINE = {
    "detakkini": "detail__title", "pedoman": "read__title", "suaradaerah": "arttitle", "nusawarta": "post-title",
    "gema": "pg-title", "lampungpagi": "entry-title", "kabarpesisir": "s-title", "layarkota": "__next",
}  # fmt: skip
DATE = {
    "detakkini": "detail__date", "pedoman": "read__time", "suaradaerah": "grey", "nusawarta": "article-date",
    "gema": "date", "lampungpagi": "posted-on", "kabarpesisir": "post-date", "layarkota": "__next",
}  # fmt: skip
"""Outlet -> classes and ids of the element of its pages."""
NEW_FEED = "/umpan-baru.xml"
ONE_DAY = dt.timedelta(days=1)
STALE_DAYS = dt.timedelta(days=3)
REDESIGNED_TOPIC = "budaya"
ONE_CANONICAL_DAY = dt.date(2024, 1, 15)
"""Day of the article that every page names where they all name one."""
_MACHINE_DATES = re.compile(
    rb"<meta [^>]*(?:published_time|modified_time|publishdate|pubdate|datePublished)[^>]*>\n?"
    rb'|"date(?:Published|Modified)": ?"[^"]*",? ?|"uploadDate": ?"[^"]*",? ?|\sdatetime="[^"]*"'
)
_WEEKDAY = re.compile(rb"(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu)[ ,/|-]{1,3}(?=\d)")
"""A weekday in front of a date, which would tell the year."""
_YEAR = re.compile(rb"[ /]20\d\d(?![\d/-])")
_DECADE = re.compile(rb"(?<=[ \">])202(?=\d[ ,<-])")


def _notice(title: str, text: str, status: int = 200, **headers: str) -> Answer:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
    return Answer(status, [page.encode()], headers=tuple((name.replace("_", "-"), v) for name, v in headers.items()))


INSTEAD: Mapping[str, Callable[[], Answer]] = {
    "forbidden": lambda: _notice("403 Forbidden", "You are not allowed to see this page.", 403),
    "challenge": lambda: _notice("Just a moment...", "Checking your browser.", 403, cf_mitigated="challenge"),
    "maintenance": lambda: _notice("Situs sedang dalam pemeliharaan", "Kami akan segera kembali. Mohon bersabar."),
    "blank": Answer,
    "rate_limited": lambda: _notice("429 Too Many Requests", "Please slow down.", 429, Retry_After="900"),
}
"""Breakage -> what comes instead of anything but robots.txt."""


def _not_found() -> Answer:
    return _notice("Halaman tidak ditemukan", "Halaman yang Anda cari tidak ada.", 404)


def answer_instead(site: Site, outlet: Outlet, request: Request, kind: str) -> Answer | None:
    """Return what a broken outlet answers in place of what it would; None where this address is as ever."""
    if request.path == "/robots.txt":
        return Answer(parts=[b"User-agent: *\nDisallow: /\n"], media_type="text/plain") if kind == "robots" else None
    if kind in INSTEAD:
        return INSTEAD[kind]()
    if kind == "feed_moved" and request.path == NEW_FEED:
        return site.render_feed(outlet, request)
    if kind == "sent_home" and request.path not in ("/", outlet.feed_path):
        return Answer(302, [b"<title>302</title>"], headers=(("Location", outlet.home),))
    if kind == "index_gone" and outlet.locate_index(request.path, request.query):
        return _not_found()
    return _answer_feed(site, outlet, request, kind) if request.path == outlet.feed_path else None


def _answer_feed(site: Site, outlet: Outlet, request: Request, kind: str) -> Answer | None:
    """Return the answer at the feed's address where the breakage is the feed's; None where the feed is sent."""
    if kind == "feed_gone":
        return _not_found()
    if kind == "feed_foreign":
        return site.render_feed(next(each for each in HOUSE.values() if each is not outlet), request)
    if kind == "feed_moved":
        return Answer(301, [b"<title>301</title>"], headers=(("Location", f"{outlet.home[:-1]}{NEW_FEED}"),))
    if kind == "feed_html":
        return site.render_front(outlet)
    if kind == "feed_empty":
        write = listing.make_atom if outlet.atom else listing.make_rss
        return Answer(parts=[write(outlet, site.edition, [])], media_type="application/xml; charset=utf-8")
    return None


def break_list(page: Answer, kind: str) -> Answer:
    """Return a page of links as the breakage leaves it."""
    if kind == "index_redesigned":
        return faults.rename_classes(page)
    return page


def break_article(site: Site, outlet: Outlet, page: Answer, kind: str) -> Answer:
    """Return an article's page as the breakage leaves it."""
    names = {"body_redesigned": STORY, "title_redesigned": HEADLINE, "date_redesigned": DATE}
    if kind in names:
        page = _rename(page, names[kind][outlet.id].split())
    if kind in ("date_redesigned", "yearless"):
        page = _change(page, lambda part: _MACHINE_DATES.sub(b"", part))
    if kind == "yearless":
        page = _change(page, lambda part: _WEEKDAY.sub(b"", _YEAR.sub(b"", part)))
    if kind == "future":
        page = shift_dates(page)
    if kind == "one_canonical":
        one = outlet.url(make_headline(site.edition, Ref(outlet.id, ONE_CANONICAL_DAY, 0))).encode()
        page = _change(page, lambda part: _name_canonical(one, part))
    if kind == "scripted":
        page = _change(page, lambda part: _empty_body(outlet, part))
    return page


def narrow_breakage(kind: str, head: Headline) -> str:
    """Return what befell one article of an outlet that breaks in part; empty where it is as ever."""
    if kind == "half_paywall":
        return "paywall" if head.ref.n % 2 else ""
    if kind == "section_redesigned":
        return "body_redesigned" if head.topic == REDESIGNED_TOPIC else ""
    return kind


def shift_dates(page: Answer) -> Answer:
    """Return a page or a feed with every date ten years later."""
    return _change(page, lambda part: _DECADE.sub(b"203", part))


def _rename(page: Answer, names: list[str]) -> Answer:
    pattern = re.compile(
        rb'(\b(?:class|id)="(?:[^"]* )?)(' + b"|".join(map(re.escape, map(str.encode, names))) + rb')(?=[ "])'
    )
    return _change(page, lambda part: pattern.sub(rb"\1\2-baru", part))


def _name_canonical(url: bytes, part: bytes) -> bytes:
    part = re.sub(rb'(<link rel="canonical" href=")[^"]*', rb"\g<1>" + url, part)
    return re.sub(rb'(<meta property="og:url" content=")[^"]*', rb"\g<1>" + url, part)


def _empty_body(outlet: Outlet, part: bytes) -> bytes:
    if b"<h1" not in part:
        return part
    script = f'<script src="{outlet.home}static/app.js" defer></script>'
    return f'<div id="app"></div>{script}<noscript>Aktifkan JavaScript.</noscript>'.encode()


def _change(page: Answer, change: Callable[[bytes], bytes]) -> Answer:
    return replace(page, parts=[part if isinstance(part, Segment) else change(part) for part in page.parts])
