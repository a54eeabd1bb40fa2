"""Every sentence of the pages is in the catalogue, with the same places to fill, and none that no page has."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from kliping.completeness.causes import CAUSES
from kliping.completeness.evidence import Funnel
from kliping.model import RESULTS
from kliping.warehouse import PROBLEMS
from kliping.web.wording import Format, load_words

from tests.web.conftest import NOW, Served
from tests.web.test_sentences import SOURCES, list_expectations, list_table_sentences

WEB = files("kliping.web")
FETCHING = (
    "fetch/answer.py",
    "fetch/body.py",
    "fetch/robots.py",
    "pipeline/finishing/alerting.py",
    "pipeline/runs/unloaded.py",
)
KEYWORDS = {"_": None, "ngettext": (1, 2), "translate": (2,), "ugettext": None, "ungettext": (1, 2)}


@cache
def find_sentences() -> frozenset[str]:
    found = extract_from_dir(
        str(WEB),
        method_map=[("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")],
        options_map={"templates/**.html": {"extensions": "jinja2.ext.i18n", "silent": "false"}},
        keywords=KEYWORDS,
    )
    sentences = {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}
    return (
        frozenset(sentences)
        | {kind.says for kind in CAUSES.values()}
        | {kind.brief for kind in PROBLEMS.values() if kind.brief}
        | {*RESULTS, *(field.name for field in dataclasses.fields(Funnel))}
    )


def read_catalogue() -> dict[str, str]:
    with (WEB / "words" / "id.po").open("rb") as file:
        catalogue = read_po(file, locale="id")
    found = {}
    for each in catalogue:
        if each.id and each.pluralizable:
            found[each.id[0]] = each.string[0]
        elif each.id:
            found[each.id] = each.string
    return found


def test_every_sentence_is_translated() -> None:
    assert len(find_sentences()) > 150
    assert sorted(find_sentences() - {each for each, text in read_catalogue().items() if text}) == []


def test_the_catalogue_has_no_sentence_that_no_page_says(repository: Path) -> None:
    said = "\n".join(path.read_text() for path in sorted(Path(str(WEB)).rglob("*.py")))
    joined = re.sub(r'"\s*\n\s*"', "", said)
    kept = {*list_expectations(repository / "expectations"), *(text for _, text in list_table_sentences())}
    library = "".join((files("kliping") / source).read_text() for source in (*SOURCES, *FETCHING))
    known = find_sentences() | kept
    extra = [
        each
        for each in read_catalogue()
        if "{" not in each and each not in known and each not in joined and each not in library
    ]
    assert extra == []


@pytest.mark.parametrize(("sentence", "translated"), read_catalogue().items())
def test_the_same_places_are_filled(sentence: str, translated: str) -> None:
    places = re.compile(r"%\(\w+\)s|\{\w+\}")
    assert sorted(places.findall(translated)) == sorted(places.findall(sentence))


def test_the_language_is_chosen_and_kept(desk: Served) -> None:
    assert '<html lang="en">' in desk.get("/", headers={"Accept-Language": "de"}).text
    indonesian = desk.get("/", headers={"Accept-Language": "id-ID,id;q=0.9,en;q=0.8"}).text
    assert '<html lang="id">' in indonesian
    assert "artikel terpotong paywall" in indonesian
    assert "Yang perlu dilihat dulu" in desk.get("/?lang=id").text
    assert "Kalender" in desk.get("/calendar").text, "the cookie keeps it"
    assert "What wants you first" in desk.get("/?lang=en").text


@pytest.mark.parametrize(
    ("language", "hours", "said"),
    [("en", 0.5, "within the hour"), ("en", 1, "1 hour ago"), ("en", 47, "47 hours ago"), ("en", 72, "3 days ago"),
     ("id", 47, "47 jam lalu"), ("id", 24 * 1500, "1.500 hari lalu"), ("en", 24 * 1500, "1,500 days ago")],
)  # fmt: skip
def test_how_long_ago(language: str, hours: float, said: str) -> None:
    assert Format(language).age(NOW - dt.timedelta(hours=hours), NOW) == said


def test_times_are_those_of_jakarta() -> None:
    assert Format("en").time(NOW) == "27 Nov 2024 10:00 WIB"
    assert load_words("xx").ugettext("complete") == "complete"


def test_only_what_is_written_in_a_template_is_taken_for_markup() -> None:
    """Jinja takes what ``_`` returns for safe: a text from elsewhere must go through ``say``."""
    templates = "".join(path.read_text() for path in (WEB / "templates").rglob("*.html"))
    assert re.findall(r"""\b(?:_|gettext)\((?!["'])[^)]*\)""", templates) == []
    assert re.findall(r"\|\s*safe\b|Markup", templates) == []
