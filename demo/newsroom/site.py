"""What the newsroom answers to a request: host and path to page. Knows nothing of sockets."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from demo.newsroom import furniture, listing
from demo.newsroom.articles import Articles
from demo.newsroom.edition import JAKARTA, TOPICS, Edition, Headline, Ref, headline, headlines, number
from demo.newsroom.outlets import HOUSE, Outlet
from demo.newsroom.outlets.base import LABELS
from demo.newsroom.page import Answer, Segment, escape, meta
from demo.newsroom.replay import HOST, Replay

FEED_ITEMS = 25
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the site sees it: ``host`` without port, names of ``headers`` in lower case."""

    host: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, host: str, target: str, headers: Mapping[str, str] | None = None) -> Request:
        """From a request target in origin form (``/path?query``)."""
        parts = urlsplit(target)
        return cls(host, parts.path or "/", dict(parse_qsl(parts.query, keep_blank_values=True)), headers or {})


class Site:
    """All outlets of one edition, and what they remember: what was served, what was edited, who is down."""

    def __init__(
        self, edition: Edition, *, page_weight: int = 30, clock: Callable[[], dt.datetime] | None = None,
        down: Sequence[str] = (), edit: bool = False, replay: Path | None = None,
    ) -> None:  # fmt: skip
        self.edition = edition
        self.page_weight = page_weight
        self.clock = clock or (lambda: dt.datetime.now(JAKARTA))
        self.down = set(down)
        self.replay = Replay(replay) if replay else None
        self.requests: Counter[str] = Counter()
        self.articles = Articles(edition, self._dress, edit_always=edit)

    def outlet(self, host: str) -> Outlet | None:
        """The outlet that answers under ``host``: its own name, or one below it."""
        labels = host.split(".")
        return HOUSE.get(labels[-2]) if len(labels) >= 2 and labels[-1] == "test" else None

    def answer(self, request: Request) -> Answer:
        """The page at ``request``, whatever it is; 404 where there is none."""
        if self.replay and request.host == HOST:
            return self.replay.answer(request.path, dict(request.query))
        outlet = self.outlet(request.host)
        if outlet is None:
            return _plain(421, f"{request.host} is not an outlet of this newsroom.")
        self.requests[outlet.id] += 1
        if outlet.host in self.down:
            return Answer(cut=0)
        try:
            return self._page(outlet, request) or self._not_found(outlet)
        except (ValueError, OverflowError):  # a date in the address that is none
            return self._not_found(outlet)

    def _page(self, outlet: Outlet, request: Request) -> Answer | None:
        path = request.path
        if path.startswith("/img/"):
            return Answer(parts=[_IMAGE], media_type="image/svg+xml", headers=(("Cache-Control", "max-age=86400"),))
        if path == "/robots.txt":
            return Answer(parts=[listing.robots(outlet)], media_type="text/plain; charset=utf-8")
        if path == outlet.feed_path:
            write = listing.atom if outlet.atom else listing.rss
            now = self.clock()
            kind = "application/atom+xml" if outlet.atom else "application/rss+xml"
            return _validated(request, write(outlet, self.edition, self.latest(outlet, FEED_ITEMS), now), kind)
        if path.startswith("/sitemap"):
            return self._sitemap(outlet, request)
        if path == "/":
            return self._list(outlet, outlet.tagline, self.latest(outlet, 30))
        for topic in TOPICS:
            if path.rstrip("/") == outlet.section_path(topic).rstrip("/"):
                page = int(request.query.get("page", "1"))
                heads = [head for head in self.latest(outlet, 400) if head.topic == topic]
                return self._list(outlet, LABELS[topic], heads[(page - 1) * 10 : page * 10])
        index = outlet.locate_index(path, request.query)
        if index is not None:
            return self._index(outlet, *index, path)
        where = outlet.locate(self.edition, path, request.query)
        if where is None:
            return None
        own = self.articles.url(outlet, where)
        if own and own != f"http://{request.host}{path}" and not where.amp:
            query = f"?{urlencode(request.query)}" if request.query else ""
            return _moved(own + query)
        return self.articles.answer(outlet, where, dict(request.headers), self.clock())

    # lists

    def published(self, outlet: Outlet, day: dt.date) -> Sequence[Headline]:
        """What the outlet has published of ``day`` until now, newest first."""
        now = self.clock()
        if day > now.astimezone(JAKARTA).date():
            return ()
        heads = headlines(self.edition, outlet.id, day)
        return heads if heads and heads[0].published_at <= now else [head for head in heads if head.published_at <= now]

    def latest(self, outlet: Outlet, count: int) -> list[Headline]:
        day = self.clock().astimezone(JAKARTA).date()
        found: list[Headline] = []
        for back in range(15):
            found += self.published(outlet, day - dt.timedelta(days=back))[: count - len(found)]
            if len(found) >= count:
                break
        return found

    def _sitemap(self, outlet: Outlet, request: Request) -> Answer | None:
        now = self.clock()
        today = now.astimezone(JAKARTA).date()
        name = request.path.removeprefix("/sitemap")
        if name == ".xml":
            return _validated(request, listing.sitemap_index(outlet, now), XML)
        if name == "-news.xml":
            heads = [*self.published(outlet, today), *self.published(outlet, today - dt.timedelta(days=1))]
            return _validated(request, listing.sitemap(outlet, heads), XML)
        if name.startswith("/") and name.endswith(".xml" + outlet.sitemap_suffix):
            day = dt.date.fromisoformat(name[1:].partition(".")[0])
            content = listing.sitemap(outlet, self.published(outlet, day))
            if outlet.sitemap_suffix:
                return Answer(parts=[gzip.compress(content, 6, mtime=0)], media_type="application/gzip")
            return _validated(request, content, XML)
        return None

    def _index(self, outlet: Outlet, day: dt.date, page: int, path: str) -> Answer | None:
        heads = self.published(outlet, day)
        size = max(outlet.index_size, -(-len(heads) // 60))  # a busy paper's index has longer pages, not endless ones
        pages = max(1, -(-len(heads) // size))
        if outlet.strict_index and path != outlet.index_path(day, page):
            return _moved(f"http://{outlet.host}{outlet.index_path(day, page)}")
        if page > pages:
            if outlet.past_the_end == "missing":
                return None
            page = pages if outlet.past_the_end == "repeat" else page
        links = "".join(
            f'<a class="paging__link" href="{escape(outlet.index_path(day, at))}">{at}</a> '
            for at in range(max(1, page - 3), min(pages, page + 3) + 1)
        )
        after = f'<a class="paging__next" rel="next" href="{escape(outlet.index_path(day, page + 1))}">Selanjutnya</a>' if page < pages else ""
        extra = outlet.extra(self.edition, day) if page == 1 and heads else ""
        shown, pager = heads[(page - 1) * size : page * size], f'<div class="paging">{links}{after}</div>'
        return self._list(outlet, f"Indeks berita {day}", shown, extra, pager)

    def _list(self, outlet: Outlet, heading: str, heads: Sequence[Headline], extra: str = "", pager: str = "") -> Answer:
        items = "".join(outlet.items(head) for head in heads) + extra or '<p class="list__empty">Tidak ada berita.</p>'
        main = f'<h1 class="list__title">{escape(heading)}</h1>\n<div class="list-content">{items}</div>{pager}'
        return self._dress(outlet, f"<title>{escape(heading)} - {escape(outlet.name)}</title>\n" + _INDEX_META, main)

    def _dress(self, outlet: Outlet, head: str, main: str, **more: object) -> Answer:
        around = self._furniture(outlet)
        top = f'<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n{head}'
        return Answer(parts=[top.encode(), around.head, main.encode(), around.foot], **more)  # type: ignore[arg-type]

    @cache  # noqa: B019  # a newsroom lives as long as its process
    def _furniture(self, outlet: Outlet) -> furniture.Furniture:
        day = dt.date(2024, 1, 15)
        heads = [headline(self.edition, Ref(outlet.id, day, n)) for n in range(min(30, self.edition.count(outlet.id)))]
        return furniture.build(
            name=outlet.name, home=outlet.home, css=_CSS + outlet.css, kilobytes=self.page_weight,
            sections=[(outlet.section_url(topic), LABELS[topic]) for topic in TOPICS],
            popular=[(outlet.url(head), outlet.title(head)) for head in heads], seed=number(self.edition.seed, outlet.id),
        )  # fmt: skip

    def _not_found(self, outlet: Outlet) -> Answer:
        main = "<h1>Halaman tidak ditemukan</h1><p>Maaf, halaman yang Anda cari tidak ada atau sudah dipindahkan.</p>"
        return self._dress(outlet, f"<title>Halaman tidak ditemukan - {escape(outlet.name)}</title>\n", main, status=404)


def _validated(request: Request, content: bytes, media_type: str) -> Answer:
    """A document with an ETag of its content, or 304."""
    tag = f'"{hashlib.blake2b(content, digest_size=8).hexdigest()}"'
    if request.headers.get("if-none-match") == tag:
        return Answer(304, headers=(("ETag", tag),))
    return Answer(parts=[content], media_type=media_type, headers=(("ETag", tag),))


def _moved(url: str) -> Answer:
    return Answer(301, [b"<!DOCTYPE html><title>301</title>"], headers=(("Location", url),))


def _plain(status: int, text: str) -> Answer:
    return Answer(status, [text.encode() + b"\n"], "text/plain; charset=utf-8")


_INDEX_META = meta({"viewport": "width=device-width, initial-scale=1", "og:type": "website"})
_CSS = (
    "*{box-sizing:border-box}a{color:#14418b}.container{max-width:1080px;margin:0 auto;padding:0 16px}"
    ".nav{background:#f4f4f4;border-bottom:1px solid #ddd}.nav__list{list-style:none;display:flex;flex-wrap:wrap;gap:18px;"
    "max-width:1080px;margin:0 auto;padding:10px 16px}.nav__list a{text-decoration:none;font-weight:600}"
    ".main{display:flex;gap:32px;margin-top:20px}.main__left{flex:1;min-width:0}.main__right{width:300px}"
    ".main img{max-width:100%}.card{display:flex;gap:8px;margin:0 0 10px;font-size:14px}.card__title{margin:0}"
    ".footer{background:#222;color:#ccc;margin-top:40px;padding:24px 0;font-size:13px}.footer a{color:#ccc}"
    ".list-content__item{border-bottom:1px solid #eee;padding:10px 0}.media__title{margin:0;font-size:18px}"
    ".media__date{color:#777;font-size:13px}.paging a{margin-right:8px}@media(max-width:800px){.main{display:block}}"
)
_IMAGE = Segment(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360"><rect width="640" height="360" fill="#cfd8dc"/>'
    b'<circle cx="480" cy="110" r="46" fill="#fff3c4"/><path d="M0 360V250l150-110 130 120 90-70 270 170z" fill="#78909c"/></svg>'
)
