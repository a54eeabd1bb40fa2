"""Layar Kota, in the manner of a site that Next.js draws: its pages hold no text, only the state of one."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, write_date
from demo.newsroom.outlets.base import (
    LABELS,
    ArticlePlace,
    Outlet,
    Query,
    make_number,
    parse_iso_day,
    parse_page,
    parse_ref,
)
from demo.newsroom.page import Block, escape, make_meta_tags
from demo.newsroom.story import Story

_ARTICLE = re.compile(r"^/read/(?P<number>\d+)/[a-z0-9-]+$")


class LayarKota(Outlet):
    """City paper drawn by scripts. Lists and articles stand in the page's state (``__NEXT_DATA__``) alone."""

    id = "layarkota"
    name = "Layar Kota"
    tagline = "Kota dalam genggaman"
    index_size = 4
    sections: ClassVar = {
        "politik": "politik", "ekonomi": "bisnis", "olahraga": "olahraga", "kesehatan": "sehat", "cuaca": "kota",
        "teknologi": "gawai", "budaya": "budaya",
    }  # fmt: skip

    def path(self, head: Headline) -> str:
        return f"/read/{make_number(head.ref)}/{head.slug}"

    def locate(self, edition: Edition, path: str, query: Query) -> ArticlePlace | None:
        match = _ARTICLE.match(path)
        ref = parse_ref(self.id, match["number"]) if match else None
        return ArticlePlace(ref, 0) if ref else None

    def index_path(self, day: dt.date, page: int) -> str:
        return f"/indeks?tanggal={day}&page={page}"

    def locate_index(self, path: str, query: Query) -> tuple[dt.date, int] | None:
        if path != "/indeks" or "tanggal" not in query:
            return None
        return parse_iso_day(query["tanggal"]), parse_page(query)

    def date_line(self, at: dt.datetime) -> str:
        return f"{write_date(at.date())}, {at:%H:%M} WIB"

    def metadata(self, story: Story) -> str:
        """Return what such sites state for those who share a link: title, description and picture."""
        head = story.head
        url, title = self.url(head), self.title(head)
        image = f"http://{self.host}/img/{head.seed % 10**8}.svg"
        stated = {"og:type": "article", "og:title": title, "og:url": url, "og:image": image, "og:site_name": self.name}
        return (
            f'<title>{escape(title)} | {self.name}</title>\n<link rel="canonical" href="{escape(url)}">\n'
            + make_meta_tags({"viewport": "width=device-width", "description": story.teaser, **stated})
        )

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        place = story.head.place.name
        first = story.paragraphs[0]
        dateline = f"{place}, Layar Kota -"
        opening = f"<p><b>{place}, Layar Kota</b> - {escape(first, quote=False)}</p>"
        blocks = [Block(opening, first, dateline=dateline), *self.paragraphs(story)]
        blocks.insert(3, self.related(related[0]))
        return blocks

    def article(self, story: Story, body: str, pager: str) -> str:
        del pager
        shown = {
            **self._describe(story.head),
            "content": body,
            "author": {"name": story.author},
            "updatedAt": (story.modified_at or story.head.published_at).isoformat(),
            "tags": [{"name": tag} for tag in story.tags],
        }
        return _render_shell("/read/[id]/[slug]", {"article": shown})

    def render_list(self, heading: str, heads: Sequence[Headline], extra: str, pager: str) -> str:
        del extra, pager
        return _render_shell("/indeks", {"heading": heading, "articles": [self._describe(head) for head in heads]})

    def _describe(self, head: Headline) -> dict[str, object]:
        return {
            "id": make_number(head.ref),
            "slug": head.slug,
            "title": self.title(head),
            "category": {"name": LABELS[head.topic], "slug": self.sections[head.topic]},
            "publishedAt": head.published_at.isoformat(),
        }


def _render_shell(page: str, props: dict[str, object]) -> str:
    """Return the empty element that a script fills, and what it fills it with."""
    state = {
        "props": {"pageProps": props, "__N_SSG": True},
        "page": page,
        "query": {},
        "buildId": "k8d2",
        "isFallback": False,
    }
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{text}</script>'
