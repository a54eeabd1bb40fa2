"""Gema Indonesia: an international broadcaster in the manner of VOA. Machine times in UTC, the visible date a day only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, Ref, headline
from demo.newsroom.outlets.base import LABELS, Outlet, Query, Where, day_of, number_of, page_of, paragraph, ref_of
from demo.newsroom.page import Block, escape
from demo.newsroom.story import Story

_ARTICLE = re.compile(r"^/a/(?:[a-z0-9-]+/)?(?P<number>\d+)\.html$")
_INDEX = re.compile(r"^/z/585/(?P<y>\d{4})/(?P<m>\d\d?)/(?P<d>\d\d?)$")


class Gema(Outlet):
    id = "gema"
    name = "Gema Indonesia"
    tagline = "Siaran dan berita untuk pendengar di mana saja"
    manner = (
        "International broadcaster. Visible dates without a time, machine times in UTC; an Atom feed; an index that counts from 0."
    )
    index_size = 6
    past_the_end = "repeat"
    sections: ClassVar = {
        "politik": "z/599", "ekonomi": "z/600", "olahraga": "z/601", "kesehatan": "z/602", "cuaca": "z/603",
        "teknologi": "z/604", "budaya": "z/605",
    }  # fmt: skip
    feed_path = "/api/zmgqoe"
    atom = True
    css = (
        "body{margin:0;font:16px/1.6 'Skolar Sans',Arial,sans-serif}.header{background:#1330bf;padding:14px}"
        ".header__logo{color:#fff;font-weight:700;font-size:24px;text-decoration:none}"
    )

    def path(self, head: Headline) -> str:
        return f"/a/{head.slug}/{number_of(head.ref)}.html"

    def locate(self, edition: Edition, path: str, query: Query) -> Where | None:
        match = _ARTICLE.match(path)
        ref = ref_of(self.id, match["number"]) if match else None
        return Where(ref, 0, amp="amp" in query) if ref else None

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/z/585/{day.year}/{day.month}/{day.day}?p={page - 1}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        match = _INDEX.match(path)
        return (day_of(match["y"], match["m"], match["d"]), page_of(query, first=0)) if match else None

    def date_line(self, at: dt.datetime) -> str:
        return f"{at:%d/%m/%Y}"

    def typeset(self, text: str) -> str:
        return re.sub(r'"([^"]*)"', r"“\1”", text)

    def machine_dates(self, story: Story) -> tuple[str, str]:
        published = story.head.published_at
        return tuple(
            f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%SZ}" for at in (published, story.modified_at or published)
        )  # type: ignore[return-value]  # two in, two out

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        reporter, editor = (name[:2] for name in story.initials)
        first, *rest = story.paragraphs
        place = story.head.place.name.upper()
        blocks = [
            Block(f"<p>{place} — {escape(first, quote=False)}</p>", first, dateline=f"{place} —"),
            *map(paragraph, rest),
            Block(f"<p>[{reporter}/{editor}]</p>", f"[{reporter}/{editor}]", "credit"),
        ]
        other = self.title(related[0])
        blocks.insert(3, Block(
            f'<div class="wsw__embed wsw__embed--small"><div class="media-block"><a class="img-wrap" href="{escape(self.url(related[0]))}">'
            f'<div class="media-block__content"><h3 class="media-block__label">BACA JUGA:</h3> <h4 class="media-block__title">'
            f"{escape(other, quote=False)}</h4></div></a></div></div>", f"BACA JUGA: {other}", "related",
        ))  # fmt: skip
        if story.head.seed % 3 == 0:
            sorry = "Your browser doesn’t support HTML5"
            blocks.insert(5, Block(
                f'<div class="wsw__embed"><div class="c-mmp"><audio></audio><div class="c-mmp__fallback">{sorry}</div></div></div>',
                sorry, "media",
            ))  # fmt: skip
        return blocks

    def extra(self, edition: Edition, day: dt.date) -> str:
        if not edition.faults or not edition.count(self.id):
            return ""
        return self.items(headline(edition, Ref(self.id, day - dt.timedelta(days=5), 0)))

    def article(self, story: Story, body: str, pager: str) -> str:
        head = story.head
        machine = head.published_at.astimezone(dt.UTC).isoformat()
        return (
            f'<div class="hdr-container"><div class="category"><a href="{self.section_url(head.topic)}">{LABELS[head.topic]}</a></div>'
            f'<h1 class="title pg-title">{escape(self.title(head), quote=False)}</h1>'
            f'<div class="publishing-details"><div class="published"><span class="date"><time pubdate="pubdate" datetime="{machine}">'
            f'{self.date_line(head.published_at)}</time></span></div><div class="links"><ul class="links__list links__list--column">'
            f'<li class="links__item"><a class="links__item-link" href="#">{escape(story.author)}</a></li></ul></div></div></div>'
            f'<div class="cover-media"><figure class="media-image"><img src="/img/{head.seed % 10**8}.svg" alt=""><figcaption>'
            f'<span class="caption">{escape(story.caption)} (Foto: {escape(story.photographer)})</span></figcaption></figure></div>'
            f'<div class="share--box"><a href="#">Bagikan</a> <a href="#">Cetak</a></div>\n'
            f'<div id="article-content" class="content-floated-wrap fb-quotable"><div class="wsw">\n{body}\n</div></div>{pager}'
        )
