"""The article's own title in removed text: at the head, in a breadcrumb, in "telah tayang di X dengan judul Y"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.credits import read_credits
from kliping.clean.origin import read_origin
from kliping.clean.stamps import find_stamps
from kliping.clean.text import fold
from kliping.clean.units import Unit
from kliping.clean.words import FUNCTION_WORDS, is_content

ANY = ("other", "credit", "caption", "dateline")
"""Kinds under which a title may have been cut by mistake."""
LEAD = 900
"""So many characters of the story show what a title speaks of."""
SHARED = 0.5
"""Least share of a title's words that the lead has, where nothing else says that it is the title."""

_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,30}$|\s+-\s+[^-]{2,30}$")
_HEADED = re.compile(
    r"(?i)dengan judul\s?:?\s?[\"“'‘]?(?P<title>[^\"”\n]{12,200}?)[\"”'’]?\s?[.,;]?"
    r"\s*(?:$|(?=\s(?:klik|baca|untuk)\b)|(?=https?:))"
)
_CRUMBS = re.compile(r"\s*[»›>/]+\s*")
_BREADCRUMB = re.compile(r"(?i)^\W*(?:home|beranda|depan)\b.{0,80}[»›>/]")
_SHARED_BY = re.compile(r"(?i)\W*(?:share|bagikan|judul)\s?:\s?(?P<title>\S.{15,})")
_PHOTO = re.compile(r"(?i)\b(?:foto|dok|ilustrasi|istimewa|ist)\b")
_NO_TITLE = re.compile(r"[»›|©@]|https?:|\([^()]*/[^()]*\)\W*$")


def read_title(units: Sequence[Unit], story: str, *, title: str | None = None, outlet: str | None = None) -> str | None:
    """The title as the removed text gives it; ``title`` is what is known of it from elsewhere."""
    if title and (found := _given(units, title)):
        return found
    lead = frozenset(_content(story[:LEAD]))
    for unit in units:
        if (
            unit.kind == "title"
            and unit.zone == "head"
            and not (len(unit.text) < 40 and read_origin(unit.text, outlet))
        ):
            return _spell(unit.text)
    for unit in units:
        if unit.zone == "head" and unit.kind in ANY and _may_be(unit, lead, outlet):
            return _spell(unit.text)
    return _crumb(units, lead) or (None if title else _headed(units, lead))


def find_given(text: str, title: str) -> tuple[int, int] | None:
    """Where ``text`` repeats the known title, whatever the marks between its words."""
    folded = fold(text)
    for wanted in dict.fromkeys((title, _SUFFIX.sub("", title))):
        pattern = _pattern(wanted, folded)
        if pattern and (match := pattern.search(folded)):
            return match.span()
    return None


def shares_words(text: str, lead: frozenset[str], least: float = SHARED) -> bool:
    """Has the lead at least this share of the words of ``text``?"""
    content = _content(text)
    return len(content) >= 3 and sum(word in lead for word in content) >= least * len(content)


def is_capitalised(text: str) -> bool:
    """Is the text in Title Case: do its words, but for function words, begin with capitals or figures?"""
    words = text.split()
    return len(words) >= 5 and sum(map(is_content, words)) <= len(words) // 8


def _spell(title: str) -> str:
    title = " ".join(title.split()).removeprefix("Judul:").strip(" |-–—»*")
    return title[:-1].rstrip() if title.endswith(".") and not title.endswith("..") else title


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(fold(text)) if word not in FUNCTION_WORDS and len(word) > 2]


def _given(units: Sequence[Unit], title: str) -> str | None:
    """The known title as the removed text writes it."""
    for unit in units:
        if unit.kind != "related" and (found := find_given(unit.text, title)):
            return _spell(unit.text[found[0] : found[1]])
    return None


def _pattern(title: str, folded: str) -> re.Pattern[str] | None:
    """The title's words with any marks between them; None, and nothing is compiled, if ``folded`` lacks a word."""
    words = _WORD.findall(fold(title))
    if (len(words) < 3 and len(title) < 16) or not all(word in folded for word in words[:60]):
        return None
    opening = r"[\"“‘'(]?" if title.lstrip()[:1] in "\"“‘'(" else ""
    closing = r"[?!…%)\"”]{0,2}" if title.rstrip()[-1:] in '?!…%)"”' else ""
    return re.compile(opening + r"(?<!\w)" + r"\W{1,4}".join(map(re.escape, words[:60])) + r"(?!\w(?<!\d))" + closing)


def _may_be(unit: Unit, lead: frozenset[str], outlet: str | None) -> bool:
    """Is the line at the head a title: no sentence, credit or caption, and about what the story is about?"""
    text = unit.text.strip()
    if not (4 <= len(text.split()) <= 25 and len(text) <= 200) or text.endswith((":", ",", ";")):
        return False
    capitalised = is_capitalised(text)
    if text.endswith(".") and not capitalised:
        return False
    if text[:1].islower() or _PHOTO.search(text) or _NO_TITLE.search(text) or any(find_stamps(text)):
        return False
    if read_credits(text, outlet=outlet) or read_origin(text, outlet):
        return False
    return shares_words(text, lead, SHARED / 2 if capitalised else SHARED)


def _crumb(units: Sequence[Unit], lead: frozenset[str]) -> str | None:
    """The last part of a breadcrumb, or what is shared: "Home » Harga Beras Naik", "Share: Harga Beras Naik"."""
    for unit in units:
        if len(unit.text) > 300:
            continue
        said = ""
        if unit.zone == "head" and _BREADCRUMB.match(unit.text):
            said = _CRUMBS.split(unit.text.strip())[-1]
        elif match := _SHARED_BY.match(unit.text):
            said = match["title"]
        if len(said.split()) >= 4 and shares_words(said, lead):
            return _spell(said)
    return None


def _headed(units: Sequence[Unit], lead: frozenset[str]) -> str | None:
    """The title under which the article appeared elsewhere; asked last, and only if the story is about it."""
    for unit in units:
        match = _HEADED.search(unit.text) if unit.kind in ("syndication", "other") and len(unit.text) < 400 else None
        if match and shares_words(match["title"], lead):
            return _spell(match["title"])
    return None
