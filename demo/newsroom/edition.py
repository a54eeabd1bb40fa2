"""Which articles a day has: everything about an article but its prose, as a function of (seed, outlet, day, n).

Nothing is stored. An article's address is enough to write it again, whatever was asked for before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from math import gcd
from random import Random
from zoneinfo import ZoneInfo

from demo.newsroom import grammar

JAKARTA = ZoneInfo("Asia/Jakarta")
TOPICS = ("politik", "ekonomi", "olahraga", "kesehatan", "cuaca", "teknologi", "budaya")
OUTLETS = ("detakkini", "pedoman", "suaradaerah", "nusawarta", "gema", "lampungpagi")
EXTRA_OUTLETS = ("kabarpesisir", "layarkota")
"""Outlets that are asked for by name: what they publish comes on top of a day's articles."""
WIRE = "nusawarta"

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """What the newsroom prints: the seed, and how many articles all outlets together write in a day."""

    seed: int = 1
    articles_per_day: int = 60
    faults: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.articles_per_day <= count_capacity():
            raise ValueError(f"articles per day must be from 0 to {count_capacity()}, not {self.articles_per_day}")

    def count(self, outlet: str) -> int:
        """Return how many articles ``outlet`` publishes on any day."""
        share, rest = divmod(self.articles_per_day, len(OUTLETS))
        if outlet in EXTRA_OUTLETS:
            return share
        return share + (OUTLETS.index(outlet) < rest)


@dataclass(frozen=True, slots=True)
class Ref:
    """One article: number ``n`` (from 0, oldest first) of ``outlet`` on ``day``."""

    outlet: str
    day: dt.date
    n: int


@dataclass(frozen=True, slots=True)
class Place:
    """A regency or a city, and how its government is called."""

    name: str
    city: bool
    province: str

    @property
    def bound(self) -> dict[str, str]:
        """Return the values that language files may use."""
        short = self.name
        return {
            "tempat": short,
            "TEMPAT": short.upper(),
            "daerah": f"Kota {short}" if self.city else f"Kabupaten {short}",
            "provinsi": self.province,
            "pemda": f"Pemkot {short}" if self.city else f"Pemkab {short}",
            "pemerintah": f"Pemerintah Kota {short}" if self.city else f"Pemerintah Kabupaten {short}",
            "kepala": f"Wali Kota {short}" if self.city else f"Bupati {short}",
            "wakil": f"Wakil Wali Kota {short}" if self.city else f"Wakil Bupati {short}",
        }


@dataclass(frozen=True, slots=True)
class Headline:
    """What a list of articles shows. ``wire`` is the article that this one was taken over from, if it was."""

    ref: Ref
    title: str
    slug: str
    topic: str
    story: str
    subject: str
    place: Place
    published_at: dt.datetime
    seed: int
    """Seed of the article's prose."""
    fault: str = ""
    wire: Ref | None = None


FAULTS: dict[str, dict[int, str]] = {
    "detakkini": {0: "twice", 2: "gone", 5: "edited", 7: "photo", 8: "video"},
    "pedoman": {1: "error_once", 3: "paywall", 4: "twice", 6: "edited"},
    "suaradaerah": {3: "twice", 4: "slow", 5: "edited"},
    "nusawarta": {0: "twice", 3: "edited", 6: "photo"},
    "gema": {2: "twice", 4: "truncated", 7: "edited"},
    "lampungpagi": {2: "empty", 5: "edited", 7: "stub", 9: "twice"},
    "kabarpesisir": {2: "gone", 3: "edited"},
    "layarkota": {1: "gone", 4: "edited"},
}
"""The default misbehaviour: place in a run of articles -> what is wrong with it. A run is 10 articles on a small day
and 200 on a big one, so that a share of them misbehaves, never most. A page that fails for good (``error``) is not
among them: a polite crawler spends many seconds on it, and a demo should not."""
COPIED = {"pedoman": 8, "suaradaerah": 2}


def hash_parts(*parts: object) -> int:
    """Return 64 bits that depend on ``parts`` only; the same on every machine."""
    return int.from_bytes(hashlib.blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


@lru_cache(maxsize=65_536)
def make_headline(edition: Edition, ref: Ref) -> Headline:
    """Return the headline of ``ref``. Raises LookupError where the day has no such article."""
    count = edition.count(ref.outlet)
    if not 0 <= ref.n < count:
        raise LookupError(ref)
    at_second = (ref.n + 0.1 + 0.8 * hash_parts(edition.seed, ref, "time") / 2**64) / count * 86_400
    published = dt.datetime.combine(ref.day, dt.time(), JAKARTA) + dt.timedelta(minutes=at_second // 60)
    block = min(200, max(10, count))
    at = ref.n % block
    if edition.faults and COPIED.get(ref.outlet) == at and ref.n < edition.count(WIRE) and ref.n >= 1:
        original = make_headline(edition, Ref(WIRE, ref.day, ref.n - 1))
        if not original.fault:
            return Headline(
                ref, original.title, original.slug, original.topic, original.story, original.subject, original.place,
                max(published, original.published_at + dt.timedelta(minutes=7)), original.seed, "", original.ref,
            )  # fmt: skip
    fault = FAULTS[ref.outlet].get(at, "") if edition.faults else ""
    topic, story, subject, place = _assign_event(edition, ref)
    seed = hash_parts(edition.seed, ref)
    title = _write_title(topic, story, bind_values(ref.day, place, subject), seed)
    return Headline(ref, title, make_slug(title), topic, story, subject, place, published, seed, fault)


@lru_cache(maxsize=64)
def list_headlines(edition: Edition, outlet: str, day: dt.date) -> tuple[Headline, ...]:
    """Return all headlines of an outlet's day, newest first."""
    found = [make_headline(edition, Ref(outlet, day, n)) for n in range(edition.count(outlet))]
    return tuple(sorted(found, key=lambda head: (head.published_at, head.ref.n), reverse=True))


@lru_cache(maxsize=64)
def index_slugs(edition: Edition, outlet: str, day: dt.date) -> dict[str, Ref]:
    """Return the articles of a day by slug, for outlets whose addresses hold no number."""
    return {head.slug: head.ref for head in list_headlines(edition, outlet, day)}


@lru_cache(maxsize=1)
def list_places() -> tuple[Place, ...]:
    """Return the places that language/tempat.txt lists: ``Kota`` marks a city, the province follows a comma."""
    found = []
    for province, templates in grammar.load_grammar("tempat").rules.items():
        for (name,) in templates:
            assert isinstance(name, str)
            found.append(Place(name.removeprefix("Kota "), name.startswith("Kota "), province.replace("_", " ")))
    return tuple(found)


@lru_cache(maxsize=1)
def _list_events() -> tuple[tuple[str, str, str], ...]:
    """Return every (topic, story, subject) there is."""
    return tuple(
        (topic, story, subject[0])
        for topic in TOPICS
        for story, rules in grammar.load_grammar(topic).stories.items()
        for subject in rules["subjek"]
        if isinstance(subject[0], str)
    )


def count_capacity() -> int:
    """Return the most articles that a day can have, in all outlets together."""
    total = len(_list_events()) * len(list_places())
    return total - total % len(OUTLETS)


def _assign_event(edition: Edition, ref: Ref) -> tuple[str, str, str, Place]:
    """Return event and place of an article: each day permutes all pairs, so that no two articles share one.

    Stepping through the pairs by a number that has no divisor in common with their count visits each of them once.
    """
    events = _list_events()
    total = len(events) * len(list_places())
    chance = Random(hash_parts(edition.seed, ref.day))
    step = chance.randrange(total // 3, 2 * total // 3)
    while gcd(step, total) != 1:
        step += 1
    nth = _find_range(ref.outlet, total) + ref.n
    at = (chance.randrange(total) + step * nth) % total
    topic, story, subject = events[at % len(events)]
    return topic, story, subject, list_places()[at // len(events)]


def _find_range(outlet: str, total: int) -> int:
    """Return where an outlet's pairs begin; an extra outlet has the half of a range that only the fullest days use."""
    size = total // len(OUTLETS)
    if outlet in EXTRA_OUTLETS:
        return EXTRA_OUTLETS.index(outlet) * size + size // 2
    return OUTLETS.index(outlet) * size


def bind_values(day: dt.date, place: Place, subject: str) -> dict[str, str]:
    """Return what every text of an article may use: its place, its subject, and the days around ``day``."""
    before, after = day - dt.timedelta(days=1), day + dt.timedelta(days=2)
    return {
        **place.bound,
        "subjek": subject,
        "hari_ini": f"{name_weekday(day)} ({day.day}/{day.month}/{day.year})",
        "kemarin": f"{name_weekday(before)} ({before.day}/{before.month}/{before.year})",
        "lusa": f"{name_weekday(after)} ({after.day}/{after.month}/{after.year})",
        "tahun": str(day.year),
        "tahun_lalu": str(day.year - 1),
    }


def _write_title(topic: str, story: str, values: dict[str, str], seed: int) -> str:
    title = grammar.Writer(grammar.load_grammar(topic).stories[story], values, seed).write("judul")
    return title[:1].upper() + title[1:]


def make_slug(title: str) -> str:
    """Make a slug: ``Harga Cabai di Kota Malang`` becomes ``harga-cabai-di-kota-malang``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[.,'\"](?=\w)", "", plain)).strip("-")


def write_date(day: dt.date) -> str:
    """Write a day in words: ``26 November 2024``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def name_weekday(day: dt.date) -> str:
    """Return the Indonesian name of the weekday: ``Selasa``."""
    return DAYS[day.weekday()]
