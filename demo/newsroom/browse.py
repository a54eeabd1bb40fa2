"""The newsroom for a person with a browser: a front page, and every outlet under ``/@host/`` with links that work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from demo.newsroom.edition import JAKARTA, OUTLETS
from demo.newsroom.outlets import HOUSE
from demo.newsroom.page import Answer, escape
from demo.newsroom.site import Request, Site

_ABSOLUTE = re.compile(rb"https?://((?:[a-z]+\.)?(?:" + "|".join((*OUTLETS, "replay")).encode() + rb")\.test)")
_RELATIVE = re.compile(rb'\b(href|src|action|poster)="/(?![/@])')


def outlet_page(site: Site, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    """``/@host/path`` as the outlet answers ``path``, its links and redirects kept inside."""
    host, _, rest = path.removeprefix("/@").partition("/")
    answer = site.answer(Request(host, f"/{rest}", query, headers))
    redirected = tuple(
        (name, _ABSOLUTE.sub(rb"/@\1", value.encode()).decode()) if name == "Location" else (name, value)
        for name, value in answer.headers
    )
    if not answer.media_type.startswith("text/html"):
        return replace(answer, headers=redirected)
    html = _RELATIVE.sub(rb'\1="/@' + host.encode() + rb"/", answer.body)
    return replace(answer, parts=[_ABSOLUTE.sub(rb"/@\1", html)], headers=redirected)


def front_page(site: Site) -> Answer:
    """The outlets, what each has of late, and where its lists are."""
    now = site.clock().astimezone(JAKARTA)
    cards = "".join(_card(site, outlet) for outlet in OUTLETS)
    replayed = f'<p><a href="/@replay.test/">replay.test</a>: {len(site.replay.pages)} saved pages</p>' if site.replay else ""
    html = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,'
        f'initial-scale=1"><title>The demo newsroom</title><style>{_CSS}</style></head><body><header><h1>The demo newsroom</h1>'
        f"<p>Six made-up Indonesian outlets, each built the way one family of real news sites is. It is "
        f"<b>{now:%Y-%m-%d %H:%M}</b> in Jakarta here; any earlier day can be asked for. "
        f"{site.edition.articles_per_day} articles a day, seed {site.edition.seed}.</p></header>"
        f'<main>{cards}</main>{replayed}<footer>People and events are invented. Controls: <a href="/_newsroom/">/_newsroom/</a>, '
        f'<a href="/_newsroom/state">state</a>. Crawlers: use this address as a proxy, or send the Host header.</footer></body></html>'
    )
    return Answer(parts=[html.encode()])


def _card(site: Site, name: str) -> str:
    outlet = HOUSE[name]
    day = site.clock().astimezone(JAKARTA).date()
    base = f"/@{outlet.host}"
    heads = site.latest(outlet, 4)
    news = "".join(
        f'<li><a href="/@{outlet.host_of(head.topic)}{escape(outlet.path(head))}">{escape(outlet.title(head))}</a> '
        f"<small>{head.published_at:%d %b %H:%M}</small></li>"
        for head in heads
    )
    lists = {"front page": "/", "index": outlet.index_path(day, 1), "feed": outlet.feed_path, "sitemaps": "/sitemap.xml", "robots": "/robots.txt"}
    links = " · ".join(f'<a href="{base}{escape(path)}">{label}</a>' for label, path in lists.items())
    down = ' <b class="down">down</b>' if outlet.host in site.down else ""
    return (
        f'<section><h2><a href="{base}/">{escape(outlet.name)}</a>{down}</h2><p class="manner">{escape(outlet.manner)}</p>'
        f"<ul>{news}</ul><p>{links}</p></section>"
    )


_CSS = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:1100px;margin:0 auto;padding:24px;color:#1c2430;background:#f6f7f9}"
    "h1{margin:0}h2{margin:0 0 4px;font-size:20px}a{color:#0b5394;text-decoration:none}a:hover{text-decoration:underline}"
    "main{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:18px;margin:24px 0}"
    "section{background:#fff;border:1px solid #e1e5ea;border-radius:10px;padding:16px}ul{padding-left:18px;margin:10px 0}"
    ".manner{color:#5b6675;font-size:14px;margin:0}small{color:#7a8594}.down{color:#b00020}footer{color:#5b6675;font-size:14px}"
)
