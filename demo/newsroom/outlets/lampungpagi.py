"""Lampung Pagi: a local paper on WordPress. Its clock is set wrong: machine dates say UTC and hold Jakarta's time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import ClassVar

from demo.newsroom.edition import Edition, Headline, long_date
from demo.newsroom.outlets.base import LABELS, Outlet, Query, Where, day_name, day_of, page_of, paragraph, ref_of_slug
from demo.newsroom.page import Block, escape, json_ld
from demo.newsroom.story import Story

_ARTICLE = re.compile(r"^/(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)/(?P<slug>(?!page$)[a-z0-9-]+)(?P<amp>/amp)?/?$")
_INDEX = re.compile(r"^/(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)/(?:page/(?P<page>\d+)/?)?$")


class LampungPagi(Outlet):
    id = "lampungpagi"
    name = "Lampung Pagi"
    tagline = "Koran pagi Sai Bumi Ruwa Jurai"
    manner = (
        "Local paper on WordPress. Its clock is in the wrong zone; share bars and a copy guard in the page; robots.txt closes its advertorials."
    )
    index_size = 5
    past_the_end = "missing"
    strict_index = True
    sections: ClassVar = {
        "politik": "category/politik", "ekonomi": "category/ekonomi", "olahraga": "category/olahraga",
        "kesehatan": "category/kesehatan", "cuaca": "category/peristiwa", "teknologi": "category/tekno",
        "budaya": "category/budaya",
    }  # fmt: skip
    feed_path = "/feed/"
    disallowed = ("/wp-admin/", "/?s=", "/*/advertorial-")
    css = (
        "body{margin:0;font:16px/1.7 'Open Sans',Arial,sans-serif}.header{background:#14532d;padding:14px}"
        ".header__logo{color:#fff;font-weight:700;font-size:24px;text-decoration:none}"
    )

    def path(self, head: Headline) -> str:
        return f"/{head.ref.day:%Y/%m/%d}/{head.slug}/"

    def locate(self, edition: Edition, path: str, query: Query) -> Where | None:
        match = _ARTICLE.match(path)
        ref = ref_of_slug(edition, self.id, match) if match else None
        return Where(ref, 0, amp=bool(match and match["amp"])) if ref else None

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
        return day_of(match["y"], match["m"], match["d"]), int(match["page"] or page_of(query))

    def date_line(self, at: dt.datetime) -> str:
        return f"{day_name(at)}, {long_date(at.date())} - {at:%H:%M} WIB"

    def machine_dates(self, story: Story) -> tuple[str, str]:
        published = story.head.published_at
        return f"{published:%Y-%m-%dT%H:%M:%S+00:00}", f"{story.modified_at or published:%Y-%m-%dT%H:%M:%S+00:00}"

    def linked_data(self, story: Story, url: str, title: str, image: str, published: str, modified: str) -> str:
        return json_ld({
            "@context": "https://schema.org", "@graph": [
                {"@type": "WebSite", "@id": f"{self.home}#website", "url": self.home, "name": self.name},
                {"@type": "Article", "@id": f"{url}#article", "headline": title, "datePublished": published,
                 "dateModified": modified, "author": {"@type": "Person", "name": "Redaksi"}, "mainEntityOfPage": url,
                 "articleSection": LABELS[story.head.topic], "inLanguage": "id"},
            ],
        })  # fmt: skip

    def blocks(self, story: Story, related: Sequence[Headline]) -> list[Block]:
        place = story.head.place.name
        first, *rest = story.paragraphs
        dateline = f"{place}, Lampung Pagi –"
        blocks = [
            Block(f"<p><strong>{place}, Lampung Pagi</strong> – {escape(first, quote=False)}</p>", first, dateline=dateline),
            *map(paragraph, rest),
        ]
        for at, other in zip((2, 5), related, strict=False):
            text = self.title(other)
            blocks.insert(at, Block(
                f'<p><span style="color:#ff0000;"><strong>Baca Juga : <a href="{escape(self.url(other))}">{escape(text, quote=False)}'
                "</a></strong></span></p>", f"Baca Juga : {text}", "related",
            ))  # fmt: skip
        source = f"Sumber : Humas {story.head.place.bound['pemda']}"
        share = "Bagikan :"
        blocks.append(Block(f"<p><em>{escape(source)}</em></p>", source, "syndication"))
        blocks.append(Block(
            f'<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">{share}</h3><ul><li><a href="#">Facebook</a></li>'
            '<li><a href="#">WhatsApp</a></li><li><a href="#">Telegram</a></li></ul></div>',
            f"{share}\nFacebook\nWhatsApp\nTelegram", "share",
        ))  # fmt: skip
        return blocks

    def extra(self, edition: Edition, day: dt.date) -> str:
        if not edition.faults:
            return ""
        url = f"http://{self.host}/{day:%Y/%m/%d}/advertorial-gerai-mebel-rayakan-ulang-tahun/"
        return self.item(url, "Advertorial: Gerai Mebel Rayakan Ulang Tahun", f"{long_date(day)} - 08:00 WIB")

    def authors(self, story: Story) -> tuple[str, ...]:
        del story
        return ()

    def article(self, story: Story, body: str, pager: str) -> str:
        head = story.head
        tags = " ".join(f'<a rel="tag" href="/tag/{tag}/">{escape(tag)}</a>' for tag in story.tags)
        return (
            f'<article class="post type-post status-publish format-standard hentry"><header class="entry-header">'
            f'<h1 class="entry-title">{escape(self.title(head), quote=False)}</h1><div class="entry-meta">'
            f'<span class="posted-on"><time class="entry-date published">{self.date_line(head.published_at)}</time></span> '
            f'<span class="cat-links"><a href="{self.section_url(head.topic)}" rel="category tag">{LABELS[head.topic]}</a></span></div>'
            f'</header><figure class="post-thumbnail"><img src="/img/{head.seed % 10**8}.svg" alt=""><figcaption class="wp-caption-text">'
            f'{escape(story.caption)} Foto : {escape(story.photographer)}</figcaption></figure>\n'
            f'<div class="entry-content">\n{body}\n</div>{pager}<footer class="entry-footer"><span class="tags-links">{tags}</span>'
            f'</footer></article><a href="#" class="scrollup">Scroll to Top</a>'
            f'<div id="wpcp-error-message" class="msgmsg-box-wpcp hideme">error: Content is protected !!</div>'
        )
