"""The languages of the pages: English as it stands in the templates, Indonesian from ``words/id.po``."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from importlib.resources import files

from babel import Locale, dates, negotiate_locale, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from fastapi import Request

from kliping.model import JAKARTA
from kliping.web.sentences import Sentences

LANGUAGES = ("en", "id")
LANGUAGE_COOKIE = "kliping_language"
HOURS_A_DAY = 24
FRESH_HOURS = 48
"""Up to this age a time is told in hours, from then on in days."""


@cache
def read_catalogue(language: str) -> Catalog | None:
    """Return the catalogue of a language as it is written; None for English, which is what the pages are written in."""
    path = files("kliping.web") / "words" / f"{language}.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language) if path.is_file() else None


@cache
def load_words(language: str) -> NullTranslations:
    """Return the words of a language, compiled when they are first asked for; English says what is written."""
    catalogue = read_catalogue(language)
    if catalogue is None:
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@cache
def load_sentences(language: str) -> Sentences:
    """Return what says sentences that were written with facts in them, such as those that the warehouse keeps."""
    catalogue = read_catalogue(language) or ()
    said = {each.id: each.string for each in catalogue if each.id}
    return Sentences({text: to for text, to in said.items() if isinstance(text, str) and isinstance(to, str)})


def choose_language(request: Request) -> str:
    """Return the language that was asked for: in the address, else by the cookie, else by the browser."""
    for wanted in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    accepted = [part.split(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    return negotiate_locale(accepted, LANGUAGES, sep="-") or LANGUAGES[0]


class Format:
    """Writes times, days and numbers as a language does; times are those of Jakarta."""

    def __init__(self, language: str) -> None:
        self.locale = Locale(language)
        self._words = load_words(language)
        self._sentences = load_sentences(language)

    def say(self, text: str) -> str:
        """Translate a text that is not written in a template: what ``_`` returns there is taken for safe markup."""
        return self._sentences.say(text) if text else ""

    def time(self, moment: dt.datetime | None) -> str:
        if moment is None:
            return "·"
        local = moment.astimezone(JAKARTA)
        return f"{dates.format_datetime(local, 'd MMM y HH:mm', tzinfo=JAKARTA, locale=self.locale)} WIB"

    def day(self, day: dt.date | None) -> str:
        return "·" if day is None else dates.format_date(day, "d MMM y", locale=self.locale)

    def weekday(self, day: dt.date) -> str:
        return dates.format_date(day, "EEEE, d MMMM y", locale=self.locale)

    def month(self, day: dt.date) -> str:
        return dates.format_date(day, "LLLL y", locale=self.locale)

    def number(self, number: float | None) -> str:
        return "·" if number is None else numbers.format_decimal(number, locale=self.locale)

    def percent(self, share: float | None) -> str:
        return "·" if share is None else numbers.format_percent(share, locale=self.locale)

    def age(self, moment: dt.datetime | None, now: dt.datetime) -> str:
        """Write how long ago a moment was."""
        if moment is None:
            return "·"
        hours = max(0, int((now - moment).total_seconds() // 3600))
        if hours < 1:
            return self._words.ugettext("within the hour")
        if hours < FRESH_HOURS:
            return self._words.ungettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
        days = hours // HOURS_A_DAY
        return self._words.ungettext("%(n)s day ago", "%(n)s days ago", days) % {"n": self.number(days)}
