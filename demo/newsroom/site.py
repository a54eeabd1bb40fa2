"""What the newsroom answers to a request: host and path to page. Knows nothing of sockets."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from demo.newsroom import boilerplate, breakages, faults, listing, wordpress
from demo.newsroom.articles import Articles
from demo.newsroom.edition import JAKARTA, TOPICS, Edition, Headline, Ref, hash_parts, list_headlines, make_headline
from demo.newsroom.outlets import HOUSE, Outlet
from demo.newsroom.outlets.base import LABELS
from demo.newsroom.page import Answer, Segment, escape, load_template, make_meta_tags
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
        """Return the request for a target in origin form (``/path?query``)."""
        parts = urlsplit(target)
        return cls(host, parts.path or "/", dict(parse_qsl(parts.query, keep_blank_values=True)), headers or {})


class Site:
    """All outlets of one edition, and what they remember: what was served, what was edited, who is down or slow."""

    def __init__(
        self, edition: Edition, *, page_weight: int = 30, clock: Callable[[], dt.datetime] | None = None,
        down: Sequence[str] = (), slow: Mapping[str, float] | None = None, redesigned: Sequence[str] = (),
        edit: bool = False, replay: Path | None = None,
    ) -> None:  # fmt: skip
        self.edition = edition
        self.page_weight = page_weight
        self.clock = clock or (lambda: dt.datetime.now(JAKARTA))
        self.down, self.slow, self.redesigned = set(down), dict(slow or {}), set(redesigned)
        if unknown := {*down, *self.slow, *redesigned} - {outlet.host for outlet in HOUSE.values()}:
            raise ValueError(
                f"{', '.join(sorted(unknown))}: no outlet; known: {', '.join(f'{name}.test' for name in HOUSE)}"
            )
        self.replay = Replay(replay) if replay else None
        self.broken: dict[str, str] = {}
        """Host -> what of ``breakages.BREAKAGES`` befell it."""
        self.hidden: dict[tuple[str, str], float] = {}
        """Host and route -> share of the articles that the route leaves out."""
        self.requests: Counter[str] = Counter()
        self.articles = Articles(edition, self._frame_page, edit_always=edit)

    def outlet(self, host: str) -> Outlet | None:
        """Return the outlet that answers under ``host``: its own name, or one below it."""
        labels = host.split(".")
        return HOUSE.get(labels[-2]) if len(labels) >= 2 and labels[-1] == "test" else None

    def answer(self, request: Request) -> Answer:
        """Return the page at ``request``, whatever it is; 404 where there is none."""
        if self.replay and request.host == HOST:
            return self.replay.answer(request.path, dict(request.query))
        outlet = self.outlet(request.host)
        if outlet is None:
            return _answer_plain(421, f"{request.host} is not an outlet of this newsroom.")
        self.requests[outlet.id] += 1
        if outlet.host in self.down:
            return Answer(cut=0)
        try:
            page = self._find_broken(outlet, request) or self._find_page(outlet, request) or self._not_found(outlet)
        except (ValueError, OverflowError):  # a date in the address that is not one
            page = self._not_found(outlet)
        if self.broken.get(outlet.host) == "cached":
            page = replace(page, headers=(*page.headers, ("Age", "86400"), ("X-Cache", "HIT")))
        return replace(page, delay=page.delay + self.slow.get(outlet.host, 0.0))

    def _find_broken(self, outlet: Outlet, request: Request) -> Answer | None:
        kind = self.broken.get(outlet.host)
        return breakages.answer_instead(self, outlet, request, kind) if kind else None

    def now(self, outlet: Outlet) -> dt.datetime:
        """Return the time that the outlet's pages are of: of yesterday where a cache in front of it stands still."""
        if self.broken.get(outlet.host) == "cached":
            return self.clock() - breakages.ONE_DAY
        return self.clock()

    def render_feed(self, outlet: Outlet, request: Request) -> Answer:
        write, kind = (listing.make_atom, "atom") if outlet.atom else (listing.make_rss, "rss")
        page = 1
        if outlet.lists_posts:  # WordPress's feed goes back by ?paged=N
            page = int(request.query.get("paged", "1"))
        heads = self.latest(outlet, FEED_ITEMS * page, "feed")[FEED_ITEMS * (page - 1) :]
        if page > 1 and not heads:
            return self._not_found(outlet)
        feed = _answer_with_tag(request, write(outlet, self.edition, heads), f"application/{kind}+xml")
        return breakages.shift_dates(feed) if self.broken.get(outlet.host) == "future" else feed

    def render_front(self, outlet: Outlet) -> Answer:
        return self._render_list(outlet, outlet.tagline, self.latest(outlet, 30))

    def _find_page(self, outlet: Outlet, request: Request) -> Answer | None:
        return (
            self._find_file(outlet, request)
            or self._find_listing(outlet, request)
            or self._find_article(outlet, request)
        )

    def _find_file(self, outlet: Outlet, request: Request) -> Answer | None:
        """Return what is not a page: pictures, robots.txt, feeds, sitemaps."""
        path = request.path
        if path.startswith("/img/"):
            return Answer(parts=[_IMAGE], media_type="image/svg+xml", headers=(("Cache-Control", "max-age=86400"),))
        if path == "/robots.txt":
            return Answer(parts=[listing.make_robots(outlet)], media_type="text/plain; charset=utf-8")
        if path == outlet.feed_path:
            return self.render_feed(outlet, request)
        if path == wordpress.POSTS_PATH and outlet.lists_posts:
            return self._list_posts(outlet, request)
        if path == wordpress.POSTS_PATH and outlet.counts_days:
            return self._count_day(outlet, request)
        return self._render_sitemap(outlet, request) if path.startswith("/sitemap") else None

    def _list_posts(self, outlet: Outlet, request: Request) -> Answer:
        if self.broken.get(outlet.host) == "interface_closed":
            return wordpress.refuse_posts()
        return wordpress.answer_posts(
            outlet, request.query, lambda day: self.list_shown(outlet, day, "wordpress"), self.articles.print_newest
        )

    def _count_day(self, outlet: Outlet, request: Request) -> Answer:
        """Return what WordPress says of a day: the number of its articles in a header."""
        day = dt.date.fromisoformat(request.query.get("after", "")[:10])
        total = str(len(self.published(outlet, day)))
        return Answer(parts=[b"[]"], media_type="application/json; charset=utf-8", headers=(("X-WP-Total", total),))

    def _find_listing(self, outlet: Outlet, request: Request) -> Answer | None:
        """Return a page of links: the front page, a section, the dated index."""
        path = request.path
        if path == "/":
            return self.render_front(outlet)
        for topic in TOPICS:
            if path.rstrip("/") == outlet.section_path(topic).rstrip("/"):
                page = int(request.query.get("page", "1"))
                heads = [head for head in self.latest(outlet, 400) if head.topic == topic]
                pager = f'<div class="paging"><a rel="next" href="{escape(path)}?page={page + 1}">Berikutnya</a></div>'
                shown = heads[(page - 1) * 10 : page * 10]
                return self._render_list(outlet, LABELS[topic], shown, pager=pager if len(heads) > page * 10 else "")
        index = outlet.locate_index(path, request.query)
        return self._render_index(outlet, *index, path) if index else None

    def _find_article(self, outlet: Outlet, request: Request) -> Answer | None:
        where = outlet.locate(self.edition, request.path, request.query)
        if where is None:
            return None
        own = self.articles.url(outlet, where)
        if own and own != f"http://{request.host}{request.path}" and not where.amp:
            query = f"?{urlencode(request.query)}" if request.query else ""
            return _answer_moved(own + query)
        kind = self.broken.get(outlet.host, "")
        if own and kind:
            kind = breakages.narrow_breakage(kind, make_headline(self.edition, where.ref))
        page = self.articles.answer(outlet, where, dict(request.headers), self.now(outlet), every=kind)
        if page and kind and page.status == 200:
            page = breakages.break_article(self, outlet, page, kind)
        return faults.rename_classes(page) if page and outlet.host in self.redesigned else page

    # lists

    def published(self, outlet: Outlet, day: dt.date) -> Sequence[Headline]:
        """Return what the outlet has published of ``day`` until now, newest first."""
        now = self.now(outlet)
        if day > now.astimezone(JAKARTA).date():
            return ()
        heads = list_headlines(self.edition, outlet.id, day)
        return heads if heads and heads[0].published_at <= now else [head for head in heads if head.published_at <= now]

    def list_shown(self, outlet: Outlet, day: dt.date, route: str) -> Sequence[Headline]:
        """Return what a route shows of ``day``: what is published, but for what it hides; each hides its own."""
        heads = self.published(outlet, day)
        share = self.hidden.get((outlet.host, route), 0.0)
        if not share:
            return heads
        return [head for head in heads if hash_parts(head.seed, route) % 10_000 >= share * 10_000]

    def latest(self, outlet: Outlet, count: int, route: str = "front") -> list[Headline]:
        day = self.now(outlet).astimezone(JAKARTA).date()
        found: list[Headline] = []
        for back in range(15):
            found += self.list_shown(outlet, day - dt.timedelta(days=back), route)[: count - len(found)]
            if len(found) >= count:
                break
        return found

    def _render_sitemap(self, outlet: Outlet, request: Request) -> Answer | None:
        now = self.now(outlet)
        if self.broken.get(outlet.host) == "sitemap_stale":
            now -= breakages.STALE_DAYS
        today = now.astimezone(JAKARTA).date()
        name = request.path.removeprefix("/sitemap")
        if name == ".xml":
            return _answer_with_tag(request, listing.make_sitemap_index(outlet, now), XML)
        if name == "-news.xml":
            yesterday = today - dt.timedelta(days=1)
            heads = [*self.list_shown(outlet, today, "sitemap"), *self.list_shown(outlet, yesterday, "sitemap")]
            return _answer_with_tag(request, listing.make_sitemap(outlet, heads), XML)
        if name.startswith("/") and name.endswith(".xml" + outlet.sitemap_suffix):
            day = dt.date.fromisoformat(name[1:].partition(".")[0])
            content = listing.make_sitemap(outlet, self.list_shown(outlet, day, "sitemap"))
            if outlet.sitemap_suffix:
                return Answer(parts=[gzip.compress(content, 6, mtime=0)], media_type="application/gzip")
            return _answer_with_tag(request, content, XML)
        return None

    def _render_index(self, outlet: Outlet, day: dt.date, page: int, path: str) -> Answer | None:
        heads = self.list_shown(outlet, day, "index")
        size = max(outlet.index_size, -(-len(heads) // 60))  # a busy paper's index has longer pages, not endless ones
        pages = max(1, -(-len(heads) // size))
        if outlet.strict_index and path != outlet.index_path(day, page):
            return _answer_moved(f"http://{outlet.host}{outlet.index_path(day, page)}")
        if page > pages:
            if outlet.past_the_end == "missing":
                return None
            page = pages if outlet.past_the_end == "repeat" else page
        links = "".join(
            f'<a class="paging__link" href="{escape(outlet.index_path(day, at))}">{at}</a> '
            for at in range(max(1, page - 3), min(pages, page + 3) + 1)
        )
        after = (
            f'<a class="paging__next" rel="next" href="{escape(outlet.index_path(day, page + 1))}">Selanjutnya</a>'
            if page < pages
            else ""
        )
        extra = outlet.beside(self.edition, day) if page == 1 and heads else ""
        shown, pager = heads[(page - 1) * size : page * size], f'<div class="paging">{links}{after}</div>'
        return self._render_list(outlet, f"Indeks berita {day}", shown, extra, pager)

    def _render_list(
        self, outlet: Outlet, heading: str, heads: Sequence[Headline], extra: str = "", pager: str = ""
    ) -> Answer:
        main = outlet.render_list(heading, heads, extra, pager)
        head = f"<title>{escape(heading)} - {escape(outlet.name)}</title>\n" + _INDEX_META
        return breakages.break_list(self._frame_page(outlet, head, main), self.broken.get(outlet.host, ""))

    def _frame_page(
        self, outlet: Outlet, head: str, main: str, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()
    ) -> Answer:
        around = self._find_boilerplate(outlet)
        top = f'<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n{head}'
        if outlet.lists_posts:
            headers = (*headers, wordpress.name_interface(outlet))
        return Answer(status, [top.encode(), around.head, main.encode(), around.foot], headers=headers)

    @cache  # noqa: B019  # a newsroom lives as long as its process
    def _find_boilerplate(self, outlet: Outlet) -> boilerplate.Boilerplate:
        day = dt.date(2024, 1, 15)
        heads = [
            make_headline(self.edition, Ref(outlet.id, day, n)) for n in range(min(30, self.edition.count(outlet.id)))
        ]
        return boilerplate.build_boilerplate(
            name=outlet.name, home=outlet.home, css=load_template("site.css").template + outlet.css,
            kilobytes=self.page_weight, seed=hash_parts(self.edition.seed, outlet.id),
            sections=[(outlet.section_url(topic), LABELS[topic]) for topic in TOPICS],
            popular=[(outlet.url(head), outlet.title(head)) for head in heads],
        )  # fmt: skip

    def _not_found(self, outlet: Outlet) -> Answer:
        main = "<h1>Halaman tidak ditemukan</h1><p>Maaf, halaman yang Anda cari tidak ada atau sudah dipindahkan.</p>"
        return self._frame_page(
            outlet, f"<title>Halaman tidak ditemukan - {escape(outlet.name)}</title>\n", main, status=404
        )


def _answer_with_tag(request: Request, content: bytes, media_type: str) -> Answer:
    """Return a document with an ETag of its content, or 304."""
    tag = f'"{hashlib.blake2b(content, digest_size=8).hexdigest()}"'
    if request.headers.get("if-none-match") == tag:
        return Answer(304, headers=(("ETag", tag),))
    return Answer(parts=[content], media_type=media_type, headers=(("ETag", tag),))


def _answer_moved(url: str) -> Answer:
    return Answer(301, [b"<!DOCTYPE html><title>301</title>"], headers=(("Location", url),))


def _answer_plain(status: int, text: str) -> Answer:
    return Answer(status, [text.encode() + b"\n"], "text/plain; charset=utf-8")


_INDEX_META = make_meta_tags({"viewport": "width=device-width, initial-scale=1", "og:type": "website"})
_IMAGE = Segment(load_template("image.svg").template.encode())
