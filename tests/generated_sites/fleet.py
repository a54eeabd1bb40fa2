"""Many generated hosts on one loopback port, told apart by the Host header."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterable
from functools import partial
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from tests.generated_sites.defects import DEFECTS
from tests.generated_sites.rhythm import Clock
from tests.generated_sites.sites import GeneratedSite, Theme
from tests.generated_sites.validators import answer_condition

_SLUG, _DATED = "/{slug}/", "/{d:%Y/%m/%d}/{slug}/"
THEMES = (
    Theme("wordpress", "div.entry-content", "h1.entry-title", "time.entry-date", _DATED, frozenset({"rest", "feed"})),
    Theme("wordpress", "div.td-post-content", "h1.entry-title", "span.td-post-date", _SLUG,
          frozenset({"rest", "feed"})),
    Theme("wordpress", "div.post-content", "h1.post-title", "span.posted-on", "/{section}/{slug}/",
          frozenset({"feed"})),
    Theme("wordpress", "div.content-inner", "h1.jeg_post_title", "div.jeg_meta_date", _SLUG,
          frozenset({"rest", "feed", "sitemap"})),
    Theme("wordpress", "div.single-content", "h1", "p.tanggal", "/berita/{n}/{slug}", frozenset({"feed", "sitemap"})),
    Theme("blogger", "div.post-body", "h1.post-title", "abbr.published", "/{d:%Y/%m}/{slug}.html", frozenset({"atom"})),
    Theme("joomla", "div#article-body", "h1", "dd.published", "/index.php/{section}/{n}-{slug}", frozenset({"joomla"})),
    Theme("promedia", "article.read__content", "h1.read__title", "div.read__info__date", "/{section}/pr-{n}/{slug}",
          frozenset({"sitemap", "indeks"})),
    Theme("tribun", "div.txt-article", "h1#arttitle", "div.grey", "/{d:%Y/%m/%d}/{slug}", frozenset({"news"})),
    Theme("independent", "div.isi", "h1.judul", "div.waktu", "/read/{n}/{slug}.html", frozenset({"indeks"})),
)  # fmt: skip


def make_sites(count: int, clock: Clock, *, unsound_every: int = 4) -> list[GeneratedSite]:
    """Return ``count`` sites; each ``unsound_every``-th has a defect, all of them in turn."""
    sites = []
    for n in range(count):
        defect = DEFECTS[(n // unsound_every) % len(DEFECTS)] if n % unsound_every == unsound_every - 1 else ""
        sites.append(GeneratedSite(f"kabar-{n:03}.test", n, THEMES[(n * 7 + n // 10) % len(THEMES)], clock, defect))
    return sites


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, sites: dict[str, GeneratedSite], *arguments: object) -> None:
        self.sites = sites
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        self._answer(sent)

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def _answer(self, asked: str) -> None:
        host = (self.headers["Host"] or "").partition(":")[0].removeprefix("www.")
        parts = urlsplit(self.path)
        site = self.sites.get(host) or next(iter(self.sites.values()))
        answer = answer_condition(site.answer(parts.path, dict(parse_qsl(asked))), self.headers)
        self.send_response(answer.status)
        for name, value in (("Content-Type", answer.media), ("Content-Length", str(len(answer.body))), *answer.headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


class SiteFleet:
    """The sites on a socket: ``with SiteFleet(sites) as fleet: fleet.netloc``."""

    def __init__(self, sites: Iterable[GeneratedSite]) -> None:
        self.sites = {site.host: site for site in sites}

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self.sites))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
