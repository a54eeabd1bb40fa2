"""Detak Kini: a fast national portal in the manner of detik. Long articles have pages; ``?single=1`` shows all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import MONTHS, Edition, Headline
from demo.newsroom.outlets.base import LABELS, Outlet, Query, Where, day_name, day_of, number_of, page_of, paragraph, ref_of
from demo.newsroom.page import Block, escape
from demo.newsroom.story import Story

_ARTICLE = re.compile(r"^/[a-z-]+/d-(?P<number>\d+)(?:/[a-z0-9-]*)?$")

_DESKS = {
    "politik": "news", "ekonomi": "finance", "olahraga": "sport", "kesehatan": "health", "cuaca": "news",
    "teknologi": "inet", "budaya": "hot",
}  # fmt: skip


class DetakKini(Outlet):
    id = "detakkini"
    name = "detakkini"
    tagline = "Berita cepat dari seluruh Indonesia"
    manner = (
        "National portal. Sections on hosts of their own, long articles on several pages, ?single=1 for all of one; month before day in the addresses of its index."
    )
    index_size = 7
    page_size = 8
    sections: ClassVar = {
        "politik": "berita", "ekonomi": "finansial", "olahraga": "olahraga", "kesehatan": "sehat", "cuaca": "peristiwa",
        "teknologi": "tekno", "budaya": "budaya",
    }  # fmt: skip
    feed_path = "/rss"
    css = (
        "body{margin:0;font:16px/1.6 Arial,sans-serif;color:#222}.header{background:#1b3a8a;padding:14px}"
        ".header__logo{color:#fff;font-weight:700;font-size:24px;text-decoration:none}.header__search{display:none}"
    )

    def host_of(self, topic: str) -> str:
        return f"{_DESKS[topic]}.{self.host}"

    def variant_url(self, head: Headline) -> str:
        return self.url(head).replace("http://", "https://")

    def path(self, head: Headline) -> str:
        return f"/{self.sections[head.topic]}/d-{number_of(head.ref)}/{head.slug}"

    def locate(self, edition: Edition, path: str, query: Query) -> Where | None:
        match = _ARTICLE.match(path)
        ref = ref_of(self.id, match["number"]) if match else None
        if ref is None:
            return None
        return Where(ref, 0 if query.get("single") == "1" else page_of(query), amp="amp" in query)

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/indeks/{page}?date={day:%m/%d/%Y}" if page > 1 else f"/indeks?date={day:%m/%d/%Y}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        match = re.match(r"^/indeks(?:/(\d+))?$", path)
        if match is None or "date" not in query:
            return None
        month, day, year = query["date"].split("/")
        return day_of(year, month, day), int(match[1] or page_of(query))

    def date_line(self, at: dt.datetime) -> str:
        return f"{day_name(at)}, {at.day:02} {MONTHS[at.month - 1][:3]} {at:%Y %H:%M} WIB"

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        place, (reporter, editor) = story.head.place.name, story.initials
        first, *rest = story.paragraphs
        blocks = [
            Block(f"<p><strong>{place}</strong> - {escape(first, quote=False)}</p>", first, dateline=f"{place} -"),
            *map(paragraph, rest),
            Block(f"<p>({reporter}/{editor})</p>", f"({reporter}/{editor})", "credit"),
        ]
        scroll = "SCROLL TO CONTINUE WITH CONTENT"
        blocks.insert(3, Block(
            f'<table class="linksisip"><tbody><tr><td><div class="lihatjg">Baca juga:<br><a data-label="List Berita" '
            f'href="{escape(self.url(related[0]))}">{escape(self.title(related[0]), quote=False)}</a></div></td></tr></tbody></table>',
            f"Baca juga: {self.title(related[0])}", "related",
        ))  # fmt: skip
        blocks.insert(2, Block(
            f'<div class="paradetail"><div class="parallax_abs"><div class="para_caption">ADVERTISEMENT</div></div></div>'
            f'<p class="para_caption"><a name="lanjut">{scroll}</a></p>', scroll, "ad",
        ))  # fmt: skip
        if story.head.seed % 3 == 0:
            video = f"[Gambas:Video {self.name}]"
            blocks.insert(-1, Block(f"<p>{video}</p>", video, "media"))
        return blocks

    def article(self, story: Story, body: str, pager: str) -> str:
        head = story.head
        tags = "".join(f'<a class="nav__item" href="/tag/{tag}">{escape(tag)}</a>' for tag in story.tags)
        return (
            f'<article class="detail"><div class="page__breadcrumb"><a href="{self.home}">detakkini</a> '
            f'<a href="{self.section_url(head.topic)}">{LABELS[head.topic]}</a></div>'
            f'<div class="detail__header"><h1 class="detail__title">{escape(self.title(head), quote=False)}</h1>'
            f'<div class="detail__author">{escape(story.author)} - <span class="detail__label">{self.name}</span></div>'
            f'<div class="detail__date">{self.date_line(head.published_at)}</div></div>'
            f'<div class="detail__media"><figure class="detail__media-image"><img src="/img/{head.seed % 10**8}.svg" alt="">'
            f'<figcaption class="detail__media-caption">{escape(story.caption)} (Foto: {escape(story.photographer)}/{self.name})'
            f'</figcaption></figure></div>\n<div class="detail__body itp_bodycontent_wrapper">'
            f'<div class="detail__body-text itp_bodycontent">\n{body}\n</div>{pager}'
            f'<div class="detail__body-tag mgt-16"><div class="nav">{tags}</div></div></div></article>'
        )
