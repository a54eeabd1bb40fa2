"""Suara Daerah, in the manner of tribun."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, write_date
from demo.newsroom.outlets.base import ArticlePlace, Outlet, Query, find_ref, name_day, parse_iso_day, parse_page
from demo.newsroom.page import Block, escape
from demo.newsroom.story import Story, name_wire

_ARTICLE = re.compile(r"^/(?:amp/)?(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)/(?P<slug>[a-z0-9-]+)$")


class SuaraDaerah(Outlet):
    """Regional network. Numbered pages; addresses without a number; machine dates that say UTC and mean Jakarta."""

    id = "suaradaerah"
    name = "SuaraDaerah.com"
    tagline = "Kabar dari halaman rumah sendiri"
    tag_html = '<a class="tagcloud3" href="/tag/{slug}">{text}</a>'
    index_size = 9
    page_size = 6
    sections: ClassVar = {
        "politik": "regional", "ekonomi": "bisnis", "olahraga": "superskor", "kesehatan": "kesehatan",
        "cuaca": "nasional", "teknologi": "techno", "budaya": "lifestyle",
    }  # fmt: skip

    def path(self, head: Headline) -> str:
        return f"/{head.ref.day:%Y/%m/%d}/{head.slug}"

    def locate(self, edition: Edition, path: str, query: Query) -> ArticlePlace | None:
        match = _ARTICLE.match(path)
        ref = find_ref(edition, self.id, match) if match else None
        if ref is None:
            return None
        return ArticlePlace(ref, 0 if query.get("page") == "all" else parse_page(query), amp=path.startswith("/amp/"))

    def variant_url(self, head: Headline) -> str:
        return self.amp_url(head)

    def amp_url(self, head: Headline) -> str:
        return f"http://{self.host}/amp{self.path(head)}"

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/index-news?date={day.year}-{day.month}-{day.day}&page={page}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        if path != "/index-news" or "date" not in query:
            return None
        return parse_iso_day(query["date"]), parse_page(query)

    def date_line(self, at: dt.datetime) -> str:
        return f"{name_day(at)}, {write_date(at.date())} {at:%H:%M} WIB"

    def machine_dates(self, story: Story) -> tuple[str, str]:
        published = story.head.published_at
        return f"{published:%Y-%m-%dT%H:%M:%SZ}", f"{story.modified_at or published:%Y-%m-%dT%H:%M:%SZ}"

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        head, title = story.head, self.title(story.head)
        wire = name_wire(head)
        dateline = f"SUARADAERAH.COM, {head.place.name.upper()}"
        first = story.paragraphs[0]
        blocks = [
            Block(
                f"<p><strong>{dateline} </strong>- {escape(first, quote=False)}</p>", first, dateline=f"{dateline} -"
            ),
            *self.paragraphs(story),
        ]
        for at, other in zip((3, 8), related, strict=False):
            if at < len(blocks):
                blocks.insert(at, self.related(other))
        if wire:
            text = f"Artikel ini telah tayang di {wire} dengan judul {title}"
            blocks.append(Block(f"<p><em>{escape(text, quote=False)}</em></p>", text, "syndication"))
        else:
            text = f"Laporan Wartawan Suara Daerah, {story.author}"
            blocks.insert(0, Block(f"<p><strong>{escape(text)}</strong></p>", text, "credit"))
            if head.seed % 2:
                place = head.place.name
                text = f"Artikel ini telah tayang di Suara{place.replace(' ', '')}.com dengan judul {title}"
                blocks.append(Block(f"<p><em>{escape(text, quote=False)}</em></p>", text, "syndication"))
        return blocks

    def authors(self, story: Story) -> tuple[str, ...]:
        return () if story.head.wire else (story.author,)

    def crew(self, story: Story) -> str:
        writers = "".join(
            f'<div id="penulis">Penulis: <a href="#">{escape(name)}</a></div>' for name in self.authors(story)
        )
        return f'{writers}<div id="editor">Editor: <a href="#">{escape(story.editor)}</a></div>'
