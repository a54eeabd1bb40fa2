"""The article's own title: at the head, whether it was cut or not, in a breadcrumb, in "Share: ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kliping.clean.facts.credits import is_person, read_credits
from kliping.clean.facts.origin import read_origin
from kliping.clean.facts.outlet_names import is_own, is_site, sounds_like_outlet
from kliping.clean.facts.stamps import find_stamps
from kliping.clean.facts.units import Unit
from kliping.clean.facts.word_lists import any_of
from kliping.clean.folded_text import FoldedText, fold_text
from kliping.clean.rules.dateline import is_place
from kliping.clean.rules.headline_ends import end_chances, find_ends
from kliping.clean.words import FUNCTION_WORDS, is_content

LEAD_CHARS = 1500
"""So many characters of the story show what a title speaks of."""
LEAST_SHARED = 0.5
"""Least share of a title's words that the lead has,"""
LEAST_SHARED_CAPITALISED = 0.3
"""and of one in Title Case, or cut as a title,"""
FEWEST_TITLE_WORDS = 2
"""and so many words at least,"""
LEAST_AGREED = 0.5
"""and the least share that the title known from elsewhere has."""
FEWEST_ORDINARY = 2
"""Least number of words that a title in Title Case capitalises and the story does not."""
LEAST_GLUED_CHANCE = 0.75
"""Least chance of the place where a title ends that the story goes on behind in one line."""
LONGEST_TITLE = 200
"""A title is at most this many characters."""
UNTITLED_KINDS = frozenset({"related", "dateline", "tags"})
"""What no title is cut as."""
SHORTEST_TITLE = 5
"""Least words of a title that the story goes on behind in one line."""

_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,30}$|\s+-\s+[^-]{2,30}$")
_CRUMBS = re.compile(r"\s*[»›>/]+\s*")
_BREADCRUMB = re.compile(r"(?i)^\W*(?:home|beranda|depan)\b.{0,80}[»›>/]")
_SHARED_BY = re.compile(r"(?i)\W*(?:share|bagikan|judul)\s?:\s?(?P<title>\S.{15,})")
_PHOTO = re.compile(r"(?i)\b(?:foto|dok|ilustrasi|istimewa|ist)\b")
_NO_TITLE = re.compile(r"[»›>|©@]|\s/\s|https?:|\([^()]*/[^()]*\)\W*$")
_CALL = re.compile(rf"(?i)^(?:baca|simak|lihat|tonton)\b[^:]{{0,12}}:|\b(?:{any_of('no_titles')})\b")
_STOP = re.compile(
    rf"\s[|•]|(?i:\s(?:posted on|redaksi|admin)\b)|\s[-–—]{{1,3}}\s|(?i:\b{any_of('head_labels')}\b)\s?[:?]"
    r"|[?]\s[?]|\s{3,}"
)
_ADDRESS = re.compile(r"(?i)(?<!\S)[a-z0-9-]{2,30}\.(?:com|co\.id|id|net|co|news|tv)\b(?=\s?[,|–—-]|\s\d)")
_DATED = re.compile(r"\(\d{1,2}\s?/")
_ABBREVIATED = re.compile(r"\([A-Z]{2,}\)")
_SENTENCE = re.compile(r"(?:[^.!?\s]+\s+){5,22}[^.!?\s]{2,}[.!?](?=\s+[A-Z“\"])")
"""A sentence of six words or more that another one follows."""
_SENTENCE_END = re.compile(r"[.]\s")
_LABELLED = re.compile(rf"(?i)\b{any_of('head_labels')}\b\s?[:/]?\s?[^.,|/\n]{{2,30}}")
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

    ``dateline``: that of the text, which no title stands behind.
    """
    if title and (found := _given(text, units, title)):
        return found
    lead, known = fold_text(story[:LEAD_CHARS]), fold_text(title or "")
    best = _best_line(text, units, lead, known, outlet)
    if best and (best.alone or best.said[-1] not in "?!:"):
        return best.said
    begins = text.lstrip()
    glued = None if dateline and begins.startswith(dateline) else _glued(begins, outlet)
    if best:
        return _longer(best.said, glued or "")
    if glued and _agrees(glued, known):
        return glued
    return _crumb(units, lead) or (None if title else _headed(units, lead))


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
        if unit.zone != "head" or not _may_hold_title(unit):
            continue
        alone = _fills_line(text, unit)
        if not alone and (unit.kept or unit.kind != "title"):
            continue
        said = _without_outlet(cut_byline(_spell(unit.text), lead, outlet)[0])
        if not alone and any(stamp.start < 4 for stamp in find_stamps(text[unit.end : unit.end + 60])):
            said = _without_name(said, lead)
        score = _rate(unit, said, lead, outlet)
        if score and _agrees(said, known) and (best is None or score > best.score):
            best = _Line(score, said, alone)
    return best


def _may_hold_title(unit: Unit) -> bool:
    """Tell whether a title may have been cut as this kind: one in Title Case also as a credit."""
    return unit.kind not in UNTITLED_KINDS and (unit.kind != "credit" or is_capitalised(unit.text))


def find_given(text: str, title: str) -> tuple[int, int] | None:
    """Where ``text`` repeats the known title, whatever the marks between its words."""
    folded = fold_text(text)
    for wanted in dict.fromkeys((title, _SUFFIX.sub("", title))):
        pattern = _pattern(wanted, folded)
        if pattern and (match := pattern.search(folded)):
            return match.span()
    return None


def is_capitalised(text: str) -> bool:
    """Is the text in Title Case: do its words, but for function words, begin with capitals or figures?"""
    words = text.split()
    return len(words) >= 5 and sum(map(is_content, words)) <= len(words) // 8


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


def _without_outlet(said: str) -> str:
    """Return a title without the outlet's name that pages put behind it: "Garam Menumpuk di Gudang - Pojok Sumenep"."""
    title, _, house = said.rpartition(" - ") if " - " in said else said.rpartition(" | ")
    named = 1 < len(house.split()) <= 3 and (sounds_like_outlet(house) or is_place(house.rsplit(maxsplit=1)[-1]))
    return title if named and is_capitalised(title) else said


def share_words(said: str, lead: str) -> tuple[float, int]:
    """Return the share, and the number, of the words of ``said`` that the folded ``lead`` has, in whatever form."""
    content = _content(said)
    common = sum(word in lead for word in content)
    return common / max(1, len(content)), common


def _spell(title: str) -> str:
    title = " ".join(title.split()).removeprefix("Judul:").removeprefix("Home ").strip(" |-–—»*")
    return title[:-1].rstrip() if title.endswith(".") and not title.endswith("..") else title


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(fold_text(text)) if word not in FUNCTION_WORDS and len(word) > 2]


def _agrees(said: str, known: str) -> bool:
    return not known or share_words(said, known)[0] >= LEAST_AGREED


def _fills_line(text: str, unit: Unit) -> bool:
    before = text[max(0, unit.start - LONGEST_TITLE) : unit.start].rsplit("\n", 1)[-1]
    behind = text[unit.end : unit.end + LONGEST_TITLE].split("\n", 1)[0]
    if before.strip() or behind.strip() or _DATED.search(before + unit.text):
        return False
    return not (unit.kept and text[unit.end : unit.end + LONGEST_TITLE].lstrip()[:1].islower())


def _longer(said: str, glued: str) -> str:
    """Return of two readings of one title the longer."""
    return glued if fold_text(glued).startswith(fold_text(said)) else said


def _given(text: str, units: Sequence[Unit], title: str) -> str | None:
    """Return the known title as the text writes it, in a removed line or at the beginning."""
    for unit in units:
        if (unit.kind != "related" or unit.zone == "head") and (found := find_given(unit.text, title)):
            return _spell(unit.text[found[0] : found[1]])
    found = find_given(text[:LONGEST_TITLE], title)
    if found and not text[: found[0]].strip():
        return _spell(text[found[0] : found[1]])
    return None


def _pattern(title: str, folded: str) -> re.Pattern[str] | None:
    """The title's words with any marks between them; None, and nothing is compiled, if ``folded`` lacks a word."""
    words = _WORD.findall(fold_text(title))
    if (len(words) < 3 and len(title) < 16) or not all(word in folded for word in words[:60]):
        return None
    opening = r"[\"“‘'(]?" if title.lstrip()[:1] in "\"“‘'(" else ""
    closing = r"[?!…%)\"”]{0,2}" if title.rstrip()[-1:] in '?!…%)"”' else ""
    return re.compile(opening + r"(?<!\w)" + r"\W{1,4}".join(map(re.escape, words[:60])) + r"(?!\w(?<!\d))" + closing)


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
    if said[:1].islower() or _PHOTO.search(said) or _NO_TITLE.search(said) or _CALL.search(said):
        return 0.0
    if any(find_stamps(text)) or read_credits(text, outlet=outlet) or _is_dateline(text, outlet):
        return 0.0
    if said.count(",") > 1 and not named:
        return 0.0  # a list of topics, or of places
    if _is_name(said, lead):
        return 0.0
    share, common = share_words(said, lead)
    sure = capitalised or named
    if common < FEWEST_TITLE_WORDS + (not sure) or share < (LEAST_SHARED_CAPITALISED if sure else LEAST_SHARED):
        return 0.0
    return share + 0.3 * named + 0.2 * capitalised - 0.2 * (unit.kind == "caption")


def _is_name(said: str, lead: str) -> bool:
    """Tell whether a short line is the name of somebody or something that the story speaks of."""
    return len(said.split()) <= 5 and fold_text(said) in lead


def _is_dateline(text: str, outlet: str | None) -> bool:
    origin = read_origin(text, outlet)
    return origin is not None and (origin.sure or origin.likely or len(text) < 40)


def _glued(text: str, outlet: str | None) -> str | None:
    """Return the title that the story, or a byline, goes on behind in one line; None unless its end is sure."""
    line = text[: 2 * LONGEST_TITLE].split("\n", 1)[0]
    begins = line.split(maxsplit=SHORTEST_TITLE)[: SHORTEST_TITLE - 1]
    if any(map(is_content, begins)) and not _CRUMBS.search(line):
        return None  # as most stories: whatever title the line begins with would not be in Title Case
    stops = [match.start() for match in (_STOP.search(line), _ADDRESS.search(line)) if match]
    stops += [stamp.start for stamp in find_stamps(line)][:1]
    stop = min(stops, default=len(line))
    sentence = _SENTENCE.match(line)
    if stop < min(len(line), LONGEST_TITLE) and _is_title_case(line[:stop]):
        behind = fold_text(_LABELLED.sub(" ", text[stop : stop + LEAD_CHARS]))
        said = _without_name(line[:stop].rstrip(" ,|-–—"), behind)
    elif sentence and sentence.end() <= stop and _is_title_case(sentence.group()):
        said = sentence.group()
    else:
        said = _run(FoldedText.of(line), stop)
    said = _CRUMBS.split(said)[-1]
    if (
        not SHORTEST_TITLE <= len(said.split()) <= 22
        or not _is_title_case(said)
        or said[0] in '"“”()'
        or _ABBREVIATED.search(said)
    ):
        return None
    if said.count(",") > 1:
        return None
    if _PHOTO.search(said) or _CALL.search(said) or read_credits(said, outlet=outlet) or _is_dateline(said, outlet):
        return None
    lead = _LABELLED.sub(" ", text[len(said) : len(said) + LEAD_CHARS])
    said = _spell(cut_byline(said, fold_text(lead), outlet)[0])
    ordinary = sum(len(word) > 3 and word[0].isupper() and word.lower() in lead for word in _WORD.findall(said))
    share, common = share_words(said, fold_text(lead))
    marked = said[-1] in "?!" or len(said) >= stop - 1
    capitalised = ordinary >= FEWEST_ORDINARY and share >= LEAST_SHARED_CAPITALISED
    if common < FEWEST_TITLE_WORDS or not (marked or capitalised):
        return None
    linked = any(word in FUNCTION_WORDS for word in said.lower().split())
    return said if linked or marked or said.count(" ") > 6 or line[len(said) : len(said) + 1] == "." else None


def _is_title_case(text: str) -> bool:
    return not any(map(is_content, text.split()))


def _run(reading: FoldedText, stop: int) -> str:
    """Return the words in Title Case that a line begins with, if where they end is sure."""
    candidates = find_ends(reading, 0, stop)
    if not candidates:
        return ""
    odds = end_chances(candidates)
    best = max(range(len(odds)), key=odds.__getitem__)
    return reading.text[: candidates[best].end] if odds[best] >= LEAST_GLUED_CHANCE else ""


def _without_name(said: str, lead: str) -> str:
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


def _crumb(units: Sequence[Unit], lead: str) -> str | None:
    """The last part of a breadcrumb, or what is shared: "Home » Harga Beras Naik", "Share: Harga Beras Naik"."""
    for unit in units:
        if len(unit.text) > 300:
            continue
        said = ""
        if unit.zone == "head" and _BREADCRUMB.match(unit.text):
            said = _CRUMBS.split(unit.text.strip())[-1]
        elif match := _SHARED_BY.match(unit.text):
            said = match["title"]
        if len(said.split()) >= 4 and share_words(said, lead)[0] >= LEAST_SHARED:
            return _spell(said)
    return None


def _headed(units: Sequence[Unit], lead: str) -> str | None:
    """The title under which the article appeared elsewhere; asked last, and only if the story is about it."""
    for unit in units:
        match = _HEADED.search(unit.text) if unit.kind in ("syndication", "other") and len(unit.text) < 400 else None
        if match and share_words(match["title"], lead)[0] >= LEAST_SHARED:
            return _spell(match["title"])
    return None
