"""Lampung Pagi, in the manner of a local paper on WordPress."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, write_date
from demo.newsroom.outlets.base import LABELS, ArticlePlace, Outlet, Query, find_ref, name_day, parse_day, parse_page
from demo.newsroom.page import Block, escape, make_json_ld
from demo.newsroom.story import Story

_ARTICLE = re.compile(r"^/(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)/(?P<slug>(?!page$)[a-z0-9-]+)(?P<amp>/amp)?/?$")
_INDEX = re.compile(r"^/(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)/(?:page/(?P<page>\d+)/?)?$")


class LampungPagi(Outlet):
    """Local paper on WordPress. Its clock is in the wrong zone; share bars and a copy guard in the page; robots.txt
    closes its advertorials; it says how many articles a day has."""

    id = "lampungpagi"
    name = "Lampung Pagi"
    tagline = "Koran pagi Sai Bumi Ruwa Jurai"
    tag_html = '<a rel="tag" href="/tag/{slug}/">{text}</a>'
    related_label = "Baca Juga :"
    index_size = 5
    past_the_end = "missing"
    strict_index = True
    sections: ClassVar = {
        "politik": "category/politik", "ekonomi": "category/ekonomi", "olahraga": "category/olahraga",
        "kesehatan": "category/kesehatan", "cuaca": "category/peristiwa", "teknologi": "category/tekno",
        "budaya": "category/budaya",
    }  # fmt: skip
    feed_path = "/feed/"
    counts_days = True
    disallowed: ClassVar[tuple[str, ...]] = ("/wp-admin/", "/?s=", "/*/advertorial-")

    def path(self, head: Headline) -> str:
        return f"/{head.ref.day:%Y/%m/%d}/{head.slug}/"

    def locate(self, edition: Edition, path: str, query: Query) -> ArticlePlace | None:
        match = _ARTICLE.match(path)
        ref = find_ref(edition, self.id, match) if match else None
        return ArticlePlace(ref, 0, amp=bool(match and match["amp"])) if ref else None

    def section_path(self, topic: str) -> str:
        return f"/{self.sections[topic]}/"

    def amp_url(self, head: Headline) -> str:
        return f"{self.url(head)}amp/"

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/{day:%Y/%m/%d}/page/{page}/" if page > 1 else f"/{day:%Y/%m/%d}/"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        match = _INDEX.match(path)
        if match is None:
            return None
        return parse_day(match["y"], match["m"], match["d"]), int(match["page"] or parse_page(query))

    def date_line(self, at: dt.datetime) -> str:
        return f"{name_day(at)}, {write_date(at.date())} - {at:%H:%M} WIB"

    def machine_dates(self, story: Story) -> tuple[str, str]:
        published = story.head.published_at
        return f"{published:%Y-%m-%dT%H:%M:%S+00:00}", f"{story.modified_at or published:%Y-%m-%dT%H:%M:%S+00:00}"

    def linked_data(self, story: Story, url: str, title: str, image: str, published: str, modified: str) -> str:
        return make_json_ld({
            "@context": "https://schema.org", "@graph": [
                {"@type": "WebSite", "@id": f"{self.home}#website", "url": self.home, "name": self.name},
                {"@type": "Article", "@id": f"{url}#article", "headline": title, "datePublished": published,
                 "dateModified": modified, "author": {"@type": "Person", "name": "Redaksi"}, "mainEntityOfPage": url,
                 "articleSection": LABELS[story.head.topic], "inLanguage": "id"},
            ],
        })  # fmt: skip

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        place = story.head.place.name
        first = story.paragraphs[0]
        dateline = f"{place}, Lampung Pagi –"
        blocks = [
            Block(
                f"<p><strong>{place}, Lampung Pagi</strong> – {escape(first, quote=False)}</p>",
                first,
                dateline=dateline,
            ),
            *self.paragraphs(story),
        ]
        for at, other in zip((2, 5), related, strict=False):
            blocks.insert(at, self.related(other))
        source = f"Sumber : Humas {story.head.place.bound['pemda']}"
        blocks.append(Block(f"<p><em>{escape(source)}</em></p>", source, "syndication"))
        blocks.append(self.fixed("share", "Bagikan :\nFacebook\nWhatsApp\nTelegram", "share"))
        return blocks

    def beside(self, edition: Edition, day: dt.date) -> str:
        if not edition.faults:
            return ""
        url = f"http://{self.host}/{day:%Y/%m/%d}/advertorial-gerai-mebel-rayakan-ulang-tahun/"
        return self.item(url, "Advertorial: Gerai Mebel Rayakan Ulang Tahun", f"{write_date(day)} - 08:00 WIB")

    def authors(self, story: Story) -> tuple[str, ...]:
        del story
        return ()
