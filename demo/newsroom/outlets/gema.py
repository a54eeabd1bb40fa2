"""Gema Indonesia, in the manner of VOA."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, Ref, make_headline
from demo.newsroom.outlets.base import ArticlePlace, Outlet, Query, make_number, parse_day, parse_page, parse_ref
from demo.newsroom.page import Block, escape
from demo.newsroom.story import Story

_ARTICLE = re.compile(r"^/a/(?:[a-z0-9-]+/)?(?P<number>\d+)\.html$")
_INDEX = re.compile(r"^/z/585/(?P<y>\d{4})/(?P<m>\d\d?)/(?P<d>\d\d?)$")


class Gema(Outlet):
    """International broadcaster. Visible dates without a time, machine times in UTC; an Atom feed; an index that counts
    from 0."""

    id = "gema"
    name = "Gema Indonesia"
    tagline = "Siaran dan berita untuk pendengar di mana saja"
    related_label = "BACA JUGA:"
    index_size = 6
    past_the_end = "repeat"
    sections: ClassVar = {
        "politik": "z/599", "ekonomi": "z/600", "olahraga": "z/601", "kesehatan": "z/602", "cuaca": "z/603",
        "teknologi": "z/604", "budaya": "z/605",
    }  # fmt: skip
    feed_path = "/api/zmgqoe"
    atom = True

    def path(self, head: Headline) -> str:
        return f"/a/{head.slug}/{make_number(head.ref)}.html"

    def locate(self, edition: Edition, path: str, query: Query) -> ArticlePlace | None:
        match = _ARTICLE.match(path)
        ref = parse_ref(self.id, match["number"]) if match else None
        return ArticlePlace(ref, 0, amp="amp" in query) if ref else None

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/z/585/{day.year}/{day.month}/{day.day}?p={page - 1}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        match = _INDEX.match(path)
        return (parse_day(match["y"], match["m"], match["d"]), parse_page(query, first=0)) if match else None

    def date_line(self, at: dt.datetime) -> str:
        return f"{at:%d/%m/%Y}"

    def typeset(self, text: str) -> str:
        return re.sub(r'"([^"]*)"', r"“\1”", text)

    def machine_dates(self, story: Story) -> tuple[str, str]:
        published = story.head.published_at
        first, last = (
            f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%SZ}" for at in (published, story.modified_at or published)
        )
        return first, last

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        reporter, editor = (name[:2] for name in story.initials)
        first = story.paragraphs[0]
        place = story.head.place.name.upper()
        blocks = [
            Block(f"<p>{place} — {escape(first, quote=False)}</p>", first, dateline=f"{place} —"),
            *self.paragraphs(story),
            Block(f"<p>[{reporter}/{editor}]</p>", f"[{reporter}/{editor}]", "credit"),
        ]
        blocks.insert(3, self.related(related[0]))
        if story.head.seed % 3 == 0:
            blocks.insert(5, self.fixed("audio", "Your browser doesn’t support HTML5", "media"))
        return blocks

    def beside(self, edition: Edition, day: dt.date) -> str:
        if not edition.faults or not edition.count(self.id):
            return ""
        return self.items(make_headline(edition, Ref(self.id, day - dt.timedelta(days=5), 0)))
