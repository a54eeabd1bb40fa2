"""From an address to an outlet: routes are found, tried and described, and the draft reads the site's articles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.canonical import canonicalise_url
from kliping.discover.reach import TriedRoute
from kliping.errors import InputError
from kliping.model import JAKARTA, Link, Page, Route, Source
from kliping.pipeline.outlets.probing import VisitedSite, draft_from_visit
from kliping.pipeline.outlets.site_address import read_site_address
from kliping.settings import Settings
from kliping.sources import read_outlet_text

from tests.generated_sites.fleet import THEMES, SiteFleet
from tests.generated_sites.pages import MENU, make_article
from tests.generated_sites.rhythm import SetClock
from tests.generated_sites.sites import GeneratedSite
from tests.pipeline.tables import query

NOW = dt.datetime.now(JAKARTA)
CLOCK = SetClock(NOW)
SITES = [GeneratedSite(f"warta-{n}.test", n, theme, CLOCK) for n, theme in enumerate(THEMES)]
ROUTES = [
    ["wordpress", "feed"], ["wordpress", "feed"], ["feed"], ["wordpress", "feed"], ["sitemap", "feed"], ["feed"],
    ["feed"], ["sitemap", "category"], ["sitemap"], ["category"],
]  # fmt: skip
"""What each theme's site must be found to have."""


@pytest.fixture(scope="module")
def fleet() -> Iterator[SiteFleet]:
    with SiteFleet(SITES) as running:
        yield running


@pytest.mark.parametrize(("site", "kinds"), zip(SITES, ROUTES, strict=True), ids=lambda value: str(value)[:24])
def test_a_site_is_described_from_its_address_alone(
    site: GeneratedSite, kinds: list[str], fleet: SiteFleet, make_settings: Callable[..., Settings]
) -> None:
    said: list[str] = []
    _, text = pipeline.probe_site(make_settings(), [site.root], connect=fleet.netloc, say=said.append)
    source = read_outlet_text(site.host, text)
    assert [route.kind for route in source.routes] == kinds
    assert source.name == site.name
    assert all("reaches back" in line for line in text.splitlines() if line.startswith("  - ") and "http" in line)
    assert said[0] == f"{site.root}/ answers; looking for its routes"
    pattern = re.compile(source.article)
    assert all(pattern.search(post.path) for post in site.posts)
    assert not [path for _, path in MENU if pattern.search(path)]
    assert source.rules[0].body
    assert source.rules[0].date


@pytest.mark.parametrize(
    ("more", "kind", "sends"), [((), "index", "?"), (("posted",), "post", "#")], ids=["asked by GET", "asked by POST"]
)
def test_an_index_of_single_days_is_found(
    make_settings: Callable[..., Settings], more: tuple[str, ...], kind: str, sends: str
) -> None:
    theme = replace(THEMES[9], lists=frozenset({"indeks", "per_day", *more}))
    site = GeneratedSite("warta-harian.test", 3, theme, CLOCK)
    with SiteFleet([site]) as fleet:
        _, text = pipeline.probe_site(make_settings(), [site.root], connect=fleet.netloc)
    (route,) = read_outlet_text(site.host, text).routes
    assert (route.kind, route.url) == (kind, f"{site.root}/indeks{sends}kanal=semua&tanggal={{date:%d-%m-%Y}}")
    assert "reaches back: any day" in text


def test_a_list_in_a_pages_state_is_found(make_settings: Callable[..., Settings]) -> None:
    theme = replace(THEMES[9], lists=frozenset({"state"}))
    site = GeneratedSite("warta-naskah.test", 3, theme, CLOCK)
    settings = make_settings()
    with SiteFleet([site]) as fleet:
        (decision,) = pipeline.try_candidates(settings, [site.root], connect=fleet.netloc)
    assert (decision.state, decision.why) == ("trial", "5 of 5 articles are read alike in two ways")
    assert decision.file
    (route,) = read_outlet_text(site.host, decision.file).routes
    assert (route.kind, route.url, route.path) == ("state", f"{site.root}/", "props.pageProps.latest")


def test_an_address_becomes_a_loaded_day(fleet: SiteFleet, make_settings: Callable[..., Settings]) -> None:
    settings, site = make_settings(), SITES[7]
    day = NOW.date() - dt.timedelta(days=1)
    outlet, _ = pipeline.add_site(settings, site.host, connect=fleet.netloc)
    assert outlet == site.host
    pipeline.run_day(settings, day=day, spec=outlet)
    of_day = [post for post in site.posts if post.published_at.astimezone(JAKARTA).date() == day]
    expected = {(post.title, "\n".join(post.paragraphs)) for post in of_day}
    rows = query(settings, f"SELECT title, body FROM articles WHERE jakarta_day(published_at) = DATE '{day}'")
    assert expected
    assert set(rows) == expected
    assert query(settings, "SELECT outlet, state, reason, decided_by FROM outlet_states") == [
        (outlet, "trial", "added", "add")
    ]
    with pytest.raises(InputError, match=f"belongs to the outlet {outlet} already"):
        pipeline.add_site(settings, f"www.{site.host}", connect=fleet.netloc)


def test_articles_behind_pictures_alone_are_no_menu() -> None:
    """A home page links pictures to articles that no route listed: they do not speak against the articles' pattern."""
    root = "http://warta-gambar.test"
    shown = [f"{root}/{('daerah', 'desa')[n % 2]}/{7000 + n}-warga-desa-menanam-aren-tahap-{n}" for n in range(8)]
    pictures = "".join(f'<a href="{url}"><img src="/t.jpg"></a>' for url in shown)
    menu = "".join(f'<a href="{root}/{word}">{word}</a>' for word in ("redaksi", "kontak", "kanal/hukum-kriminal"))
    home = Page(f"{root}/", f"{root}/", 200, (), f"<html><body>{menu}{pictures}</body></html>".encode(), NOW)
    listed = tuple(Link("warta-gambar.test", url, canonicalise_url(url), "category") for url in shown[:2])
    story = make_article(SITES[0], SITES[0].posts[0])
    article = Page(shown[0], shown[0], 200, (), story.body, NOW)
    address = read_site_address(root)
    tried = TriedRoute(Route("category", f"{root}/"), "home page", listed, "the newest only")
    visited = VisitedSite(address, address.make_source(), home, (tried,), ((listed[0], article),))
    assert read_outlet_text("warta-gambar.test", draft_from_visit(visited)).article == r"/\d{3,}-[^/]+"


def test_a_loopback_address_is_visited_where_it_is(fleet: SiteFleet, make_settings: Callable[..., Settings]) -> None:
    _, text = pipeline.probe_site(make_settings(), [f"http://{fleet.netloc}/"])
    source: Source = read_outlet_text("lokal", text)
    assert source.connect == fleet.netloc
    assert source.hosts == ("127.0.0.1",)


@pytest.mark.parametrize(
    ("given", "connect", "says"),
    [
        ("ftp://kabar.test", "", "not an address of a site"),
        ("kabar", "", "not an address of a site"),
        ("https://kabar.test:berapa/", "", "not an address"),
        ("https://", "", "not an address of a site"),
        ("kabar.test", "8080", "not host:port"),
    ],
)
def test_an_address_that_is_none_is_named(given: str, connect: str, says: str, settings: Settings) -> None:
    with pytest.raises(InputError, match=says):
        pipeline.probe_site(settings, [given], connect=connect)


def test_addresses_of_several_sites_are_refused(settings: Settings) -> None:
    with pytest.raises(InputError, match=r"several sites \(dua\.test, satu\.test\)"):
        pipeline.probe_site(settings, ["https://satu.test", "https://dua.test/berita/1"])


def test_saved_pages_keep_their_own_address(tmp_path: Path) -> None:
    site = SITES[4]
    files = []
    for post in site.posts[:2]:
        files.append(str(tmp_path / f"{post.number}.html"))
        Path(files[-1]).write_bytes(make_article(site, post).body)
    source = read_outlet_text("warta", pipeline.draft_from_files(files))
    assert source.hosts == (site.host,)
    assert source.article == r"/berita/\d+"
    bare = tmp_path / "tanpa.html"
    bare.write_bytes(re.sub(rb"<(?:link|meta)[^>]*>", b"", make_article(site, site.posts[0]).body))
    with pytest.raises(InputError, match=r"tanpa\.html does not state its own address: give it with --url"):
        pipeline.draft_from_files([str(bare)])
    given = read_outlet_text("warta", pipeline.draft_from_files([str(bare)], "https://lain.test/berita/12345/judul"))
    assert given.hosts == ("lain.test",)
    with pytest.raises(InputError, match="no such file"):
        pipeline.draft_from_files([str(tmp_path / "tidak-ada.html")])
