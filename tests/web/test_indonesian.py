"""Every page in Indonesian: no sentence of ours is left in English, wherever its words come from."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from kliping.settings import Settings
from kliping.web.wording import LANGUAGE_COOKIE

from tests.web.conftest import DAY, Served
from tests.web.test_browser import list_pages
from tests.web.test_sentences import find_english

VOID = ("br", "img", "input", "meta", "link", "hr", "rect", "polyline", "circle", "line", "path")
SPOKEN = ("aria-label", "title", "placeholder")
NOT_OURS = {"SCROLL TO CONTINUE WITH CONTENT"}
"""What outlets print on their pages."""
MORE_PAGES = (
    "/outlet/pedoman", "/outlet/gema?day=2024-11-25", "/outlet/nobody", "/quarantine?dropped=true", "/problems",
    "/nothing", "/day/x", f"/day/{DAY}", "/article/0", "/quarantine/page/0", "/read/article/0", "/host-run?run_id=x",
    "/run/x.y", "/quarantine/try/page_is_stub?outlet=pedoman", "/calendar?month=x", "/read/saved?q=warga",
)  # fmt: skip


class Texts(HTMLParser):
    """The texts of a page that are read by people; code and what articles say are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append((tag, given.get("class", "")))
        self.found += [given[name] for name in SPOKEN if name in given]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        hidden = any(tag in ("code", "script", "del", "ins") for tag, _ in self.open)
        quoted = any({"text", "story"} & set(names.split()) for _, names in self.open)
        if data.strip() and not hidden and not quoted:
            self.found.append(" ".join(data.split()))


def read_texts(page: str) -> list[str]:
    texts = Texts()
    texts.feed(page)
    return texts.found


def test_no_sentence_is_left_in_english(desk: Served, a_day: Settings) -> None:
    left = {}
    desk.session.cookies.pop(LANGUAGE_COOKIE, None)
    for path in [*list_pages(a_day, 2), *MORE_PAGES]:
        page = desk.get(path, headers={"Accept-Language": "id"}).text
        assert '<html lang="id">' in page
        left |= {text: path for text in read_texts(page) if find_english(text) and text not in NOT_OURS}
    assert left == {}


@pytest.mark.parametrize("path", ["/", "/outlet/pedoman", "/problems", "/quarantine"])
def test_english_would_be_seen(desk: Served, path: str) -> None:
    desk.session.cookies.pop(LANGUAGE_COOKIE, None)
    page = desk.get(path, headers={"Accept-Language": "en"}).text
    assert len([text for text in read_texts(page) if find_english(text)]) > 1
