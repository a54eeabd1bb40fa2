"""Feeds and sitemaps for tests, and a walk over them without a network."""

from __future__ import annotations

import datetime as dt

from kliping.discover import RouteNote, discover_links
from kliping.model import JAKARTA, Link, Page, Route, Source

DAY = dt.date(2024, 11, 26)
NOW = dt.datetime(2024, 11, 26, 20, tzinfo=JAKARTA)
SITE = "https://contoh.example"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def walk(pages, kind="sitemap", path="/x", days=(DAY,), now=NOW, max_pages=100):
    bodies = {SITE + name: body if isinstance(body, bytes) else body.encode() for name, body in pages.items()}
    source = Source(
        "contoh", "Contoh", hosts=("contoh.example",), routes=(Route(kind, SITE + path, max_pages=max_pages),)
    )
    found = list(discover_links(source, days, lambda url: Page(url, url, 200, (), bodies[url], now), now=now))
    links = [item for item in found if isinstance(item, Link)]
    return links, [item for item in found if isinstance(item, RouteNote)]


def names(links):
    return [link.url.rpartition("/")[2] for link in links]


def entry(name, title="Judul", said="", date="2024-11-26T10:00:00+07:00"):
    return (
        f"<url><loc>{SITE}/{name}</loc>{said}<news:news><news:publication_date>{date}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>"
    )


def sitemap(*entries, head=DECLARED, namespaces=NAMESPACES):
    return f"{head}<urlset {namespaces}>{''.join(entries)}</urlset>"


def item(name, date="Tue, 26 Nov 2024 10:00:00 +0700", title="Judul", link=""):
    return f"<item><title>{title}</title><link>{link or f'{SITE}/{name}'}</link><pubDate>{date}</pubDate></item>"


def feed(*items, head=DECLARED):
    return f'{head}<rss version="2.0"><channel><title>Contoh</title>{"".join(items)}</channel></rss>'
