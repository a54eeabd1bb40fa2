"""One generated site: what it publishes, and what it answers. Everything follows from its host and number."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import cached_property
from html import escape
from typing import NamedTuple

from demo.newsroom.edition import JAKARTA, MONTHS, Edition, list_headlines
from demo.newsroom.story import is_heading, write_story

DAYS_BACK = 6


class Answer(NamedTuple):
    """One HTTP answer."""

    status: int
    body: bytes
    media: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Post:
    """One article of a generated site: what a reader of it must find."""

    number: int
    path: str
    title: str
    author: str
    published_at: dt.datetime
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """How pages are marked up, and where articles are."""

    family: str
    body: str
    title: str
    date: str
    path: str
    lists: frozenset[str]
    """Which lists it has: ``rest``, ``feed``, ``atom``, ``news``, ``sitemap``, ``joomla``, ``indeks``, and
    ``per_day`` where the index page has a form for a day."""


@dataclass(frozen=True)
class GeneratedSite:
    """A site of one theme. ``defect`` is empty for a sound one."""

    host: str
    number: int
    theme: Theme
    now: dt.datetime
    defect: str = ""
    per_day: int = 5
    requests: list[str] = field(default_factory=list, compare=False)

    @property
    def name(self) -> str:
        return self.host.partition(".")[0].replace("-", " ").title()

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Return the articles, newest first."""
        edition = Edition(seed=self.number + 10, articles_per_day=6 * self.per_day, faults=False)
        back = 70 if self.defect == "stale" else 0
        found: list[Post] = []
        for days in range(DAYS_BACK):
            day = self.now.astimezone(JAKARTA).date() - dt.timedelta(days=days + back)
            for head in list_headlines(edition, "suaradaerah", day):
                if head.published_at <= self.now:
                    story = write_story(edition, head.ref)
                    number = int(hashlib.sha256(f"{self.host}{head.slug}".encode()).hexdigest()[:7], 16) + 10_000_000
                    found.append(Post(number, "", head.title, story.author, head.published_at, story.paragraphs))
        found = [self._change_post(post) for post in found]
        return tuple(sorted(found, key=lambda post: post.published_at, reverse=True))

    def _change_post(self, post: Post) -> Post:
        from tests.generated_sites.texts import make_english, make_gambling

        title, paragraphs = post.title, post.paragraphs
        if self.defect == "english":
            title, paragraphs = make_english(post.number)
        if self.defect == "hacked":
            title, paragraphs = make_gambling(post.number)
        slug = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())[:70].strip("-")
        when = post.published_at.astimezone(JAKARTA)
        path = self.theme.path.format(n=post.number, slug=slug, d=when, section=("daerah", "politik")[post.number % 2])
        return Post(post.number, path, title, post.author, post.published_at, paragraphs)

    @property
    def root(self) -> str:
        return f"http://{self.host}"

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """Return the answer to one request."""
        from tests.generated_sites import defects, lists, pages

        self.requests.append(path)
        if (refused := defects.answer_defect(self, path)) is not None:
            return refused
        if path == "/robots.txt":
            return lists.make_robots(self)
        if path == "/":
            return pages.make_home(self)
        if (listed := lists.answer_list(self, path, query)) is not None:
            return listed
        for post in self.posts:
            if post.path == path:
                return pages.make_article(self, post)
        if path.strip("/") in ("daerah", "politik", "redaksi", "pedoman-media-siber", "kontak"):
            return pages.make_section(self, path)
        return Answer(404, b"<html><head><title>404</title></head><body><h1>Halaman tidak ditemukan</h1></body></html>")


def write_shown_date(moment: dt.datetime) -> str:
    """Return a date as pages show it: ``26 November 2024, 14:05 WIB``."""
    local = moment.astimezone(JAKARTA)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H:%M} WIB"


def write_blocks(paragraphs: tuple[str, ...]) -> str:
    """Return a story as HTML."""
    return "\n".join(
        f"<h3>{escape(text)}</h3>" if is_heading(text) else f"<p>{escape(text, quote=False)}</p>" for text in paragraphs
    )


def answer_xml(text: str) -> Answer:
    """Return a document for machines."""
    return Answer(200, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode(), "application/xml; charset=utf-8")


def answer_json(value: object, *headers: tuple[str, str]) -> Answer:
    """Return data."""
    return Answer(200, json.dumps(value).encode(), "application/json; charset=UTF-8", headers)


def write_rfc_date(moment: dt.datetime) -> str:
    """Return a date as RSS has it."""
    return format_datetime(moment)
