"""The pages of a generated site, with what surrounds an article on a local newspaper's page."""

from __future__ import annotations

import json
from html import escape

from tests.generated_sites.sites import Answer, GeneratedSite, Post, write_blocks, write_shown_date

MENU = (("Beranda", "/"), ("Daerah", "/daerah/"), ("Politik", "/politik/"), ("Redaksi", "/redaksi/"),
        ("Pedoman Media Siber", "/pedoman-media-siber/"), ("Kontak", "/kontak/"))  # fmt: skip

BYLINES = {
    "wordpress": '<span class="byline">oleh <span class="author vcard"><a class="url fn n" rel="author" '
                 'href="/author/redaksi/">{name}</a></span></span>',
    "blogger": '<span class="post-author vcard">Oleh <span class="fn" itemprop="author">{name}</span></span>',
    "joomla": '<dd class="createdby" itemprop="author">Ditulis oleh <span itemprop="name">{name}</span></dd>',
    "promedia": '<div class="read__info__author">{name}</div>',
    "tribun": '<div id="penulis">Penulis: <a rel="author" href="/penulis">{name}</a></div>',
    "independent": '<div class="penulis">Oleh {name}</div>',
}  # fmt: skip
"""How the publishing systems name an article's author."""


def _wrap_page(site: GeneratedSite, title: str, head: str, main: str, *headers: tuple[str, str]) -> Answer:
    menu = "".join(f'<li><a href="{url}">{name}</a></li>' for name, url in MENU)
    language = "en" if site.defect == "english" else "id"
    named = ""
    if "feed" in site.theme.lists:
        named += f'<link rel="alternate" type="application/rss+xml" title="{site.name}" href="/feed/"/>'
        named += '<link rel="alternate" type="application/rss+xml" title="Komentar" href="/comments/feed/"/>'
    if "atom" in site.theme.lists:
        named += '<link rel="alternate" type="application/atom+xml" href="/feeds/posts/default"/>'
    if "joomla" in site.theme.lists:
        named += '<link rel="alternate" type="application/rss+xml" href="/index.php?format=feed&amp;type=rss"/>'
    if "rest" in site.theme.lists:
        named += f'<link rel="https://api.w.org/" href="{site.root}/wp-json/"/>'
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:site_name" content="{site.name}">{named}{head}</head><body>'
        f'<header><a class="logo" href="/">{site.name}</a><nav><ul>{menu}</ul></nav></header>{main}'
        f"<footer><p>Hak cipta {site.name}. Dilarang mengutip tanpa izin redaksi.</p></footer></body></html>"
    )
    return Answer(200, html.encode(), headers=tuple(headers))


def _open_tag(selector: str) -> tuple[str, str]:
    """Return an opening and a closing tag for ``div.name`` or ``div#name``."""
    for mark, attribute in ((".", "class"), ("#", "id")):
        tag, found, name = selector.partition(mark)
        if found:
            return f'<{tag} {attribute}="{name}">', f"</{tag}>"
    return f"<{selector}>", f"</{selector}>"


def make_article(site: GeneratedSite, post: Post) -> Answer:
    theme = site.theme
    if "state" in theme.lists:
        return _make_drawn_article(site, post)
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.title,
        "datePublished": post.published_at.isoformat(),
        "author": {"@type": "Person", "name": post.author},
    }
    address = site.root + post.path
    head = (
        f'<link rel="canonical" href="{address}"><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{escape(post.title)}"><meta property="og:url" content="{address}">'
    )
    if site.number % 3:
        head += f'<script type="application/ld+json">{json.dumps(data)}</script>'
    else:
        head += f'<meta property="article:published_time" content="{post.published_at.isoformat()}">'
    body_open, body_close = _open_tag(theme.body)
    date_open, date_close = _open_tag(theme.date)
    title_open, title_close = _open_tag(theme.title)
    others = "".join(
        f'<li><a href="{other.path}">{escape(other.title)}</a></li>' for other in site.posts[:6] if other != post
    )
    shown = "" if site.defect == "login" else write_blocks(post.paragraphs)
    if site.defect == "login":
        shown = f"<p>{escape(post.paragraphs[0])}</p><p>Silakan masuk untuk membaca artikel ini.</p>"
        head += '<meta property="article:content_tier" content="locked">'
    main = (
        f'<main><article class="post hentry">{title_open}{escape(post.title)}{title_close}'
        f"{date_open}{write_shown_date(post.published_at)}{date_close}\n{BYLINES[theme.family].format(name=post.author)}"
        f'{body_open}{shown}{body_close}<div class="share"><a href="#">Facebook</a> <a href="#">WhatsApp</a></div>'
        f'</article><aside class="widget"><h3>Terbaru</h3><ul>{others}</ul></aside></main>'
    )
    return _wrap_page(site, f"{post.title} - {site.name}", head, main)


def _make_shell(site: GeneratedSite, title: str, head: str, props: dict[str, object]) -> Answer:
    """A page that a script draws from its state, as Next writes it."""
    state = json.dumps({"props": {"pageProps": props}, "page": "/"}, ensure_ascii=False).replace("<", "\\u003c")
    script = f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{state}</script>'
    html = (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta property="og:site_name" content="{site.name}">{head}</head><body>{script}</body></html>'
    )
    return Answer(200, html.encode())


def _describe_post(post: Post, *, whole: bool) -> dict[str, object]:
    described = {"id": post.number, "title": post.title, "url": post.path, "publishedAt": post.published_at.isoformat()}
    if not whole:
        return described
    return described | {"author": {"name": post.author}, "content": write_blocks(post.paragraphs)}


def _make_drawn_article(site: GeneratedSite, post: Post) -> Answer:
    head = f'<link rel="canonical" href="{site.root}{post.path}"><meta property="og:type" content="article">'
    props = {
        "article": _describe_post(post, whole=True),
        "related": [_describe_post(one, whole=False) for one in site.posts[:6]],
    }
    return _make_shell(site, f"{post.title} - {site.name}", head, props)


def make_home(site: GeneratedSite) -> Answer:
    if "state" in site.theme.lists:
        latest = [_describe_post(post, whole=False) for post in site.posts[:20]]
        return _make_shell(site, f"{site.name} - Kabar Daerah", "", {"popular": latest[:3], "latest": latest})
    headers = (("Link", f'<{site.root}/wp-json/>; rel="https://api.w.org/"'),) if "rest" in site.theme.lists else ()
    extra = '<p><a href="/indeks">Indeks Berita</a></p>' if "indeks" in site.theme.lists else ""
    return _wrap_page(
        site, f"{site.name} - Kabar Daerah", "", f"<main>{_list_cards(site.posts[:12])}{extra}</main>", *headers
    )


def make_list(site: GeneratedSite, posts: tuple[Post, ...], number: int) -> Answer:
    title = f"Indeks Berita, halaman {number}"
    further = f'<a href="/indeks?page={number + 1}">Selanjutnya</a>'
    if "per_day" in site.theme.lists:
        method = "post" if "posted" in site.theme.lists else "get"
        further = (
            f'<form action="/indeks" method="{method}"><input type="hidden" name="kanal" value="semua">'
            f'<input name="tanggal" value="{site.now:%d-%m-%Y}"><button>Cari</button></form>'
        )
    return _wrap_page(site, title, "", f"<main><h1>Indeks Berita</h1>{_list_cards(posts)}{further}</main>")


def make_section(site: GeneratedSite, path: str) -> Answer:
    return _wrap_page(site, path.strip("/").title(), "", f"<main><h1>{path.strip('/').title()}</h1></main>")


def _list_cards(posts: tuple[Post, ...]) -> str:
    return "".join(
        f'<div class="kartu"><h2><a href="{post.path}">{escape(post.title)}</a></h2>'
        f"<time>{write_shown_date(post.published_at)}</time></div>"
        for post in posts
    )
