"""Pedoman: a national daily in the manner of kompas. Pages of an article behind ``?page=2``; ``?page=all`` shows all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, Ref
from demo.newsroom.outlets.base import LABELS, Outlet, Query, Where, day_of, page_of, paragraph
from demo.newsroom.page import Block, escape
from demo.newsroom.story import Story, wire_credit

_ARTICLE = re.compile(r"^(?:/amp)?/[a-z]+/read/(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)/\d{6}(?P<n>\d{5})/[a-z0-9-]*$")


class Pedoman(Outlet):
    id = "pedoman"
    name = "Pedoman.com"
    tagline = "Jernih, lengkap, berimbang"
    manner = (
        "National daily. Articles on several pages, ?page=all for all; Baca juga inside the text; an index that repeats its last page."
    )
    index_size = 8
    page_size = 9
    sections: ClassVar = {
        "politik": "regional", "ekonomi": "money", "olahraga": "bola", "kesehatan": "health", "cuaca": "nasional",
        "teknologi": "tekno", "budaya": "tren",
    }  # fmt: skip
    past_the_end = "repeat"
    feed_query = "?utm_source=rss&utm_medium=feed&utm_campaign=pedoman"
    css = (
        "body{margin:0;font:17px/1.7 Georgia,serif;color:#1a1a1a}.header{border-bottom:4px solid #c8102e;padding:14px}"
        ".header__logo{color:#c8102e;font-weight:700;font-size:28px;text-decoration:none}"
    )

    def path(self, head: Headline) -> str:
        at = head.published_at
        return f"/{self.sections[head.topic]}/read/{at:%Y/%m/%d}/{at:%H%M%S}{head.ref.n:05}/{head.slug}"

    def locate(self, edition: Edition, path: str, query: Query) -> Where | None:
        match = _ARTICLE.match(path)
        if match is None:
            return None
        ref = Ref(self.id, day_of(match["y"], match["m"], match["d"]), int(match["n"]))
        return Where(ref, 0 if query.get("page") == "all" else page_of(query), amp=path.startswith("/amp/"))

    def amp_url(self, head: Headline) -> str:
        return f"http://{self.host}/amp{self.path(head)}"

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/indeks?site=all&date={day}&page={page}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        if path != "/indeks" or "date" not in query:
            return None
        return day_of(*query["date"].split("-")), page_of(query)

    def date_line(self, at: dt.datetime) -> str:
        return f"{at:%d/%m/%Y, %H:%M} WIB"

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        head = story.head
        wire = wire_credit(head)
        dateline = f"{head.place.name.upper()}, {'NUSAWARTA' if wire else 'PEDOMAN.com'}"
        first, *rest = story.paragraphs
        blocks = [
            Block(f"<p><strong>{dateline}</strong> - {escape(first, quote=False)}</p>", first, dateline=f"{dateline} -"),
            *map(paragraph, rest),
        ]
        for at, other in zip((2, 6, 11), related, strict=False):
            if at < len(blocks):
                text = self.title(other)
                blocks.insert(at, Block(
                    f'<p><strong>Baca juga: <a href="{escape(self.url(other))}" class="inner-link-baca-juga" target="_self">'
                    f"{escape(text, quote=False)}</a></strong></p>", f"Baca juga: {text}", "related",
                ))  # fmt: skip
        if wire:
            blocks.append(Block(f"<p><em>Sumber: {wire}</em></p>", f"Sumber: {wire}", "syndication"))
        return blocks

    def authors(self, story: Story) -> tuple[str, ...]:
        return () if story.head.wire else (story.author,)

    def article(self, story: Story, body: str, pager: str) -> str:
        head = story.head
        crew = [("Penulis", name) for name in self.authors(story)] + [("Editor", story.editor)]
        boxes = "".join(f'<div class="credit-title-name"><h6>{role}: {escape(name)}</h6></div>' for role, name in crew)
        tags = "".join(f'<li class="tag__article__item"><a href="/tag/{tag}">{escape(tag)}</a></li>' for tag in story.tags)
        return (
            f'<h1 class="read__title">{escape(self.title(head), quote=False)}</h1>'
            f'<div class="read__header"><div class="read__time">{self.name} - {self.date_line(head.published_at)}</div>'
            f'<div class="read__social"><a href="#" class="social__link">Bagikan</a><a href="#" class="social__link">Salin tautan</a>'
            f'</div></div><div class="photo"><img src="/img/{head.seed % 10**8}.svg" alt=""><div class="photo__caption">'
            f'{escape(story.caption)}<b>(PEDOMAN.com/{escape(story.photographer.upper())})</b></div></div>\n'
            f'<div class="read__content"><div class="clearfix">\n{body}\n</div>{pager}</div>'
            f'<div class="kcm__paging"></div><div id="editor" class="credit"><div class="credit-title">Tim Redaksi</div>{boxes}</div>'
            f'<p class="read__follow">Dapatkan update <em>berita pilihan</em> dan <em>breaking news</em> setiap hari dari '
            f'{self.name}. Mari bergabung di saluran kami.</p><ul class="tag__article__wrap"><li>TAG {LABELS[head.topic]}</li>{tags}</ul>'
        )
