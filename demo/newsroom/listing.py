"""Lists of articles for machines: RSS, Atom, news sitemaps, sitemap indexes, robots.txt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape

from demo.newsroom.edition import JAKARTA, Edition, Headline
from demo.newsroom.outlets import Outlet
from demo.newsroom.story import write_story

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def make_rss(outlet: Outlet, edition: Edition, heads: Sequence[Headline]) -> bytes:
    """Return an RSS 2.0 feed of ``heads``, newest first."""
    items = "".join(
        f"<item><title>{escape(outlet.title(head))}</title><link>{escape(outlet.url(head) + outlet.feed_query)}</link>"
        f'<guid isPermaLink="false">{outlet.id}-{head.ref.day:%Y%m%d}-{head.ref.n}</guid>'
        f"<pubDate>{format_datetime(head.published_at)}</pubDate><category>{head.topic}</category>"
        f"<description>{escape(write_story(edition, head.ref).teaser)}</description></item>\n"
        for head in heads
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{outlet.home}</link><description>{escape(outlet.tagline)}</description>"
        f"<language>id</language><lastBuildDate>{format_datetime(_find_newest(heads))}</lastBuildDate>\n{items}</channel></rss>\n"
    ).encode()


def make_atom(outlet: Outlet, edition: Edition, heads: Sequence[Headline]) -> bytes:
    """Return an Atom feed (RFC 4287) of ``heads``, newest first."""
    entries = "".join(
        f'<entry><title>{escape(outlet.title(head))}</title><link rel="alternate" href="{escape(outlet.url(head))}"/>'
        f"<id>tag:{outlet.host},{head.ref.day}:{head.ref.n}</id><updated>{head.published_at.isoformat()}</updated>"
        f"<published>{head.published_at.isoformat()}</published>"
        f"<summary>{escape(write_story(edition, head.ref).teaser)}</summary></entry>\n"
        for head in heads
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id">'
        f'<title>{escape(outlet.name)}</title><link href="{outlet.home}"/><id>{outlet.home}</id>'
        f"<updated>{_find_newest(heads).isoformat()}</updated><author><name>{escape(outlet.name)}</name></author>\n{entries}</feed>\n"
    ).encode()


def _find_newest(heads: Sequence[Headline]) -> dt.datetime:
    return heads[0].published_at if heads else dt.datetime.fromtimestamp(0, JAKARTA)


def make_sitemap(outlet: Outlet, heads: Sequence[Headline]) -> bytes:
    """Return a news sitemap of ``heads``."""
    entries = "".join(
        f"<url><loc>{escape(outlet.url(head))}</loc><lastmod>{head.published_at.isoformat()}</lastmod>"
        f"<news:news><news:publication><news:name>{escape(outlet.name)}</news:name><news:language>id</news:language>"
        f"</news:publication><news:publication_date>{head.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(outlet.title(head))}</news:title></news:news></url>\n"
        for head in heads
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">\n{entries}</urlset>\n'
    ).encode()


def make_sitemap_index(outlet: Outlet, now: dt.datetime, days: int = 31) -> bytes:
    """Return the sitemaps of the last ``days`` days, newest first; ``lastmod`` is the day's end (today: this hour)."""
    today = now.astimezone(JAKARTA).date()
    entries = []
    for back in range(days):
        day = today - dt.timedelta(days=back)
        changed = min(
            dt.datetime.combine(day, dt.time(23, 59), JAKARTA), now.replace(minute=0, second=0, microsecond=0)
        )
        url = f"{outlet.home}sitemap/{day}.xml{outlet.sitemap_suffix}"
        entries.append(f"<sitemap><loc>{url}</loc><lastmod>{changed.isoformat()}</lastmod></sitemap>\n")
    top = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{SITEMAP}">\n'
    return f"{top}{''.join(entries)}</sitemapindex>\n".encode()


def make_robots(outlet: Outlet) -> bytes:
    """Return what a robot may read (RFC 9309): everything but searches and what the outlet sells."""
    disallowed = "".join(f"Disallow: {path}\n" for path in outlet.disallowed)
    maps = "".join(f"Sitemap: {outlet.home}{name}\n" for name in ("sitemap.xml", "sitemap-news.xml"))
    return f"User-agent: *\n{disallowed}\n{maps}".encode()
