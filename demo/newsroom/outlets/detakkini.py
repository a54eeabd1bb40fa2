"""Detak Kini, in the manner of detik."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import MONTHS, Edition, Headline
from demo.newsroom.outlets.base import (
    ArticlePlace,
    Outlet,
    Query,
    make_number,
    name_day,
    parse_day,
    parse_page,
    parse_ref,
)
from demo.newsroom.page import Block, escape
from demo.newsroom.story import Story

_ARTICLE = re.compile(r"^/[a-z-]+/d-(?P<number>\d+)(?:/[a-z0-9-]*)?$")

_DESKS = {
    "politik": "news", "ekonomi": "finance", "olahraga": "sport", "kesehatan": "health", "cuaca": "news",
    "teknologi": "inet", "budaya": "hot",
}  # fmt: skip


class DetakKini(Outlet):
    """National portal. Sections on hosts of their own; long articles on several pages, ``?single=1`` for all of one;
    month before day in the addresses of its index."""

    id = "detakkini"
    name = "detakkini"
    tagline = "Berita cepat dari seluruh Indonesia"
    tag_html = '<a class="nav__item" href="/tag/{slug}">{text}</a>'
    index_size = 7
    page_size = 8
    sections: ClassVar = {
        "politik": "berita", "ekonomi": "finansial", "olahraga": "olahraga", "kesehatan": "sehat", "cuaca": "peristiwa",
        "teknologi": "tekno", "budaya": "budaya",
    }  # fmt: skip
    feed_path = "/rss"

    def host_of(self, topic: str) -> str:
        return f"{_DESKS[topic]}.{self.host}"

    def variant_url(self, head: Headline) -> str:
        return self.url(head).replace("http://", "https://")

    def path(self, head: Headline) -> str:
        return f"/{self.sections[head.topic]}/d-{make_number(head.ref)}/{head.slug}"

    def locate(self, edition: Edition, path: str, query: Query) -> ArticlePlace | None:
        match = _ARTICLE.match(path)
        ref = parse_ref(self.id, match["number"]) if match else None
        if ref is None:
            return None
        return ArticlePlace(ref, 0 if query.get("single") == "1" else parse_page(query), amp="amp" in query)

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/indeks/{page}?date={day:%m/%d/%Y}" if page > 1 else f"/indeks?date={day:%m/%d/%Y}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        match = re.match(r"^/indeks(?:/(\d+))?$", path)
        if match is None or "date" not in query:
            return None
        month, day, year = query["date"].split("/")
        return parse_day(year, month, day), int(match[1] or parse_page(query))

    def date_line(self, at: dt.datetime) -> str:
        return f"{name_day(at)}, {at.day:02} {MONTHS[at.month - 1][:3]} {at:%Y %H:%M} WIB"

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        place, (reporter, editor) = story.head.place.name, story.initials
        first = story.paragraphs[0]
        blocks = [
            Block(f"<p><strong>{place}</strong> - {escape(first, quote=False)}</p>", first, dateline=f"{place} -"),
            *self.paragraphs(story),
            Block(f"<p>({reporter}/{editor})</p>", f"({reporter}/{editor})", "credit"),
        ]
        blocks.insert(3, self.related(related[0]))
        blocks.insert(2, self.fixed("ad", "ADVERTISEMENT\nSCROLL TO CONTINUE WITH CONTENT", "ad"))
        if story.head.seed % 3 == 0:
            video = f"[Gambas:Video {self.name}]"
            blocks.insert(-1, Block(f"<p>{video}</p>", video, "media"))
        return blocks
