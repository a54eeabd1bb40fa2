"""The lists of a generated site: robots.txt, feeds, sitemaps, WordPress's interface, a page of the newest articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape

from demo.newsroom.edition import JAKARTA
from tests.generated_sites import pages
from tests.generated_sites.sites import Answer, GeneratedSite, Post, answer_json, answer_xml, write_rfc_date

PER_PAGE = 10
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
LIST_PATHS = frozenset({
    "/wp-json/wp/v2/posts", "/feed/", "/feed", "/feeds/posts/default", "/index.php", "/peta-situs.xml", "/sitemap.xml",
    "/peta-situs-artikel.xml", "/sitemap-news.xml", "/indeks",
})  # fmt: skip
"""Every path at which a site may have a list."""
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def make_robots(site: GeneratedSite) -> Answer:
    lines = ["User-agent: *", "Disallow: /wp-admin/"]
    if "sitemap" in site.theme.lists:
        lines.append(f"Sitemap: {site.root}/peta-situs.xml")
    return Answer(200, "\n".join(lines).encode(), "text/plain")


def answer_list(site: GeneratedSite, path: str, query: Mapping[str, str]) -> Answer | None:
    """Return a list of the site; None where the path is none."""
    has = site.theme.lists
    if path == "/wp-json/wp/v2/posts" and "rest" in has:
        return _answer_posts(site, query)
    if path in ("/feed/", "/feed") and "feed" in has:
        return _make_rss(site, site.posts[: 2 * PER_PAGE] if query.get("paged", "1") == "1" else ())
    if path == "/feeds/posts/default" and "atom" in has:
        return _make_atom(site)
    if path == "/index.php" and query.get("format") == "feed" and "joomla" in has:
        return _make_rss(site, site.posts[:PER_PAGE])
    if path in ("/peta-situs.xml", "/sitemap.xml") and "sitemap" in has:
        return _make_index(site)
    if path == "/peta-situs-artikel.xml" and "sitemap" in has:
        return _make_sitemap(site)
    if path == "/sitemap-news.xml" and "news" in has:
        return _make_news(site)
    if path == "/indeks" and "per_day" in has:
        return pages.make_list(site, _choose_day(site, query.get("tanggal", "")), 1)
    if path == "/indeks" and "indeks" in has:
        number = int(query.get("page", "1"))
        return pages.make_list(site, site.posts[(number - 1) * PER_PAGE : number * PER_PAGE], number)
    return None


def _choose_day(site: GeneratedSite, day: str) -> tuple[Post, ...]:
    """Return the posts of a day, written as the site's form writes it; the newest without one."""
    if not day:
        return site.posts[:PER_PAGE]
    return tuple(post for post in site.posts if f"{post.published_at.astimezone(JAKARTA):%d-%m-%Y}" == day)


def _answer_posts(site: GeneratedSite, query: Mapping[str, str]) -> Answer:
    after, before = (
        dt.datetime.fromisoformat(query[name]).replace(tzinfo=JAKARTA) if name in query else None
        for name in ("after", "before")
    )
    found = [
        post
        for post in site.posts
        if (after is None or post.published_at > after) and (before is None or post.published_at < before)
    ]
    size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
    rows = [
        {
            "link": site.root + post.path,
            "date": f"{post.published_at.astimezone(JAKARTA):%Y-%m-%dT%H:%M:%S}",
            "date_gmt": f"{post.published_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}",
            "modified": f"{post.published_at.astimezone(JAKARTA):%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{post.published_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}",
            "title": {"rendered": escape(post.title)},
        }
        for post in found[(page - 1) * size : page * size]
    ]
    total = [("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(-(-len(found) // size)))]
    return answer_json(rows, *total)


def _make_rss(site: GeneratedSite, posts: tuple[Post, ...]) -> Answer:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{escape(site.root + post.path)}</link>"
        f"<pubDate>{write_rfc_date(post.published_at)}</pubDate></item>"
        for post in posts
    )
    return answer_xml(
        f'<rss version="2.0"><channel><title>{site.name}</title><link>{site.root}</link>'
        f"<description>Kabar</description>{items}</channel></rss>"
    )


def _make_atom(site: GeneratedSite) -> Answer:
    entries = "".join(
        f"<entry><id>tag:{site.host},{post.number}</id><title>{escape(post.title)}</title>"
        f'<link rel="alternate" href="{escape(site.root + post.path)}"/>'
        f"<published>{post.published_at.isoformat()}</published><updated>{post.published_at.isoformat()}</updated></entry>"
        for post in site.posts[:25]
    )
    return answer_xml(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{site.name}</title>{entries}</feed>')


def _make_index(site: GeneratedSite) -> Answer:
    changed = site.posts[0].published_at.isoformat() if site.posts else site.now.isoformat()
    return answer_xml(
        f'<sitemapindex xmlns="{SITEMAP}"><sitemap><loc>{site.root}/peta-situs-artikel.xml</loc>'
        f"<lastmod>{changed}</lastmod></sitemap></sitemapindex>"
    )


def _make_sitemap(site: GeneratedSite) -> Answer:
    entries = "".join(
        f"<url><loc>{escape(site.root + post.path)}</loc><lastmod>{post.published_at.isoformat()}</lastmod></url>"
        for post in site.posts
    )
    return answer_xml(f'<urlset xmlns="{SITEMAP}">{entries}</urlset>')


def _make_news(site: GeneratedSite) -> Answer:
    entries = "".join(
        f"<url><loc>{escape(site.root + post.path)}</loc><news:news><news:publication>"
        f"<news:name>{site.name}</news:name><news:language>id</news:language></news:publication><news:publication_date>{post.published_at.isoformat()}"
        f"</news:publication_date><news:title>{escape(post.title)}</news:title></news:news></url>"
        for post in site.posts
        if post.published_at > site.now - dt.timedelta(hours=48)
    )
    return answer_xml(f'<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}">{entries}</urlset>')
