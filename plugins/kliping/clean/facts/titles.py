"""The article's own title: at the head, whether it was cut or not, in a breadcrumb, in "Share: ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from kliping.clean.facts.announcements import find_announcements
from kliping.clean.facts.credits import read_credits
from kliping.clean.facts.glued_title import read_glued_title
from kliping.clean.facts.stamps import find_stamps
from kliping.clean.facts.title_words import (
    CRUMB_MARKS,
    FEWEST_TITLE_WORDS,
    LEAD_CHARS,
    LEAST_SHARED,
    LEAST_SHARED_CAPITALISED,
    LONGEST_TITLE,
    cut_author,
    cut_byline,
    cut_outlet,
    find_given,
    is_list,
    is_no_title,
    names_origin,
    share_words,
    spell_title,
)
from kliping.clean.facts.units import Unit, find_story, read_units
from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.photo_credits import ends_in_credit
from kliping.clean.vocabulary.words import FUNCTION_WORDS, is_capitalised
from kliping.model import Removed

LEAST_AGREED = 0.5
"""Least share of a title's words that the title known from elsewhere has."""
FEWEST_REPEATED_WORDS = 4
"""A title that stands twice in the head is at least this many words."""
MOST_KICKER_WORDS = 4
"""Words of a line above the title that names its subject: "Banjir di Demak"."""
FIRST_LINE = 0.5
"""What speaks for the first line of a text against the lines below it, such as a caption."""
UNSHARED_TITLE = 0.1
"""What speaks for a line in Title Case that was cut as the title, however few of its words the story has."""
UNTITLED_KINDS = frozenset({"related", "dateline", "tags"})
"""What no title is cut as."""

LONGEST_STORY = 6000
"""Characters of the story that are looked at for the words of a line above it."""
SHORTEST_STANDFIRST = 70
"""Characters of a line that a sentence of the story may say again."""
FEWEST_ITEMS = 2
_ITEM = re.compile(r"[-–•*·]?\s?\d{1,2}[.)]\s")
"""The number of an item: "- 1. Tema pertama"."""
_BREADCRUMB = re.compile(r"(?i)^\W*(?:home|beranda|depan)\b.{0,80}[»›>/]")
_SHARED_BY = re.compile(r"(?i)\W*(?:share|bagikan|judul)\s?:\s?(?P<title>\S.{15,})")
_NO_TITLE = re.compile(r"[»›>|©@]|\s/\s|https?:|\([^()]*/[^()]*\)\W*$")
_DATED = re.compile(r"\(\d{1,2}\s?/")
_SENTENCE_END = re.compile(r"[.]\s")
_HEADED = re.compile(
    r"(?i)dengan judul\s?:?\s?[\"“'‘]?(?P<title>[^\"”\n]{12,200}?)[\"”'’]?\s?[.,;]?"
    r"\s*(?:$|(?=\s(?:klik|baca|untuk)\b)|(?=https?:))"
)


def read_title(
    text: str,
    units: Sequence[Unit],
    story: str,
    *,
    dateline: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
) -> str | None:
    """Return the title as the head gives it; ``title`` is what is known of it from elsewhere.

    ``dateline``: that of the text, which no title stands after.
    """
    if title and (found := _given(text, units, title)):
        return found
    lead, known = fold_text(story[:LEAD_CHARS]), fold_text(title or "")
    best = _best_line(text, units, lead, known, outlet)
    if best and (best.alone or best.said[-1] not in "?!:"):
        return best.said
    begins = text.lstrip()
    glued = None
    if not dateline or not begins.startswith(dateline):
        glued = read_glued_title(begins, outlet)
    if best:
        return _longer(best.said, glued or "")
    if glued and _agrees(glued, known):
        return glued
    if crumb := _crumb(units, lead):
        return crumb
    if title:
        return None
    return _headed(units, lead)


def find_title_lines(text: str, removed: Sequence[Removed]) -> list[tuple[int, int]]:
    """Return (start, end) of the lines above the story that hold a title and nothing else, and were not removed.

    ``removed``: what the rules take from ``text``, sorted. A page may print a kicker, its title, and the title again.
    """
    begins = find_story(text, removed)
    above = [span for span in removed if span.start < begins]
    if not _is_left(text[:begins], above):
        return []
    units = [*takewhile(lambda unit: not _is_link(unit), read_units(text, above, begins))]
    units = [unit for unit in units if unit.zone == "head"]
    lead = fold_text(text[begins : begins + LEAD_CHARS])
    lines = [
        (unit.start, unit.end)
        for unit in units
        if unit.kept and _fills_line(text, unit) and _rate(unit, spell_title(unit.text), lead, None)
    ]
    if not lines:
        return []
    titles = [(unit.start, unit.end) for unit in units if unit.kind == "title" and not unit.kept]
    first = min([*titles, *lines])
    story = fold_text(text[begins : begins + LONGEST_STORY])
    heads = [
        line for line in lines if not (_is_standfirst(text, line, first) or _is_said_in(story, text[slice(*line)]))
    ]
    return _without_list(text, heads)


def _is_said_in(story: str, line: str) -> bool:
    """Return whether the story repeats the line within a longer sentence; ``story`` is in lower case."""
    is_short = len(line) < SHORTEST_STANDFIRST or is_capitalised(line)
    at = -1 if is_short else story.find(fold_text(line))
    return at > 0 and story[at + len(line) :][:1] == " "


def _without_list(text: str, lines: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines without those of a list: what an article says below its title, item by item."""
    items = [line for line in lines if _ITEM.match(text, *line)]
    return [line for line in lines if len(items) < FEWEST_ITEMS or line not in items]


def _is_standfirst(text: str, line: tuple[int, int], title: tuple[int, int]) -> bool:
    """Return whether a line is a standfirst: a sentence below a title in Title Case, in other words than the title."""
    above, said = fold_text(text[slice(*title)]), text[slice(*line)]
    if line == title or is_capitalised(said) or not is_capitalised(text[slice(*title)]):
        return False
    return above not in fold_text(said) and fold_text(said) not in above


def _is_link(unit: Unit) -> bool:
    """Return whether a line announces another article, below which the story goes on: "Baca juga: ..."."""
    return unit.kind == "related" and any(unit.text[mark.end() :].strip() for mark in find_announcements(unit.text))


def _is_left(head: str, removed: Sequence[Removed]) -> bool:
    """Return whether anything but white space stays of a head of which ``removed`` is taken."""
    at = 0
    for span in removed:
        if head[at : span.start].strip():
            return True
        at = span.end
    return bool(head[at:].strip())


class _Line(NamedTuple):
    """A line that may be the title; of two, the one with the greater score is."""

    score: float
    said: str
    alone: bool
    """Is nothing else on the line?"""


def _best_line(text: str, units: Sequence[Unit], lead: str, known: str, outlet: str | None) -> _Line | None:
    """Return the line of the head that most speaks for as the title, the first of several; None where there is none."""
    best: _Line | None = None
    for unit in units:
        repeated = _repeated(unit, units) if unit.zone == "head" else None
        if unit.zone != "head" or not (_may_hold_title(unit) or repeated):
            continue
        alone = _fills_line(text, unit)
        if not alone and (unit.kept or unit.kind != "title"):
            continue
        said = repeated or cut_outlet(cut_byline(spell_title(unit.text), lead, outlet)[0])
        if not alone and any(stamp.start < 4 for stamp in find_stamps(text[unit.end : unit.end + 60])):
            said = cut_author(said, lead)
        score = _rate(unit, said, lead, outlet)
        if score and not text[: unit.start].strip() and not _is_kicker(said, units, unit):
            score += FIRST_LINE
        if score and _agrees(said, known) and (best is None or score > best.score):
            best = _Line(score, said, alone)
    return best


def _is_kicker(said: str, units: Sequence[Unit], unit: Unit) -> bool:
    """Return whether a short first line stands above a longer headline in Title Case."""
    following = next((other for other in units if other.start > unit.start and other.zone == "head"), None)
    if following is None or len(said.split()) > MOST_KICKER_WORDS or not _may_hold_title(following):
        return False
    return len(following.text.split()) > len(said.split()) and is_capitalised(following.text)


def _repeated(unit: Unit, units: Sequence[Unit]) -> str | None:
    """Return what a line of the head and another one share, where one of them is the beginning of the other.

    A title that a page shows twice, once with the author's name glued to it, ends where the shorter of the two ends.
    """
    said = spell_title(unit.text)
    for other in units:
        if other is unit or other.zone != "head" or other.kind not in ("title", unit.kind):
            continue
        shorter, longer = sorted((said, spell_title(other.text)), key=len)
        if len(shorter.split()) >= FEWEST_REPEATED_WORDS and fold_text(longer).startswith(fold_text(shorter)):
            return shorter
    return None


def _may_hold_title(unit: Unit) -> bool:
    """Return whether a title may have been cut as this kind: one in Title Case also as a credit."""
    return unit.kind not in UNTITLED_KINDS and (unit.kind != "credit" or is_capitalised(unit.text))


def _agrees(said: str, known: str) -> bool:
    return not known or share_words(said, known)[0] >= LEAST_AGREED


def _fills_line(text: str, unit: Unit) -> bool:
    before = text[max(0, unit.start - LONGEST_TITLE) : unit.start].rsplit("\n", 1)[-1]
    after = text[unit.end : unit.end + LONGEST_TITLE].split("\n", 1)[0]
    if before.strip() or after.strip() or _DATED.search(before + unit.text):
        return False
    goes_on = unit.kept and text[unit.end : unit.end + LONGEST_TITLE].lstrip()[:1].islower()
    return not goes_on or is_capitalised(unit.text)


def _longer(said: str, glued: str) -> str:
    """Return of two readings of one title the longer."""
    if fold_text(glued).startswith(fold_text(said)):
        return glued
    return said


def _given(text: str, units: Sequence[Unit], title: str) -> str | None:
    """Return the known title as the text writes it, in a removed line or at the beginning."""
    for unit in units:
        if (unit.kind != "related" or unit.zone == "head") and (found := find_given(unit.text, title)):
            return spell_title(unit.text[found[0] : found[1]])
    found = find_given(text[:LONGEST_TITLE], title)
    if found and not text[: found[0]].strip():
        return spell_title(text[found[0] : found[1]])
    return None


def _rate(unit: Unit, said: str, lead: str, outlet: str | None) -> float:
    """Return how much speaks for a line at the head as the title; 0.0 where it is none.

    A title is no sentence, credit or caption, and is about what the story is about.
    """
    text = unit.text.strip()
    named = unit.kind == "title"
    if not (3 <= len(said.split()) <= 25 and len(said) <= LONGEST_TITLE) or said.endswith((":", ",", ";", "&")):
        return 0.0
    capitalised = is_capitalised(said) or (said.isupper() and len(said.split()) > 3)
    if (text.endswith(".") or _SENTENCE_END.search(said)) and not capitalised:
        return 0.0
    if said.rsplit(maxsplit=1)[-1] in FUNCTION_WORDS:
        return 0.0
    if said[:1].islower() or is_no_title(said) or _NO_TITLE.search(said) or ends_in_credit(said):
        return 0.0
    if any(find_stamps(text)) or read_credits(text, outlet=outlet) or names_origin(text, outlet, titled=named):
        return 0.0
    if not named and is_list(said):
        return 0.0
    if _is_name(said, lead):
        return 0.0
    share, common = share_words(said, lead)
    sure = capitalised or named
    if common < FEWEST_TITLE_WORDS + (not sure) or share < (LEAST_SHARED_CAPITALISED if sure else LEAST_SHARED):
        is_cut_title = named and capitalised and common and len(said.split()) >= FEWEST_REPEATED_WORDS
        return share + UNSHARED_TITLE if is_cut_title else 0.0
    return share + 0.3 * named + 0.6 * capitalised - 0.2 * (unit.kind == "caption")


def _is_name(said: str, lead: str) -> bool:
    """Return whether a short line is the name of somebody or something that the story speaks of."""
    longest = 8 if "," in said else 5  # "Kapolda Jawa Tengah, Irjen Pol Budi Santoso"
    return len(said.split()) <= longest and fold_text(said) in lead


def _crumb(units: Sequence[Unit], lead: str) -> str | None:
    """Return the last part of a breadcrumb, or what is shared: "Home » Harga Beras Naik", "Share: Harga Beras"."""
    for unit in units:
        if len(unit.text) > 300:
            continue
        said = ""
        if unit.zone == "head" and _BREADCRUMB.match(unit.text):
            said = CRUMB_MARKS.split(unit.text.strip())[-1]
        elif match := _SHARED_BY.match(unit.text):
            said = match["title"]
        if len(said.split()) >= 4 and share_words(said, lead)[0] >= LEAST_SHARED:
            return spell_title(said)
    return None


def _headed(units: Sequence[Unit], lead: str) -> str | None:
    """Return the title under which the article appeared elsewhere, if the story is about it."""
    for unit in units:
        if unit.kind not in ("syndication", "other") or len(unit.text) >= 400:
            continue
        match = _HEADED.search(unit.text)
        if match and share_words(match["title"], lead)[0] >= LEAST_SHARED:
            return spell_title(match["title"])
    return None
