"""Kabar Pesisir, in the manner of a local paper on WordPress whose REST interface is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from demo.newsroom.edition import Edition, Headline, write_date
from demo.newsroom.outlets.base import Outlet, name_day
from demo.newsroom.outlets.lampungpagi import LampungPagi
from demo.newsroom.page import Block, escape
from demo.newsroom.story import Story


class KabarPesisir(LampungPagi):
    """Local paper of Makassar on WordPress, by the clock there. Its REST interface lists the posts of any day, and its
    feed goes back page by page."""

    id = "kabarpesisir"
    name = "Kabar Pesisir"
    tagline = "Dari tepi laut Sulawesi"
    related_label = "Baca Juga:"
    counts_days = False
    lists_posts = True
    timezone = "Asia/Makassar"
    disallowed = ("/wp-admin/", "/?s=")

    def date_line(self, at: dt.datetime) -> str:
        local = at.astimezone(ZoneInfo(self.timezone))
        return f"{name_day(local)}, {write_date(local.date())} {local:%H:%M} WITA"

    def machine_dates(self, story: Story) -> tuple[str, str]:
        zone = ZoneInfo(self.timezone)
        published = story.head.published_at
        return published.astimezone(zone).isoformat(), (story.modified_at or published).astimezone(zone).isoformat()

    def linked_data(self, story: Story, url: str, title: str, image: str, published: str, modified: str) -> str:
        return Outlet.linked_data(self, story, url, title, image, published, modified)

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        place = story.head.place.name.upper()
        first = story.paragraphs[0]
        dateline = f"KABARPESISIR.TEST, {place} —"
        opening = f"<p><strong>KABARPESISIR.TEST, {place}</strong> — {escape(first, quote=False)}</p>"
        blocks = [Block(opening, first, dateline=dateline), *self.paragraphs(story)]
        blocks.insert(3, self.related(related[0]))
        blocks.append(self.fixed("share", "Bagikan ini:\nFacebook\nX\nWhatsApp", "share"))
        return blocks

    def beside(self, edition: Edition, day: dt.date) -> str:
        del edition, day
        return ""

    def authors(self, story: Story) -> tuple[str, ...]:
        return (story.author,)
