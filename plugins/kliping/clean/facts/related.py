"""Headlines of other articles in removed text: behind "Baca juga:", below "Berita Terkait", bare between paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from ahocorasick_rs import AhoCorasick

from kliping.clean import words
from kliping.clean.facts.credits import is_person
from kliping.clean.facts.origin import read_origin
from kliping.clean.facts.stamps import find_stamps, is_relative
from kliping.clean.facts.titles import is_capitalised
from kliping.clean.facts.units import Unit
from kliping.clean.facts.word_lists import any_of, entries
from kliping.clean.folded_text import fold_text
from kliping.clean.rules.dateline import is_place
from kliping.model import Related, Removed

MOST_RELATED = 200
"""Headlines that are told of one text."""
MOST_LEFT_IN = 20
"""So many lines that look like headlines are looked at in one story."""
STRAY = frozenset({"other", "title", "caption", "copyright"})
"""Kinds that a headline in a list may have been cut as by mistake."""
_PAGER = re.compile(r"(?i)(?:prev(?:ious)?|next)\s(?:post|article)\W*$|^navigasi\b")
_PAGED = re.compile(r"(?i)\W*(?:previous|next|berikutnya|sebelumnya)\s?:|[←→]|.*[←→]$")
MOST_STRANGE_SHARE = 0.1
"""Most of its words that a headline left in the story shares with the text; a sub-heading of the story shares more."""
HEADING_REACH = 700
"""So many characters below a line show whether it heads them."""
LIST_REACH = 8
"""So many lines before and behind one show whether it stands in a list."""
LONGEST_RELATED = 200
"""A headline is at most this many characters."""

_B = r"[ \u00a0]"
_WHAT = any_of("contents")
_BEGINS = r"(?:^|(?<=[\s.!?…)\]\"”(\[*>•-])|(?<=[a-z0-9])(?=[A-Z]))[\[(]?[ ]?"
_ALSO = (
    rf"{any_of('see_verbs')}{_B}{{0,3}}{any_of('see_also')}(?!\w)"
    rf"(?:{_B}{{1,3}}(?:{_WHAT}|{any_of('see_tails')})(?:nya)?\b){{0,3}}"
)
_OTHERS = (
    rf"(?:baca|simak){_B}(?:{_WHAT}{_B})?(?:lainnya|sebelumnya|terkait|menarik)\b"
    rf"|{_WHAT}{_B}{any_of('chosen')}(?:{_B}lainnya)?\b|(?:baca|simak|tonton|lihat|saksikan|cek|terkait)(?={_B}?:)|kilas{_B}\w+(?=\s*:)"
    rf"|trending(?:{_B}now)?(?=\s*:|\s*$)|{any_of('announcements')}"
)
_ANNOUNCED = re.compile(rf"(?i){_BEGINS}(?:{_ALSO}|{_OTHERS}){_B}{{0,6}}(?P<mark>[:;\-–—=>|»~,]{{0,3}})")
_OPENING_WORDS = {entry.split()[0] for name in ("see_verbs", "contents", "announcements") for entry in entries(name)}
_OPENINGS = AhoCorasick(sorted(_OPENING_WORDS | {"terkait", "kilas", "trending"}), store_patterns=False)
"""The words that ``_ANNOUNCED`` begins with: most lines have none, and it need not be tried on them."""
_HEADING = re.compile(rf"(?i)\W*(?:{_WHAT}[ ])?{any_of('headings')}(?:[ ](?:{any_of('heading_tails')}|{_WHAT}))?\W*")
_CALL = re.compile(rf"(?i)^\W*(?:©|{any_of('calls')}\b)(?!.*\w{{3,}}.*[:?]\s*\w)")
_HERE = re.compile(rf"(?i)\b{any_of('elsewhere')}\b")
_ADDRESS = re.compile(
    r"(?i)\bno\.? \d|\b(?:jl|jalan|telp|email|rt|npwp|https?|tayang|berjudul)\b|[@©|:]|\d{5}|[a-z]/[a-z]"
)
_SENTENCE_END = re.compile(r"(?:…\.?|\.{2,}|[\w%\])\"”]\s?\.)\s*[”\"]?$")
_JOINT = re.compile(r"[a-z][A-Z][a-z]")
_TITLE_LINE = re.compile(r"(?m)^[ \t]*(?P<title>[A-Z\"“‘'][^\n]{33,158}[^\s.:;,”\"])[ \t\u00a0]*$")
_EMBED = re.compile(r"(?i)\s*:?\s*\[gambas:[^\]]*\]?")
_VIDEO = re.compile(r"(?i)(?:video|iklan)\b[^:]{0,12}:")
_FOREIGN = re.compile(
    r"[@©|]|\s/\s|:\s[\d.]+$|(?i:\b(?:having|license|commons|reserved|required|browser|upgrade|please|your|enter)\b"
    r"|\b(?:jl|jalan)\.|^pt\s|\bkode pos\b|^on air\b|\.(?:com|co\.id|id)$|[^.]\.$)"
)
"""What no headline of an Indonesian outlet holds; a sentence that is over is none."""
_SIGNED = re.compile(r"\s?\([a-z]{2,4}(?:/[a-z]{2,4})*\)$")
_EDGES = " \t\u00a0\r\n:;-–—=>|»«~•●▪*▶👉→➡_,"
_PAIRS = {"(": ")", "[": "]", '"': '"', "“": "”", "'": "'", "‘": "’"}
_SECTION = re.compile(r"[A-Z][\w&/.-]*(?:[ ](?:in|dan|&|[A-Z])[\w&/-]*){0,2}")


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
    listing = False  # does a list of headlines go on?
    region = -1
    blind = {unit.kind for unit in units} == {"other"}  # then the kinds tell nothing
    for index, unit in enumerate(units):
        if unit.region != region:
            listing, region = False, unit.region
        marks = [mark for mark in _marks(unit.text) if _announces(unit.text, mark)]
        if marks:
            yield from _announced(unit.text, marks)
            listing = not unit.text[marks[-1].end() :].strip(_EDGES + "()[]")
        elif _HEADING.fullmatch(unit.text):
            listing = True
        elif _PAGED.match(unit.text) or (unit.kind != "nav" and index > 0 and _PAGER.search(units[index - 1].text)):
            continue  # the article before, or behind, this one
        elif listing and unit.kind in ("related", "other", "title"):
            following = units[index + 1].text if index + 1 < len(units) else ""
            yield from _listed(unit.text, following)
        elif unit.kind == "related" or (unit.zone == "foot" and unit.kind in STRAY and _is_bare(unit.text)):
            following = units[index + 1].text if index + 1 < len(units) else ""
            inside = unit.zone != "foot" and len(unit.text.split()) > 3 and not _names_office(unit.text)
            inside = inside and not _goes_on_from(text, unit.start)
            if blind or inside or _is_teaser(following) or _is_beside_others(units, index):
                yield from _listed(unit.text, following, least=4)
        elif unit.kind != "nav":
            listing = False


def _marks(text: str) -> Iterator[re.Match[str]]:
    plain = text.lower().encode("ascii", "replace").decode("ascii")
    return _ANNOUNCED.finditer(text) if _OPENINGS.find_matches_as_indexes(plain) else iter(())


def _left_in(text: str, removed: Sequence[Removed], story: int) -> Iterator[str]:
    """Find the lines of the story that are headlines, in Title Case, and speak of nothing that the text speaks of."""
    cut = [span.start for span in removed]
    ends = {span.end: span.start for span in removed if span.kind == "related"}
    lines = (line for line in _TITLE_LINE.finditer(text, story) if _is_bare(line["title"]))
    for line in islice(lines, MOST_LEFT_IN):
        said = line["title"]
        if bisect_left(cut, line.start()) != bisect_left(cut, line.end()):
            continue
        if text[line.end() :].lstrip()[:1].islower() or text[: line.start()].rstrip()[-1:].isalpha():
            continue  # a sentence that is broken into lines
        above = ends.get(len(text[: line.start()].rstrip()))
        if above is not None and not _ANNOUNCED.search(text, text.rfind("\n", 0, above) + 1, line.start()):
            yield from _several(said, sure=False, least=5)  # the rest of a list of headlines
            continue
        spoken = {word for word in re.findall(r"\w{3,}", fold_text(said)) if word not in words.FUNCTION_WORDS}
        others = fold_text(text[: line.start()] + text[line.end() :])
        behind = fold_text(text[line.end() : line.end() + HEADING_REACH])
        if sum(word[:5] in behind for word in spoken) > 1:
            continue  # a sub-heading: the paragraphs below speak of it
        if len(spoken) > 4 and sum(word[:5] in others for word in spoken) <= MOST_STRANGE_SHARE * len(spoken):
            yield from _several(said, sure=False, least=7)


def _goes_on_from(text: str, at: int) -> bool:
    """Tell whether a word stands before offset ``at`` in the line, so that what begins there is half a line."""
    before = text[max(0, at - LONGEST_RELATED) : at].rsplit("\n", 1)[-1]
    return before.rstrip()[-1:].isalpha() and before[-1:].isspace()


def _is_beside_others(units: Sequence[Unit], index: int) -> bool:
    """Tell whether a line stands in a list: another headline is among its neighbours."""
    unit = units[index]
    around = [*units[max(0, index - LIST_REACH) : index], *units[index + 1 : index + 1 + LIST_REACH]]
    alike = {other.text for other in around if other.kind == "related" and other.region == unit.region} - {unit.text}
    return sum(len(text.split()) > 3 and not _is_teaser(text) and not is_relative(text) for text in alike) > 0


def _is_bare(text: str) -> bool:
    """Does a line that nothing announces, and no kind, look like a headline: Title Case, long, nobody's address?"""
    size = len(text.split())
    if not (6 <= size <= 20 and 35 <= len(text) <= 160) or text[-1] in ".:;,":
        return False
    if len(_JOINT.findall(text)) > 1:
        return False  # names of topics, their breaks lost
    return is_capitalised(text) and not _ADDRESS.search(text) and not _names_office(text)


def _names_office(text: str) -> bool:
    """Tell whether two words in five, or more, are those of offices and places."""
    spoken = [word for word in fold_text(text).split() if word not in words.FUNCTION_WORDS]
    return 5 * sum(word in entries("organisation") or is_place(word) for word in spoken) >= 2 * len(spoken)


def _announces(text: str, mark: re.Match[str]) -> bool:
    """Does the match announce a headline, rather than say "baca juga" in a sentence?"""
    rest = text[mark.end() :].lstrip()
    if mark["mark"].strip() or not rest:
        return True
    before = text[: mark.start()]
    begins = not before.strip(" \t\u00a0>•*-") or before.rstrip()[-1] in '.!?…)]"”'
    return begins and not (rest[0].islower() or rest[0] in ".,")


def _announced(text: str, marks: list[re.Match[str]]) -> Iterator[str]:
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        said = text[mark.end() : following.start() if following else len(text)]
        yield from _several(said, sure=True)


def _listed(text: str, following: str, least: int = 3) -> Iterator[str]:
    """The headlines of one line of a list; two words are one with a teaser, else a section."""
    if _is_teaser(text):
        return
    with_teaser = len(following) > 60 and (_is_teaser(following) or following.rstrip().endswith("?"))
    yield from _several(text, sure=False, least=2 if with_teaser else least)


def _is_teaser(text: str) -> bool:
    """Is the line the beginning, or a sentence, of another article rather than its headline?"""
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


def _several(said: str, *, sure: bool, least: int = 3) -> Iterator[str]:
    """The headlines of one stretch: time stamps part them from one another."""
    at = 0
    stamps = [*find_stamps(said)]
    parted = len(stamps) > 1
    for start, end in [*((stamp.start, stamp.end) for stamp in stamps), (len(said), len(said))]:
        if not parted and start < len(said) and _is_within(said, start, end):
            continue
        piece = said[at:start]
        at = end
        if title := _title(_without_section(piece) if parted else piece, least=least, sure=sure):
            yield title


def _is_within(said: str, start: int, end: int) -> bool:
    """Is the date a part of the headline, inside it or at its end?"""
    before, behind = said[:start], said[end:]
    if before.strip(_EDGES) and behind.strip(_EDGES):
        return True
    return (
        before[-1:] == " " and before.rstrip()[-1:].isalnum() and not behind.strip(_EDGES) and "\t" not in before[-3:]
    )


def _without_section(piece: str) -> str:
    """The piece without the name of a section that a lost break glued to its front: "News in BriefOJK Serahkan"."""
    for joint in re.finditer(r"[a-z](?=[A-Z])", piece[:24]):
        cut = joint.end()
        last = piece[:cut].rsplit(" ", 1)[-1]
        word = last + piece[cut:].split(" ", 1)[0]
        if _SECTION.fullmatch(piece[:cut]) and not words.one_name(word, len(last)):
            return piece[cut:]
    return piece


def _title(said: str, *, least: int, sure: bool) -> str | None:
    """``said`` as a headline, without the marks around it; None where it cannot be one."""
    title = _without_marks(_SIGNED.sub("", _EMBED.sub("", " ".join(said.split())).strip(_EDGES)))
    if sure and title.endswith(".") and not title.endswith(".."):
        title = title[:-1]
    size = len(title.split())
    if not (2 if sure else least) <= size <= 30 or not 8 <= len(title) <= LONGEST_RELATED:
        return None
    if _CALL.match(title) or (_HERE.search(title) and not sure) or _HEADING.fullmatch(title):
        return None
    if not sure and (_VIDEO.match(title) or _FOREIGN.search(title) or _is_crew(title)):
        return None
    if (is_relative(title) and size < 8) or not any(c.isalpha() for c in title):
        return None
    return None if title[0].islower() and (not sure or size < 4) else title  # "iPhone Baru Meluncur" is one


def _is_crew(title: str) -> bool:
    return "|" in title and all(is_person(name.strip().title()) for name in title.split("|"))


def _without_marks(title: str) -> str:
    """The title without quotation marks or brackets that hold it whole, or half a pair of them."""
    close = _PAIRS.get(title[:1])
    if close and title.endswith(close) and len(title) > 2 and title.count(close) <= 2:
        return _without_marks(title[1:-1].strip(_EDGES))
    for opening, closing in ("()", "[]"):
        if title.endswith(closing) and title.count(opening) < title.count(closing):
            title = title[:-1].strip(_EDGES)
        if title.startswith(opening) and title.count(closing) < title.count(opening):
            title = title[1:].strip(_EDGES)
    return title
