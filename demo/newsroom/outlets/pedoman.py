"""Pedoman, in the manner of kompas."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, Ref
from demo.newsroom.outlets.base import ArticlePlace, Outlet, Query, parse_day, parse_iso_day, parse_page
from demo.newsroom.page import Block, escape
from demo.newsroom.story import Story, name_wire

_ARTICLE = re.compile(r"^(?:/amp)?/[a-z]+/read/(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)/\d{6}(?P<n>\d{5})/[a-z0-9-]*$")


class Pedoman(Outlet):
    """National daily. Articles on several pages, ``?page=all`` for all of one; Baca juga inside the text; an index that
    repeats its last page for ever."""

    id = "pedoman"
    name = "Pedoman.com"
    tagline = "Jernih, lengkap, berimbang"
    tag_html = '<li class="tag__article__item"><a href="/tag/{slug}">{text}</a></li>'
    index_size = 8
    page_size = 9
    sections: ClassVar = {
        "politik": "regional", "ekonomi": "money", "olahraga": "bola", "kesehatan": "health", "cuaca": "nasional",
        "teknologi": "tekno", "budaya": "tren",
    }  # fmt: skip
    past_the_end = "repeat"
    feed_query = "?utm_source=rss&utm_medium=feed&utm_campaign=pedoman"

    def path(self, head: Headline) -> str:
        at = head.published_at
        return f"/{self.sections[head.topic]}/read/{at:%Y/%m/%d}/{at:%H%M%S}{head.ref.n:05}/{head.slug}"

    def locate(self, edition: Edition, path: str, query: Query) -> ArticlePlace | None:
        match = _ARTICLE.match(path)
        if match is None:
            return None
        ref = Ref(self.id, parse_day(match["y"], match["m"], match["d"]), int(match["n"]))
        return ArticlePlace(ref, 0 if query.get("page") == "all" else parse_page(query), amp=path.startswith("/amp/"))

    def amp_url(self, head: Headline) -> str:
        return f"http://{self.host}/amp{self.path(head)}"

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/indeks?site=all&date={day}&page={page}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        if path != "/indeks" or "date" not in query:
            return None
        return parse_iso_day(query["date"]), parse_page(query)

    def date_line(self, at: dt.datetime) -> str:
        return f"{at:%d/%m/%Y, %H:%M} WIB"

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        head = story.head
        wire = name_wire(head)
        dateline = f"{head.place.name.upper()}, {'NUSAWARTA' if wire else 'PEDOMAN.com'}"
        first = story.paragraphs[0]
        blocks = [
            Block(
                f"<p><strong>{dateline}</strong> - {escape(first, quote=False)}</p>", first, dateline=f"{dateline} -"
            ),
            *self.paragraphs(story),
        ]
        for at, other in zip((2, 6, 11), related, strict=False):
            if at < len(blocks):
                blocks.insert(at, self.related(other))
        if wire:
            blocks.append(Block(f"<p><em>Sumber: {wire}</em></p>", f"Sumber: {wire}", "syndication"))
        return blocks

    def authors(self, story: Story) -> tuple[str, ...]:
        return () if story.head.wire else (story.author,)

    def crew(self, story: Story) -> str:
        crew = [("Penulis", name) for name in self.authors(story)] + [("Editor", story.editor)]
        return "".join(f'<div class="credit-title-name"><h6>{role}: {escape(name)}</h6></div>' for role, name in crew)
