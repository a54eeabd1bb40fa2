"""Every act of the desk by hand in a real browser, for reasons that mean harm: who and why are kept, nothing runs.

The calendar's button is pressed in tests/airflow: only a host can start a backfill.
"""

from __future__ import annotations

import getpass
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from kliping import pipeline, warehouse
from kliping.settings import Settings
from playwright.sync_api import Browser

from tests.web.conftest import DAY, HARMFUL, Served, serve_desk
from tests.web.watching import Watched, enter, needs_chromium, start_browser

pytestmark = needs_chromium
TYPED = [text.replace("\x1b", "").strip() for text in HARMFUL]
"""What a person can type into a field of one line."""


@pytest.fixture(scope="module")
def browser(a_day: Settings) -> Iterator[Browser]:  # Playwright holds the event loop that the newsroom needs
    with start_browser() as started:
        yield started


@pytest.fixture(scope="module")
def harmed(harm: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Quarantine whose titles, bodies and causes mean harm, to act on."""
    folder = tmp_path_factory.mktemp("acts") / "data"
    shutil.copytree(harm.data_path, folder)
    return harm.model_copy(update={"data": folder})


@pytest.fixture(scope="module")
def hand(browser: Browser, harmed: Settings) -> Iterator[Watched]:
    with serve_desk(harmed) as served:
        context, watched = enter(browser, served)
        yield watched
        context.close()


def select(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with warehouse.reader(settings) as db:
        assert db is not None
        return db.execute(query).fetchall()


def press(watched: Watched, button: str, why: str) -> str:
    """Give a reason, press a button, and return what the next page reports; check that nothing ran or was missing."""
    watched.page.get_by_label("Why", exact=False).last.fill(why)
    watched.page.get_by_role("button", name=button).click()
    said = watched.page.get_by_role("status").inner_text()
    assert watched.page.evaluate("document.documentElement.dataset.ran") is None
    assert watched.said == []
    assert [url for url in watched.asked if not url.startswith(watched.address)] == []
    return said


def open_cause(watched: Watched, place: int) -> None:
    watched.open("/quarantine")
    watched.page.locator("tbody th a").nth(place).click()


@pytest.mark.parametrize(
    ("button", "ticked", "said"),
    [
        ("Release", "the page itself", "released 1 of 1"),
        ("Release", "those that are shown", "released 1 of 1"),
        ("Drop", "the page itself", "dropped 1."),
        ("Drop", "those that are shown", "dropped 1."),
        ("Drop", "the whole cause", "dropped 1."),
    ],
)
def test_a_decision_keeps_who_and_why(hand: Watched, harmed: Settings, button: str, ticked: str, said: str) -> None:
    before = select(harmed, "SELECT count(*) FROM overrides")[0][0]
    why = TYPED[before]
    open_cause(hand, 0)
    if ticked == "the page itself":
        hand.page.locator("tbody th a").first.click()
    elif ticked == "those that are shown":
        hand.page.get_by_label("all that are shown").check()
    else:
        hand.page.get_by_label("of this cause").check()
    assert said in press(hand, button, why)
    kept = select(harmed, "SELECT decided_by, why FROM overrides ORDER BY decided_at")
    assert len(kept) == before + 1
    assert kept[-1] == (getpass.getuser(), why)


def test_what_was_decided_is_shown_as_text(hand: Watched, harmed: Settings) -> None:
    decided = select(harmed, "SELECT count(*) FROM overrides")[0][0]
    open_cause(hand, 0)
    hand.page.locator("tbody th a").first.click()
    press(hand, "Drop", TYPED[decided])
    dropped = select(harmed, "SELECT why FROM overrides WHERE decision = 'drop'")
    hand.open("/quarantine?dropped=true")
    addresses = [link.get_attribute("href") for link in hand.page.locator("tbody th a").all()]
    shown = ""
    for address in addresses:
        hand.check(address or "")
        shown += hand.page.inner_text("main")
    assert (TYPED[decided],) in dropped
    for (why,) in dropped:
        assert f"Dropped by {getpass.getuser()}: {why}" in shown


def test_pages_of_a_day_are_scraped_again_and_the_day_is_dismissed(browser: Browser, own_day: Settings) -> None:
    waiting = len(pipeline.read_quarantine(own_day, rule="page_is_stub"))
    with serve_desk(own_day) as served:
        context, hand = enter(browser, served)
        hand.open("/quarantine/cause/page_is_stub")
        for box in hand.page.locator("input[name=id]").all()[:2]:
            box.check()
        assert f"scraped again: pedoman {DAY}" in press(hand, "Scrape again", TYPED[0])
        assert len(pipeline.read_quarantine(own_day, rule="page_is_stub")) == waiting, "they are sold as before"
        hand.open("/")
        hand.page.get_by_role("link", name="Pedoman.com").click()
        assert f"dismissed {DAY}" in press(hand, "Dismiss", TYPED[1])
        assert TYPED[1] in hand.page.inner_text("main")
        context.close()
    assert select(own_day, "SELECT outlet, dismissed_by, why FROM dismissals") == [
        ("pedoman", getpass.getuser(), TYPED[1])
    ]


@pytest.mark.parametrize("path", ["/quarantine/cause/page_is_stub", "/outlet/gema"])
def test_a_browser_asks_for_a_reason_before_it_sends(
    browser: Browser, desk: Served, a_day: Settings, path: str
) -> None:
    context, hand = enter(browser, desk)
    hand.open(path)
    hand.page.locator("form.act button, .act button").last.click()
    assert hand.page.url == desk.address + path
    assert hand.page.evaluate("document.querySelector('input[name=why]').validity.valueMissing")
    assert select(a_day, "SELECT count(*) FROM overrides") == [(0,)]
    context.close()


def test_a_browser_without_the_token_sees_no_page(browser: Browser, desk: Served, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    for path in ("/", "/quarantine", "/outlet/gema"):
        answer = page.goto(desk.address + path)
        assert answer is not None
        assert answer.status == 401
        assert page.locator("form").count() == 0
    context.close()
