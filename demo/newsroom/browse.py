"""The newsroom for a person with a browser: a front page, and every outlet under ``/@host/`` with links that work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from demo.newsroom.edition import EXTRA_OUTLETS, JAKARTA, OUTLETS
from demo.newsroom.outlets import HOUSE, Outlet
from demo.newsroom.page import Answer, escape, load_template
from demo.newsroom.replay import HOST
from demo.newsroom.site import Request, Site

_ABSOLUTE = re.compile(
    rb"https?://((?:[a-z]+\.)?(?:" + "|".join((*OUTLETS, *EXTRA_OUTLETS, "replay")).encode() + rb")\.test)"
)
_RELATIVE = re.compile(rb'\b(href|src|action|poster)="/(?![/@])')


def show_outlet(site: Site, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    """Return ``/@host/path`` as the outlet answers ``path``, its links and redirects kept inside."""
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


def show_front(site: Site) -> Answer:
    """Return the outlets, what each has of late, and where its lists are."""
    replay = f'<p><a href="/@{HOST}/">{HOST}</a>: {len(site.replay.pages)} saved pages</p>' if site.replay else ""
    html = load_template("front.html").substitute(
        now=f"{site.clock().astimezone(JAKARTA):%Y-%m-%d %H:%M}",
        articles=site.edition.articles_per_day,
        seed=site.edition.seed,
        cards="".join(_render_card(site, HOUSE[name]) for name in (*OUTLETS, *EXTRA_OUTLETS)),
        replay=replay,
    )
    return Answer(parts=[html.encode()])


def _render_card(site: Site, outlet: Outlet) -> str:
    news = "".join(
        f'<li><a href="/@{outlet.host_of(head.topic)}{escape(outlet.path(head))}">{escape(outlet.title(head))}</a> '
        f"<small>{head.published_at:%d %b %H:%M}</small></li>"
        for head in site.latest(outlet, 4)
    )
    lists = {
        "front page": "/",
        "index": outlet.index_path(site.clock().astimezone(JAKARTA).date(), 1),
        "feed": outlet.feed_path,
        "sitemaps": "/sitemap.xml",
        "robots": "/robots.txt",
    }
    return load_template("card.html").substitute(
        host=outlet.host,
        name=escape(outlet.name),
        down=' <b class="down">down</b>' if outlet.host in site.down else "",
        manner=escape(outlet.manner),
        news=news,
        links=" · ".join(f'<a href="/@{outlet.host}{escape(path)}">{label}</a>' for label, path in lists.items()),
    )
