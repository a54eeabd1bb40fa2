"""A real browser whose console, errors and requests are watched. Chromium is Debian's (.ci/run installs it)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.web.conftest import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium")
PATIENCE = 120_000
"""Milliseconds; an act publishes, and the machine may do much else."""


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
        self.page.goto(self.address + path, timeout=PATIENCE)

    def check(self, path: str) -> None:
        self.open(path)
        assert self.page.evaluate("document.documentElement.dataset.ran") is None, path
        assert self.said == [], path
        assert [url for url in self.asked if not url.startswith(self.address)] == [], path


@contextmanager
def start_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def enter(browser: Browser, served: Served, **more: object) -> tuple[BrowserContext, Watched]:
    context = browser.new_context(**more)
    context.set_default_timeout(PATIENCE)
    watched = Watched(context.new_page(), served.address)
    watched.page.goto(served.entrance, timeout=PATIENCE)
    return context, watched
