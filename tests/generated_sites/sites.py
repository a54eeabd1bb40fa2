"""One generated site: what it publishes, and what it answers. Everything follows from its host, number and clock."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from html import escape
from typing import NamedTuple

from demo.newsroom.edition import JAKARTA, MONTHS, Edition, Headline, Ref, list_headlines
from demo.newsroom.story import is_heading, write_story
from tests.generated_sites.rhythm import Clock, HourWeights, place_in_day

DAYS_BACK = 6


class Answer(NamedTuple):
    """One HTTP answer."""

    status: int
    body: bytes
    media: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Post:
    """One article of a generated site: what a reader of it must find. Its text is written when it is asked for."""

    number: int
    path: str
    title: str
    published_at: dt.datetime
    edition: Edition
    ref: Ref
    own_text: tuple[str, ...] = ()
    """Paragraphs in place of the story's, on a site that an intruder or another language has."""

    @property
    def author(self) -> str:
        return write_story(self.edition, self.ref).author

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.own_text or write_story(self.edition, self.ref).paragraphs


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
    ``per_day`` where the index page has a form for a day, ``posted`` where that is sent by POST."""


@dataclass(frozen=True)
class GeneratedSite:
    """A site of one theme. ``defect`` is empty for a sound one."""

    host: str
    number: int
    theme: Theme
    clock: Clock
    defect: str = ""
    per_day: int = 5
    hours: HourWeights = ()
    """How much it publishes in each hour of a day; empty: evenly."""
    days_back: int = DAYS_BACK
    requests: list[str] = field(default_factory=list, compare=False)
    _days: dict[dt.date, tuple[Post, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> str:
        return self.host.partition(".")[0].replace("-", " ").title()

    @property
    def now(self) -> dt.datetime:
        return self.clock()

    @property
    def posts(self) -> tuple[Post, ...]:
        """Return the articles that have appeared by now, newest first."""
        now = self.now
        last = now.astimezone(JAKARTA).date() - dt.timedelta(days=70 if self.defect == "stale" else 0)
        days = [last - dt.timedelta(days=n) for n in range(self.days_back)]
        return tuple(post for day in days for post in self.list_day(day) if post.published_at <= now)

    def list_day(self, day: dt.date) -> tuple[Post, ...]:
        """Return all articles of a day, newest first, whether they have appeared or not."""
        if day not in self._days:
            edition = Edition(seed=self.number + 10, articles_per_day=6 * self.per_day, faults=False)
            posts = [self._make_post(edition, head) for head in list_headlines(edition, "suaradaerah", day)]
            self._days[day] = tuple(sorted(posts, key=lambda post: post.published_at, reverse=True))
        return self._days[day]

    def _make_post(self, edition: Edition, head: Headline) -> Post:
        from tests.generated_sites.texts import make_english, make_gambling

        number = int(hashlib.sha256(f"{self.host}{head.slug}".encode()).hexdigest()[:7], 16) + 10_000_000
        title, text, when = head.title, (), head.published_at.astimezone(JAKARTA)
        if self.defect == "english":
            title, text = make_english(number)
        if self.defect == "hacked":
            title, text = make_gambling(number)
        if self.hours:
            when = place_in_day(f"{self.host} {head.ref}", head.ref.day, self.hours)
        slug = "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())[:70].strip("-")
        path = self.theme.path.format(n=number, slug=slug, d=when, section=("daerah", "politik")[number % 2])
        return Post(number, path, title, when, edition, head.ref, text)

    @property
    def root(self) -> str:
        return f"http://{self.host}"

    def answer(self, path: str, query: Mapping[str, str]) -> Answer:
        """Return the answer to one request."""
        from tests.generated_sites import defects, lists, pages
        from tests.generated_sites.validators import add_validators

        self.requests.append(path)
        if (refused := defects.answer_defect(self, path)) is not None:
            return refused
        if path == "/robots.txt":
            return lists.make_robots(self)
        if path == "/":
            return pages.make_home(self)
        if (listed := lists.answer_list(self, path, query)) is not None:
            return add_validators(self, listed)
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
