"""Pages that are not the article that their address promises."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias
from zlib import crc32

from demo.newsroom.edition import Headline
from demo.newsroom.outlets import Outlet
from demo.newsroom.page import Answer, Segment, escape, make_json_ld
from demo.newsroom.story import Story

SLOW = 0.8
"""Seconds that a slow page takes."""

SLOW_OUTLET = 2.0
"""Seconds that each answer of a slow outlet takes where nothing else is set."""

_NAMES = re.compile(rb'\b(class|id)="([^"]*)"')

KINDS = {
    "": "article", "edited": "article", "twice": "article", "slow": "article", "error_once": "article",
    "gone": "not_found", "error": "error", "truncated": "stub", "empty": "stub", "stub": "stub", "paywall": "stub",
    "photo": "photo", "video": "video", "cut": "error",
}  # fmt: skip
"""Fault -> what the page is: ``article`` where the whole story can be had, by asking again if need be.

edited: another text later; twice: listed under two addresses; slow: late; error_once: 500 at the first request;
gone: 404; error: 500 always; truncated: ends before the story; empty: no byte; stub: a line instead of a story;
paywall: the beginning and a login; photo, video: a gallery and a player under an
article's address; cut: the connection breaks in the middle of the page.
"""


def rename_classes(page: Answer) -> Answer:
    """Return the article after a redesign: every class and id is renamed, so that rules that name them miss."""
    return replace(
        page, parts=[part if isinstance(part, Segment) else _NAMES.sub(_rename_class, part) for part in page.parts]
    )


def _rename_class(found: re.Match[bytes]) -> bytes:
    names = b" ".join(b"r%08x" % crc32(name) for name in found[2].split())
    return b'%s="%s"' % (found[1], names)


def show_stub(outlet: Outlet, story: Story) -> str:
    """Return an article's page whose text never came."""
    return outlet.article(story, "<p>Berita ini segera kami perbarui.</p>", "")


def show_paywall(outlet: Outlet, story: Story) -> str:
    """Return the first sentences, and a box that asks to log in."""
    teaser = escape(story.teaser[:90].rpartition(" ")[0])
    box = (
        '<div class="paywall"><h3>Lanjutkan membaca dengan berlangganan</h3>'
        '<p>Sudah berlangganan? <a href="/masuk">Masuk</a></p>'
        '<form action="/masuk" method="post"><input type="email" name="email"><input type="password" name="sandi">'
        "<button>Masuk</button></form></div>"
    )
    mark = make_json_ld({
        "@context": "https://schema.org", "@type": "NewsArticle", "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"},
    })  # fmt: skip
    return mark + outlet.article(story, f"<p>{teaser}...</p>{box}", "")


def show_photo(outlet: Outlet, story: Story) -> str:
    """Return a gallery: pictures with captions, no text."""
    shots = "".join(
        f'<figure class="photo-gallery__item"><img src="/img/{story.head.seed % 10**6 + at}.svg" alt="Foto {at}">'
        f"<figcaption>Foto {at} dari 8: {escape(story.caption)} ({escape(story.photographer)})</figcaption></figure>"
        for at in range(1, 9)
    )
    mark = make_json_ld({"@context": "https://schema.org", "@type": "ImageGallery", "name": outlet.title(story.head)})
    return mark + _render_plainly(outlet, story.head, f'<div class="photo-gallery">{shots}</div>')


def show_video(outlet: Outlet, story: Story) -> str:
    """Return a player and a line about what it plays."""
    mark = make_json_ld({
        "@context": "https://schema.org", "@type": "VideoObject", "name": outlet.title(story.head),
        "duration": "PT2M14S", "contentUrl": f"{outlet.home}video/{story.head.seed % 10**8}.mp4",
        "uploadDate": story.head.published_at.isoformat(),
    })  # fmt: skip
    player = (
        f'<div class="video-player"><video controls poster="/img/{story.head.seed % 10**8}.svg"></video></div>'
        f'<p class="video-player__caption">{escape(story.caption)}</p>'
    )
    return mark + _render_plainly(outlet, story.head, player)


def _render_plainly(outlet: Outlet, head: Headline, main: str) -> str:
    return f"<h1>{escape(outlet.title(head))}</h1><div>{outlet.date_line(head.published_at)}</div>{main}"


Spoiler: TypeAlias = Callable[[Outlet, Story], str]
INSTEAD: dict[str, Spoiler] = {"stub": show_stub, "paywall": show_paywall, "photo": show_photo, "video": show_video}
"""Fault -> what stands where the article should."""
