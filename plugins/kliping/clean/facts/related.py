"""Headlines of other articles in removed text: after "Baca juga:", below "Berita Terkait", bare between paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from kliping.clean.facts.announcements import find_announcements, holds_announcement, is_list_heading
from kliping.clean.facts.headline_text import HEADLINE_EDGES, LONGEST_RELATED, split_glued, split_headlines
from kliping.clean.facts.origin import read_origin
from kliping.clean.facts.stamps import is_relative
from kliping.clean.facts.units import Unit
from kliping.clean.folded_text import LONGEST_BLANK, FoldedText, fold_text
from kliping.clean.headlines.headline_ends import LONGEST_HEADLINE, end_chances, find_ends
from kliping.clean.vocabulary import words
from kliping.clean.vocabulary.places import is_place
from kliping.clean.vocabulary.word_lists import entries
from kliping.clean.vocabulary.words import is_capitalised
from kliping.model import Related, Removed

MOST_RELATED = 200
"""Most headlines that are returned for one text."""
MOST_LEFT_IN = 20
"""So many lines that look like headlines are looked at in one story."""
SHORTEST_LEFT_IN, LONGEST_LEFT_IN = 35, 160
"""Such a line is at least, and at most, so many characters."""
LISTED_KINDS = frozenset({"related", "other", "title", "caption", "copyright"})
"""What a headline in a list may have been cut as; all but the first by mistake."""
_PAGER = re.compile(r"(?i)(?:prev(?:ious)?|next)\s(?:post|article)\W*$|^navigasi\b")
_PAGED = re.compile(r"(?i)\W*(?:previous|next|berikutnya|sebelumnya)\s?:|[←→]|.*[←→]$")
MOST_STRANGE_SHARE = 0.1
"""Most of its words that a headline left in the story shares with the text; a sub-heading of the story shares more."""
STEM_CHARS = 5
"""So many letters of a word tell whether a text speaks of what it means."""
HEADING_REACH = 700
"""So many characters below a line show whether it heads them."""
LIST_REACH = 8
"""So many lines before and after one show whether it stands in a list."""
LEAST_END_CHANCE = 0.5
"""Where the end of a headline inside a line has a smaller chance, and a later one a greater, it is in doubt."""
LONGEST_SECTION = 3
"""The name of a section is at most this many words."""
FEWEST_TEASER_WORDS = 12
"""A teaser among others is at least this many words."""
MOST_WORDS_LEFT = 6
"""Where an announced headline was cut too short, at most so many of its words were left."""

_ADDRESS = re.compile(
    r"(?i)\bno\.? \d|\b(?:jl|jalan|telp|email|rt|npwp|https?|tayang|berjudul)\b|[@©|:]|\d{5}|[a-z]/[a-z]"
)
_SENTENCE_END = re.compile(r"(?:…\.?|\.{2,}|[\w%\])\"”]\s?\.)\s*[”\"]?$")
_JOINT = re.compile(r"[a-z][A-Z][a-z]")
_LONG_LINE = re.compile(rf"[^\n]{{{SHORTEST_LEFT_IN},}}")
_BEGINS_TITLE = re.compile(r"[ \t]*[A-Z\"“‘']")
_NO_TITLE_ENDS = frozenset('.:;,”"\r\x0b\x0c')
_LIST_DATE = re.compile(
    r"\s*\((?:\w+, ?)?\d{1,2}[ /.-]\w{1,9}[ /.-]\d{4}(?:[ ,|-]{1,3}\d{1,2}[:.]\d\d(?: ?\w{2,4})?)?\)$"
)


def read_related(text: str, removed: Sequence[Removed], units: Sequence[Unit], story: int) -> tuple[Related, ...]:
    """Return the headlines, each once: those cut, in the order of the text, and those that were left in the story.

    ``story`` is where the story begins.
    """
    found: dict[str, str] = {}
    for title in (*_titles(text, units), *_left_in(text, removed, story)):
        key = re.sub(r"\W+", "", fold_text(title))
        if len(key) > 5:
            found.setdefault(key, title)
        if len(found) >= MOST_RELATED:
            break
    return tuple(map(Related, found.values()))


def _titles(text: str, units: Sequence[Unit]) -> Iterator[str]:
    """Yield the headlines that the units announce, list below a heading, or hold bare."""
    listing = False  # does a list of headlines go on?
    region = -1
    blind = {unit.kind for unit in units} == {"other"}  # then the kinds tell nothing
    for index, unit in enumerate(units):
        if unit.region != region:
            listing, region = False, unit.region
        if marks := find_announcements(unit.text):
            yield from _announced(_finish_headline(text, units, index, marks[-1]), marks)
            listing = not unit.text[marks[-1].end() :].strip(HEADLINE_EDGES + "()[]")
        elif is_list_heading(unit.text):
            listing = True
        elif _PAGED.match(unit.text) or (unit.kind != "nav" and index > 0 and _PAGER.search(units[index - 1].text)):
            continue  # the article before, or after, this one
        elif listing and unit.kind in LISTED_KINDS:
            yield from _listed(units, index)
        elif unit.kind == "related" or (unit.zone == "foot" and unit.kind in LISTED_KINDS and _is_bare(unit.text)):
            if blind or _stands_as_headline(text, units, index):
                yield from _listed(units, index, least=4)
        elif unit.kind != "nav":
            listing = False


def _stands_as_headline(text: str, units: Sequence[Unit], index: int) -> bool:
    """Return whether a line that nothing announces may be a headline, by its form and its neighbours."""
    unit = units[index]
    if unit.zone != "foot" and len(unit.text.split()) > 3 and not _names_office(unit.text):
        return not _goes_on_from(text, unit.start) or _is_beside_others(units, index)
    alone = unit.kind == "related" and _is_bare(unit.text)
    return alone or _is_teaser(_text_after(units, index)) or _is_beside_others(units, index)


def _text_after(units: Sequence[Unit], index: int) -> str:
    """Return the text of the following unit; empty where there is none that may be of the same list."""
    after = units[index + 1 : index + 2]
    if after and after[0].kind in LISTED_KINDS:
        return after[0].text
    return ""


def _finish_headline(text: str, units: Sequence[Unit], index: int, mark: re.Match[str]) -> str:
    """Return the unit's text with what was left of the headline after ``mark``: a few words of its line, or all of it.

    The cleaner cuts too little rather than too much. A headline inside a line whose end is in doubt is left out.
    """
    unit = units[index]
    stop = text.find("\n", unit.end)
    if stop < 0:
        stop = len(text)
    rest = text[unit.end : min([stop, *(other.start for other in units[index + 1 : index + 2])])].rstrip()
    if not rest:
        return unit.text
    above = text[max(0, unit.start - LONGEST_RELATED) : unit.start].rsplit("\n", 1)[-1]
    begun = unit.text[mark.end() :].strip(HEADLINE_EDGES)
    wrapped = text[stop : stop + 3].strip()[:1].islower()
    if not (above.strip() or wrapped) and _may_be_left(rest, all_of_it=not begun):
        return unit.text + rest
    if not begun or unit.text[-1] in ")]" or not rest[:1].isspace():
        return unit.text
    last = split_glued(unit.text[mark.end() :], sections=False)[-1]
    doubtful = _is_cut_in_doubt(text, unit.end - len(last), unit.end)
    if doubtful:
        return unit.text[: -len(last)]
    return unit.text


def _may_be_left(rest: str, *, all_of_it: bool) -> bool:
    """Return whether what was left of a line is of the headline that the line announces, and no sentence."""
    ended = rest.rstrip('"”’')[-1:] in (*".:;,",)
    if all_of_it:
        return not ended and len(rest) <= LONGEST_RELATED
    few = len(rest.split()) <= MOST_WORDS_LEFT
    return few and (not ended or not any(map(words.is_content, rest.split())))


def _is_cut_in_doubt(text: str, start: int, cut: int) -> bool:
    """Return whether the headline from ``start`` on, and no sentence, likely goes on after ``cut``.

    It was cut where least of the story is lost if that was wrong: at times a few words before its end.
    """
    following = text[cut : cut + LONGEST_HEADLINE].split("\n", 1)[0].split(maxsplit=2)[:2]
    if any(map(words.is_content, following)):
        return False  # a sentence follows
    reading = FoldedText.of(text[start : start + LONGEST_HEADLINE].split("\n", 1)[0])
    begins = len(reading.text) - len(reading.text.lstrip())
    candidates = find_ends(reading, begins, len(reading.text))
    if not candidates:
        return False
    chances = {start + each.end: chance for each, chance in zip(candidates, end_chances(candidates), strict=True)}
    there = chances.get(cut, 0.0)
    return there < LEAST_END_CHANCE and any(chance > there for end, chance in chances.items() if end > cut)


def _left_in(text: str, removed: Sequence[Removed], story: int) -> Iterator[str]:
    """Find the lines of the story that are headlines, in Title Case, and speak of nothing that the text speaks of."""
    folded = ""  # the whole text, once a line asks for it
    cut = [span.start for span in removed]
    ends = {span.end: span.start for span in removed if span.kind == "related"}
    lines = ((start, end) for start, end in _title_lines(text, story) if _is_bare(text[start:end].strip()))
    for start, end in islice(lines, MOST_LEFT_IN):
        said = text[start:end].strip()
        if bisect_left(cut, start) != bisect_left(cut, end):
            continue
        before = text[max(0, start - LONGEST_BLANK) : start].rstrip()
        if text[end : end + LONGEST_BLANK].lstrip()[:1].islower() or before[-1:].isalpha():
            continue  # a sentence that is broken into lines
        above = ends.get(start - min(start, LONGEST_BLANK) + len(before))
        if above is not None and not holds_announcement(text, text.rfind("\n", 0, above) + 1, start):
            yield from split_headlines(said, sure=False, least=5)  # the rest of a list of headlines
            continue
        spoken = {word for word in re.findall(r"\w{3,}", fold_text(said)) if word not in words.FUNCTION_WORDS}
        folded = folded or fold_text(text)
        stems = [word[:STEM_CHARS] for word in spoken]
        after = folded[end : end + HEADING_REACH]
        if sum(stem in after for stem in stems) > 1:
            continue  # a sub-heading: the paragraphs below speak of it
        again = [stem for stem in stems if folded.find(stem, 0, start) >= 0 or folded.find(stem, end) >= 0]
        if len(stems) > 4 and len(again) <= MOST_STRANGE_SHARE * len(stems):
            yield from split_headlines(said, sure=False, least=7)


def _title_lines(text: str, story: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the lines, from offset ``story`` on, that may be headlines by how they begin and end."""
    within_line = story > 0 and text[story - 1] != "\n"
    if within_line:
        story = text.find("\n", story)
    if story < 0:
        return
    for line in _LONG_LINE.finditer(text, story):
        said = line.group().strip(" \t\u00a0")
        fits = SHORTEST_LEFT_IN <= len(said) <= LONGEST_LEFT_IN
        if fits and said[-1] not in _NO_TITLE_ENDS and _BEGINS_TITLE.match(line.group()):
            yield line.span()


def _goes_on_from(text: str, at: int) -> bool:
    """Return whether only the second half of a line begins at offset ``at``: a word is in front of it."""
    before = text[max(0, at - LONGEST_RELATED) : at].rsplit("\n", 1)[-1]
    return before.rstrip()[-1:].isalpha() and before[-1:].isspace()


def _is_beside_others(units: Sequence[Unit], index: int) -> bool:
    """Return whether a line stands in a list: another headline is among its neighbours."""
    unit = units[index]
    around = [*units[max(0, index - LIST_REACH) : index], *units[index + 1 : index + 1 + LIST_REACH]]
    alike = {other.text for other in around if other.kind == "related" and other.region == unit.region} - {unit.text}
    return any(
        len(text.split()) > 3 and not (_is_teaser(text) or is_relative(text) or find_announcements(text))
        for text in alike
    )


def _is_bare(text: str) -> bool:
    """Return whether a line that nothing announces looks like a headline: Title Case, long, nobody's address."""
    size = len(text.split())
    if not (6 <= size <= 20 and 35 <= len(text) <= 160) or text[-1] in ".:;,":
        return False
    if len(_JOINT.findall(text)) > 1:
        return False  # names of topics, their breaks lost
    return is_capitalised(text) and not _ADDRESS.search(text) and not _names_office(text)


def _names_office(text: str) -> bool:
    """Return whether two words in five, or more, are those of offices and places."""
    spoken = [word for word in fold_text(text).split() if word not in words.FUNCTION_WORDS]
    return 5 * sum(word in entries("organisation") or is_place(word) for word in spoken) >= 2 * len(spoken)


def _announced(text: str, marks: list[re.Match[str]]) -> Iterator[str]:
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        said = text[mark.end() : following.start() if following else len(text)]
        yield from split_headlines(said, sure=True)


def _listed(units: Sequence[Unit], index: int, least: int = 3) -> Iterator[str]:
    """Yield the headlines of one line of a list; two words are one with a teaser, else the name of a section."""
    text, following = _without_list_date(units, index), _text_after(units, index)
    if _is_teaser(text) or _is_among_teasers(units, index):
        return
    if len(text.split()) <= LONGEST_SECTION and is_capitalised(following):
        return  # the name of a section, above its headline
    with_teaser = len(following) > 60 and (_is_teaser(following) or following.rstrip().endswith("?"))
    if with_teaser:
        least = 2
    yield from split_headlines(text, sure=False, least=least)


def _without_list_date(units: Sequence[Unit], index: int) -> str:
    """Return the line without the date in brackets at its end, where another line of the list has one, too."""
    bare = _LIST_DATE.sub("", units[index].text)
    beside = [units[each].text for each in (index - 1, index + 1) if 0 <= each < len(units)]
    if any(map(_LIST_DATE.search, beside)):
        return bare
    return units[index].text


def _is_among_teasers(units: Sequence[Unit], index: int) -> bool:
    """Return whether a line in sentence case stands beside two sentences of other articles, whatever it ends in."""
    if is_capitalised(units[index].text) or len(units[index].text.split()) < FEWEST_TEASER_WORDS:
        return False
    beside = [units[each].text for each in (index - 2, index - 1, index + 1, index + 2) if 0 <= each < len(units)]
    return sum(map(_is_teaser, beside)) > 1


def _is_teaser(text: str) -> bool:
    """Return whether the line is the beginning, or a sentence, of another article rather than its headline."""
    text = text.strip()
    cut_short = text.rstrip(".").endswith("…") or text.endswith("...")
    if cut_short:
        place, dash, _ = text[:80].partition(" – ")
        return len(text) > 100 or bool(dash and read_origin(place + " –"))
    sentence = bool(_SENTENCE_END.search(text)) or (text.endswith("?") and bool(re.search(r"[.?!] ", text)))
    if sentence and len(text.split()) > 8:
        return True
    plain = [word for word in text.split() if words.is_content(word)]
    longest = 70 if text.endswith("?") else 115
    return len(text) > longest and 2 * len(plain) > len(text.split())
