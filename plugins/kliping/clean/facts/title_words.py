"""What the words of a title tell: how it is spelt, what it shares with the story, which names are glued to it."""

from __future__ import annotations

import re

from kliping.clean.facts.origin import read_origin
from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.outlet_names import is_own, is_site, sounds_like_outlet
from kliping.clean.vocabulary.person_names import is_person
from kliping.clean.vocabulary.places import is_place
from kliping.clean.vocabulary.word_lists import any_of
from kliping.clean.vocabulary.words import FUNCTION_WORDS, is_capitalised, is_content

LONGEST_TITLE = 200
"""A title is at most this many characters."""
LEAD_CHARS = 1500
"""So many characters of the story show what a title speaks of."""
LEAST_SHARED = 0.5
"""Least share of a title's words that the lead has,"""
LEAST_SHARED_CAPITALISED = 0.3
"""and of one in Title Case, or cut as a title,"""
FEWEST_TITLE_WORDS = 2
"""and so many words at least."""
FEWEST_WORDS_SAID = 5
"""A part of a title between commas that says something is at least this many words."""
CRUMB_MARKS = re.compile(r"\s*[»›>/]+\s*")
"""What parts a breadcrumb."""

_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,30}$|\s+-\s+[^-]{2,30}$")
_PHOTO = re.compile(r"(?i)\b(?:foto|dok|ilustrasi)\b|\b(?:istimewa|ist)\b\W*$|[(/:]\s?(?:istimewa|ist)\b")
_CALL = re.compile(rf"(?i)^(?:baca|simak|lihat|tonton)\b[^:]{{0,12}}:|\b(?:{any_of('no_titles')})\b")


def find_given(text: str, title: str) -> tuple[int, int] | None:
    """Return where ``text`` repeats the known title, whatever the marks between its words; None where it does not."""
    folded = fold_text(text)
    for wanted in dict.fromkeys((title, _SUFFIX.sub("", title))):
        pattern = _pattern(wanted, folded)
        if pattern and (match := pattern.search(folded)):
            return match.span()
    return None


def is_all_capitalised(text: str) -> bool:
    """Return whether not one word of the text lacks the capital that Title Case would give it."""
    return not any(map(is_content, text.split()))


def share_words(said: str, lead: str) -> tuple[float, int]:
    """Return the share, and the number, of the words of ``said`` that the folded ``lead`` has, in whatever form."""
    content = _content(said)
    common = sum(word in lead for word in content)
    return common / max(1, len(content)), common


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(fold_text(text)) if word not in FUNCTION_WORDS and len(word) > 2]


def spell_title(title: str) -> str:
    """Return a title without the marks around it, and without what a page writes in front of it."""
    title = " ".join(title.split()).removeprefix("Judul:").removeprefix("Home ").strip(" |-–—»*")
    if title.endswith(".") and not title.endswith(".."):
        return title[:-1].rstrip()
    return title


def cut_byline(said: str, lead: str, outlet: str | None) -> tuple[str, str]:
    """Return a title without the author's name and the outlet's that a lost break glued to its end; and these two.

    What the story does not speak of, is written like a name, and stands in front of an outlet's name is the author.
    """
    house = re.search(r"\s*(?:,|\s[-–—|])\s*(?P<house>[^,|–—]{3,30})[\s|–—-]*$", said)
    if not house or not (is_site(house["house"].strip()) or is_own(house["house"], outlet)):
        return said, ""
    words = said[: house.start()].split()
    for count in (3, 2):
        name = " ".join(words[-count:])
        strange = not any(word in lead for word in map(fold_text, words[-count:]))
        if len(words) >= count + 3 and strange and is_person(name):
            title = " ".join(words[:-count])
            return title, said[len(title) :].strip(" |-–—")
    return " ".join(words), said[house.start() :].strip(" ,|-–—")


def cut_outlet(said: str) -> str:
    """Return a title without the outlet's name that pages put after it: "Garam Menumpuk di Gudang - Pojok Sumenep"."""
    bar = " - " if " - " in said else " | "
    title, _, house = said.rpartition(bar)
    named = 1 < len(house.split()) <= 3 and (sounds_like_outlet(house) or is_place(house.rsplit(maxsplit=1)[-1]))
    if named and is_capitalised(title):
        return title
    return said


def cut_author(said: str, lead: str) -> str:
    """Return a title without the name of the author that stands between it and a time stamp or an outlet's name."""
    marked = re.match(r"(?P<title>.*[?!])\s+(?P<rest>.*)", said)
    if marked and is_person(re.split(r",|\s-\s", marked["rest"])[0]):
        return marked["title"]
    words = said.rstrip(" ,").split()
    for count in (3, 2):
        name = " ".join(words[-count:])
        strange = not any(word in lead for word in map(fold_text, words[-count:]))
        if strange and len(words) >= count + 4 and is_person(name):
            return " ".join(words[:-count])
    return said


def names_origin(text: str, outlet: str | None, *, titled: bool = False) -> bool:
    """Return whether the text is a dateline; ``titled``: it was cut as a title, so that only a sure one counts."""
    origin = read_origin(text, outlet)
    if origin is None or titled:
        return origin is not None and origin.sure
    return origin.likely or origin.sure or len(text) < 40


def _pattern(title: str, folded: str) -> re.Pattern[str] | None:
    """Return a pattern for the title's words with any marks between them; None if ``folded`` lacks a word."""
    words = _WORD.findall(fold_text(title))
    if (len(words) < 3 and len(title) < 16) or not all(word in folded for word in words[:60]):
        return None
    opening = r"[\"“‘'(]?" if title.lstrip()[:1] in "\"“‘'(" else ""
    closing = r"[?!…%)\"”]{0,2}" if title.rstrip()[-1:] in '?!…%)"”' else ""
    return re.compile(opening + r"(?<!\w)" + r"\W{1,4}".join(map(re.escape, words[:60])) + r"(?!\w(?<!\d))" + closing)


_LIST_COMMA = re.compile(r",(?!\d)")
"""A comma that parts words, not the figures of "Rp 1,3 miliar"."""


def is_list(said: str) -> bool:
    """Return whether the words are a list of topics or places: three parts or more between commas, none long."""
    parts = _LIST_COMMA.split(said)
    return len(parts) > 2 and max(len(part.split()) for part in parts) < FEWEST_WORDS_SAID


def is_no_title(said: str) -> bool:
    """Return whether the words are those of a photo's credit, a call or a menu."""
    return bool(_PHOTO.search(said) or _CALL.search(said))
