"""The dateline in removed text: "SUKA MAJU (27/11/2018) –", "Way kanan, kabarkita.id-", "BANDUNG (3 Maret):".

``dateline`` decides whether a text begins with a dateline, and must doubt; here it is known that the text is not the
story, and what is left to tell is which part is the place, which the outlet, which the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from kliping.clean.facts.stamps import Stamp, read_stamp
from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.outlet_names import is_address, is_nobody, is_own, is_site, sounds_like_outlet
from kliping.clean.vocabulary.places import is_district, is_place
from kliping.clean.vocabulary.word_lists import entries
from kliping.dates.words import LOCAL_WEEKDAY, MONTH_NAME
from kliping.model import Dateline

LONGEST_OPENING = 120
"""A dateline is at most this many characters."""
_DAY = re.compile(
    rf"(?i)[(\[]?(?:(?:{LOCAL_WEEKDAY})\b[ ,]{{0,2}})?"
    rf"\(?\b\d{{1,2}}(?:[ ]?[/\-][ ]?\d{{1,2}}(?:[/\-]\d{{2,4}})?|[ ](?:{MONTH_NAME})\b"
    rf"(?:[ ]\d{{4}})?)\)?[)\]]?|[(\[]?\b(?:{LOCAL_WEEKDAY})\b[)\]]?"
)
_ENDER = re.compile(r"(?:\s|[-–—−|:•»�>~*]|,\s?$|\.\s?$)+$")
_LETTER_SIZES = re.compile(r"\A(?:A[+-]?\s+){1,3}(?=[A-Z]{2})")
"""Buttons for the size of letters in front of a dateline: "A A PALU –"."""
_DASHES = "-–—−|:"
_JOINT = re.compile(
    r"\s*[,|/:•()\[\]–—−]+\s*|\s+-+\s*|\s*-{2,}\s*|(?<=[A-Za-z]{3})-+\s+|(?<=[a-z]{3})-(?=[A-Z]{2,5}\b)"
    r"|(?<=\.com|\.net)-(?=[A-Z])|(?<=\.id)-(?=[A-Z])"
    r"|(?i:(?<=\.com|\.net)|(?<=\.id|\.co))[ ](?=[A-Z])|(?<=[a-z]{3})[ -](?=[a-z0-9]{3,30}\.(?:com|co\.id|id|net)\b)"
    r"|(?<=[A-Z]{5})[ ](?=[A-Z][a-z])"
    r"|(?<![Kk][Aa][Bb])(?<![Kk][Ee][Cc])\.\s+(?=[A-Z])"
)
_NAME = re.compile(
    r"(?:[A-Z0-9][\w.'’&-]*|de|dan|al|el|of|the|&)(?:\s+(?:[A-Z0-9][\w.'’&-]*|de|dan|al|el|of|the|&)){0,4}"
)
_LABELS = (
    entries("author")
    | entries("reporter")
    | entries("editor")
    | entries("photographer")
    | {"sumber", "dok", "breaking news"}
)
_MARKS = re.compile(
    r"(?P<dash>\s?,?\s?[-–—−|�~/]{1,3}\s?)|(?P<colon>\s?:\s|(?<=\))\.?\s|(?<=[A-Z]{4})\.\s)|,?\s(?=[A-Z“\"])"
)
"""What a dateline at the beginning of a story may end in."""
_ACRONYM = re.compile(r"[A-Z]{3,8},\s")
_PREFIX = re.compile(r"(?i)^(?:kota|kab\.|kabupaten|kec\.|kecamatan|desa|pulau|provinsi)\s+\w")


@dataclass(frozen=True, slots=True)
class Origin:
    """A dateline, and the day that it states: as written, and as a stamp where it has a year."""

    dateline: Dateline
    day: str | None = None
    stamp: Stamp | None = None
    sure: bool = True
    """Whether it names a known place or outlet and ends in a dateline's mark."""
    exact: bool = True
    """Whether each part is a known place, or at least sounds like an outlet."""
    likely: bool = True
    """Whether it ends in a dash, and names a place, or what sounds like an outlet."""


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    text: str
    place: bool
    outlet: int
    """2: known as an outlet, 1: sounds like one, 0: neither."""


@lru_cache(maxsize=1024)  # an outlet's datelines are alike, and several readers ask for each
def read_origin(text: str, outlet: str | None = None) -> Origin | None:
    """Return what ``text``, a dateline and nothing else, says; None where it cannot be one."""
    body = _strip_other_ends(text.strip(' \t\r\n\u00a0"“”'))
    if not 3 <= len(body) <= LONGEST_OPENING or "\n\n" in body.rstrip(" \n-–—"):
        return None
    day = _DAY.search(body)
    stamp = read_stamp(body)
    if stamp and stamp.precision == "minute":
        return None  # a page's time stamp
    found = None
    if stamp:
        found = (stamp.start, stamp.end)
    elif day:
        found = day.span()
    bare = body
    if found:  # offsets stay, so that the place can be quoted as it was written
        bare = body[: found[0]] + "," * (found[1] - found[0]) + body[found[1] :]
    ended = bool(_ENDER.search(body)) or body[-1:] in ")]"
    parts = [_part(bare, start, end, outlet) for start, end in _spans(bare, _ENDER.sub("", bare))]
    if not 1 <= len(parts) <= 4 or not all(_may_be_part(part, parts) for part in parts):
        return None
    if any(fold_text(part.text).strip(" .") in _LABELS for part in parts):
        return None  # "(Foto: Dewi/Kabar Kita)"
    place, name = _assign(parts, body)
    if (place is None and name is None) or _names_photographer(place, body) or _heads_caption(place, name, body):
        return None
    known = any(part.outlet == 2 or (part.place and part.text[:1].isupper()) for part in parts)
    said = None
    if found:
        said = body[found[0] : found[1]].strip("() ")
    exact = all(part.place or part.outlet for part in parts)
    likely = body[-1] in _DASHES and any(part.place or part.outlet or is_district(part.text) for part in parts)
    named = all(part.place or part.outlet == 2 or _NAME.fullmatch(part.text) for part in parts)
    marked = ended or (body.endswith(",") and any(part.outlet == 2 for part in parts))
    return Origin(Dateline(body, place, name), said, stamp, sure=known and named and marked, exact=exact, likely=likely)


def _strip_other_ends(body: str) -> str:
    """Return a dateline without the end of what the page prints in front of it: buttons, half a photo's credit."""
    body = _LETTER_SIZES.sub("", body)
    if body.count(")") > body.count("("):  # "Foto: Kabar/Dewi) KABAR KITA -"
        return body.rpartition(")")[2].strip() or body
    return body


def read_opening(line: str, outlet: str | None = None) -> Origin | None:
    """Return the dateline that a story begins with and that was left in it; None unless it is sure."""
    line = line.lstrip(' \n\t\u00a0"').split("\n", 1)[0]
    for mark in _MARKS.finditer(line):
        said = line[: mark.start()].strip()
        after = line[mark.end() :].lstrip()[:1]
        if len(said) < 3 or said.count("(") > said.count(")"):
            continue
        if not (after.isupper() or after.isdigit() or after in "“\"'‘("):
            continue
        if mark["dash"]:
            origin = read_origin(f"{said} -", outlet)
            one_word = origin and origin.likely and " " not in said  # "Kabarkota,- Warga"
            if origin and origin.exact and (origin.sure or one_word):
                return _quote_opening(origin, line[: mark.end()])
        elif mark["colon"]:
            origin = read_origin(f"{said} -", outlet)
            if origin and origin.sure and (origin.exact or _ACRONYM.match(said)) and origin.dateline.place:
                return _quote_opening(origin, line[: mark.end()])
        elif is_address(said) and len(said) > 5:  # "KABARKITA.CO, Warga", "KabarKita.Com Warga"
            return Origin(Dateline(said, None, said))
    return None


def _names_photographer(place: str | None, text: str) -> bool:
    """Return whether the text is "Dewi Lestari/Kabar Kita": who took a photo, and for whom."""
    return place is not None and "/" in text and not is_place(place) and not is_district(place)


def _heads_caption(place: str | None, name: str | None, text: str) -> bool:
    """Return whether the text is "BARANG BUKTI:", which no known place is: the beginning of a caption."""
    is_alone = place is not None and name is None and text[-1] == ":"
    return is_alone and not is_place(place or "") and not is_district(place or "")


def _quote_opening(origin: Origin, text: str) -> Origin:
    """Return the dateline with the text as the story writes it."""
    return replace(origin, dateline=replace(origin.dateline, text=text.strip()))


def _may_be_part(part: _Part, parts: list[_Part]) -> bool:
    """Return whether a part is written like a name, or known, or next to a known place: "Solok Selatan, pasbana"."""
    if part.place or part.outlet == 2 or _NAME.fullmatch(part.text):
        return True
    is_word = part.text.isalpha() or bool(part.outlet)
    return is_word and any(other.place for other in parts)


def _spans(text: str, kept: str) -> list[tuple[int, int]]:
    """Return start and end of each piece that the joints of ``text[:len(kept)]`` part."""
    spans, at = [], 0
    for joint in [*_JOINT.finditer(kept), None]:
        start = end = len(kept)
        if joint:
            start, end = joint.span()
        piece = text[at:start]
        if piece.strip(" .,\n\t\u00a0"):
            lead = len(piece) - len(piece.lstrip(" .,\n\t\u00a0"))
            spans.append((at + lead, at + len(piece.rstrip(" ,\n\t\u00a0"))))
        at = end
    return spans


def _part(text: str, start: int, end: int, outlet: str | None) -> _Part:
    said = " ".join(text[start:end].split())
    if is_own(said, outlet) or is_site(said):
        return _Part(start, end, said, is_place(said) and not is_site(said), 2)
    place = is_place(said) or bool(_PREFIX.match(said))
    return _Part(start, end, said, place, 0 if place else int(sounds_like_outlet(said)))


def _assign(parts: list[_Part], text: str) -> tuple[str | None, str | None]:
    """Return the place and the outlet among the parts."""
    outlets = [part for part in parts if part.outlet == 2] or [part for part in parts if part.outlet]
    if len(outlets) > 1:
        outlets = [next((part for part in outlets if not part.place), outlets[0])]
    rest = [part for part in parts if part not in outlets]
    places = [part for part in rest if part.place] or [part for part in rest if is_district(part.text)]
    if not outlets and places and len(rest) > len(places):
        outlets = [next(part for part in rest if part not in places)]
    if not places:
        others = [part for part in rest if part not in outlets]
        if len(others) > 1 and not outlets:  # "X, Y -" and "X (Y) -": the place stands in front
            outlets = [others.pop()]
        places = [part for part in others if part.outlet == 0 and (outlets or _is_capitals(part.text))][:1]
        if not places and not outlets and others:
            outlets = [other for other in others[:1] if other.outlet]
    place = None
    if places:
        last = places[-1] if _together(parts, places) else places[0]
        place = text[places[0].start : last.end].strip(" .")
    return place, next((part.text for part in outlets), None)


def _is_capitals(name: str) -> bool:
    """Return whether a place may be meant that no list has: in capitals, and no section such as "BUS-TRUCK"."""
    return name.isupper() and "-" not in name and "&" not in name and not is_nobody(name)


def _together(parts: list[_Part], places: list[_Part]) -> bool:
    """Return whether the places stand side by side, as in "Bekasi, Jawa Barat"."""
    first, last = parts.index(places[0]), parts.index(places[-1])
    return last - first == len(places) - 1
