"""Every page in a real browser, over rows that mean harm: nothing runs, nothing is loaded from elsewhere, no error.

Chromium is Debian's; without one the tests say so and are passed over (.ci/run installs it).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from kliping import pipeline, warehouse
from kliping.settings import Settings
from playwright.sync_api import Browser

from tests.validate.test_pages_in_a_browser import RUN
from tests.web.conftest import DAY, HARMFUL, Served, serve_desk
from tests.web.watching import enter, needs_chromium, start_browser

pytestmark = needs_chromium
PHONE = 390


@pytest.fixture(scope="module")
def browser(a_day: Settings) -> Iterator[Browser]:  # Playwright holds the event loop that the newsroom needs
    with start_browser() as started:
        yield started


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
    pages += [
        "/read",
        "/read?q=warga&by=time",
        "/read/help",
        "/read/names",
        "/read/outlets",
        "/read/digest",
        "/read/quotes?q=warga",
        "/read/saved?q=warga",
    ]
    pages += ["/read/saved?q=warga", "/read/compare", "/read/compare?q=warga&q=*&q=hujan"]
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


def test_it_reads_without_scripts(browser: Browser, desk: Served) -> None:
    context, watched = enter(browser, desk, java_script_enabled=False)
    watched.page.get_by_label("Outlet").fill("pedo")
    watched.page.get_by_role("button", name="Show").click()
    assert watched.page.locator("tbody tr").count() == 1
    context.close()
