"""Nusawarta, in the manner of antara."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, write_date
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
from demo.newsroom.story import Story, is_heading

_ARTICLE = re.compile(r"^/(?:amp/)?berita/(?P<number>\d+)/[a-z0-9-]*$")
_INDEX = re.compile(r"^/indeks/(?P<d>\d\d)-(?P<m>\d\d)-(?P<y>\d{4})(?:/(?P<page>\d+))?$")


class Nusawarta(Outlet):
    """Wire service. Text between line breaks, not in paragraphs; Pewarta, Editor and Copyright lines; compressed
    sitemaps."""

    id = "nusawarta"
    name = "Nusawarta"
    tagline = "Kantor berita Nusantara"
    tag_html = '<li><a href="/tag/{slug}">{text}</a></li>'
    index_size = 6
    headline_case = False
    past_the_end = "missing"
    sections: ClassVar = {
        "politik": "politik", "ekonomi": "ekonomi", "olahraga": "olahraga", "kesehatan": "humaniora",
        "cuaca": "peristiwa", "teknologi": "tekno", "budaya": "hiburan",
    }  # fmt: skip
    feed_path = "/rss/terkini.xml"
    sitemap_suffix = ".gz"

    def path(self, head: Headline) -> str:
        return f"/berita/{make_number(head.ref)}/{head.slug}"

    def locate(self, edition: Edition, path: str, query: Query) -> ArticlePlace | None:
        match = _ARTICLE.match(path)
        ref = parse_ref(self.id, match["number"]) if match else None
        return ArticlePlace(ref, 0, amp=path.startswith("/amp/")) if ref else None

    def variant_url(self, head: Headline) -> str:
        return self.amp_url(head)

    def amp_url(self, head: Headline) -> str:
        return f"http://{self.host}/amp{self.path(head)}"

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/indeks/{day:%d-%m-%Y}/{page}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        match = _INDEX.match(path)
        if match is None:
            return None
        return parse_day(match["y"], match["m"], match["d"]), int(match["page"] or parse_page(query))

    def date_line(self, at: dt.datetime) -> str:
        return f"{name_day(at)}, {write_date(at.date())} {at:%H:%M} WIB"

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        head = story.head
        dateline = f"{head.place.name} (NUSAWARTA) -"
        first, *rest = story.paragraphs
        blocks = [Block(f"{dateline} {escape(first, quote=False)}<br><br>\n", first, dateline=dateline)]
        for text in rest:
            html = f"<b>{escape(text, quote=False)}</b>" if is_heading(text) else escape(text, quote=False)
            blocks.append(Block(f"{html}<br><br>\n", text))
        blocks.insert(min(4, len(blocks)), self.related(related[0]))
        crew = f"Pewarta: {story.author}"
        desk = f"Editor: {story.editor}"
        right = f"Copyright © NUSAWARTA {head.ref.day.year}"
        warning = (
            "Isi laman ini dilarang diambil, disalin atau diindeks secara otomatis, termasuk untuk melatih AI, "
            "tanpa izin tertulis Nusawarta."
        )
        blocks.append(
            Block(
                f'<p class="text-muted mt-2 small">{crew}<br>\n{desk}<br>\n{right}</p>',
                f"{crew}\n{desk}\n{right}",
                "credit",
            )
        )
        blocks.append(Block(f'<p class="text-muted small">{warning}</p>', warning, "copyright"))
        return blocks
