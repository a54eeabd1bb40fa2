"""Every page in a real browser, over rows that mean harm: nothing runs, nothing is loaded from elsewhere, no error.

Chromium is Debian's; without one the tests say so and are passed over (.ci/run installs it).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from kliping import pipeline, warehouse
from kliping.settings import Settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.validate.test_pages_in_a_browser import RUN
from tests.web.conftest import DAY, HARMFUL, Served, serve_desk

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium")
PHONE = 390


@dataclass
class Watched:
    """A page whose console, errors and requests are watched."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> None:
        self.page.goto(self.address + path, timeout=120_000)

    def check(self, path: str) -> None:
        self.open(path)
        assert self.page.evaluate("document.documentElement.dataset.ran") is None, path
        assert self.said == [], path
        assert [url for url in self.asked if not url.startswith(self.address)] == [], path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def enter(browser: Browser, served: Served, **more: object) -> tuple[BrowserContext, Watched]:
    context = browser.new_context(**more)
    watched = Watched(context.new_page(), served.address)
    watched.page.goto(served.entrance, timeout=120_000)
    return context, watched


def list_pages(settings: Settings, most: int) -> list[str]:
    with warehouse.reader(settings) as db:
        assert db is not None
        articles = db.execute("SELECT article_id FROM articles ORDER BY 1 LIMIT ?", [most]).fetchall()
        held = db.execute("SELECT quarantine_id FROM quarantine ORDER BY 1 LIMIT ?", [most]).fetchall()
        causes = db.execute("SELECT DISTINCT reasons[1].rule FROM quarantine ORDER BY 1 LIMIT ?", [most]).fetchall()
        outlets = db.execute("SELECT DISTINCT outlet FROM articles ORDER BY 1 LIMIT ?", [most]).fetchall()
        names = db.execute('SELECT DISTINCT kind, "name" FROM mentions ORDER BY ALL LIMIT ?', [most]).fetchall()
    run = pipeline.read_status(settings).runs[0].run
    pages = ["/", "/calendar?month=2024-11", "/quarantine", f"/day/{DAY}", f"/run/{quote(run)}", "/article"]
    pages += ["/read", "/read?q=warga&by=time", "/read/help", "/read/names", "/read/outlets", "/read/digest"]
    pages += ["/read/compare", "/read/compare?q=warga&q=*&q=hujan"]
    pages += [f"/read/article/{each}" for (each,) in articles] + [f"/read/outlet/{quote(each)}" for (each,) in outlets]
    pages += [f"/read/name?kind={kind}&name={quote(each)}" for kind, each in names]
    pages += [f"/article/{each}" for (each,) in articles] + [f"/quarantine/page/{each}" for (each,) in held]
    return pages + [f"/quarantine/cause/{quote(each)}" for (each,) in causes]


def test_the_browser_is_watched(browser: Browser, desk: Served) -> None:
    """What the other tests look for is there to be seen: a script of the page's own is refused, and said to be."""
    context, watched = enter(browser, desk)
    watched.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    watched.page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
    watched.page.evaluate(f"(() => {{ {RUN} }})()")
    assert watched.page.evaluate("document.documentElement.dataset.ran") == "yes"
    assert any("Content Security Policy" in line for line in watched.said)
    context.close()


def test_every_page_of_a_day(browser: Browser, desk: Served, a_day: Settings) -> None:
    context, watched = enter(browser, desk)
    for path in [*list_pages(a_day, 2), "/outlet/pedoman", "/quarantine/try/page_is_stub?outlet=pedoman"]:
        watched.check(path)
        assert watched.page.title().endswith("· Kliping")
        assert watched.page.locator("h1").count() == 1
    context.close()


def test_nothing_that_means_harm_runs(browser: Browser, harm: Settings) -> None:
    warehouse.refresh_engine(harm)
    with serve_desk(harm) as served:
        context, watched = enter(browser, served)
        for path in [*list_pages(harm, 20), *(f"/outlet/{quote(text)}" for text in HARMFUL), "/outlet/koran"]:
            watched.check(path)
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_is_wide_enough(browser: Browser, desk: Served, a_day: Settings, scheme: str) -> None:
    context, watched = enter(browser, desk, viewport={"width": PHONE, "height": 800}, color_scheme=scheme)
    for path in [*list_pages(a_day, 1), "/outlet/pedoman"]:
        watched.check(path)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= PHONE, path
        colours = watched.page.evaluate("[getComputedStyle(document.body).backgroundColor]")
        assert (colours == ["rgb(20, 24, 26)"]) == (scheme == "dark")
    context.close()


def test_a_day_is_dismissed_and_pages_are_dropped_by_hand(browser: Browser, own_day: Settings) -> None:
    with serve_desk(own_day) as served:
        context, watched = enter(browser, served)
        watched.page.get_by_role("link", name="Pedoman.com").click()
        watched.page.get_by_label("Why nothing is missing").fill("mereka <b>menjualnya</b>")
        watched.page.get_by_role("button", name="Dismiss").click()
        assert f"dismissed {DAY}" in watched.page.get_by_role("status").inner_text()
        assert "mereka <b>menjualnya</b>" in watched.page.inner_text("main")
        watched.open("/quarantine/cause/page_is_stub")
        watched.page.get_by_label("all that are shown").check()
        watched.page.get_by_label("Why").fill("iklan")
        watched.page.get_by_role("button", name="Drop").click()
        assert "dropped" in watched.page.get_by_role("status").inner_text()
        assert watched.said == []
        context.close()
    assert pipeline.read_quarantine(own_day, rule="page_is_stub") == ()


def test_it_reads_without_scripts(browser: Browser, desk: Served) -> None:
    context, watched = enter(browser, desk, java_script_enabled=False)
    watched.page.get_by_label("Outlet").fill("pedo")
    watched.page.get_by_role("button", name="Show").click()
    assert watched.page.locator("tbody tr").count() == 1
    context.close()
