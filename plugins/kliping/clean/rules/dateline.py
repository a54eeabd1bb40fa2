"""The dateline at the head of a story: "JAKARTA, KOMPAS.com -", "Jakarta (ANTARA) -", "Bucharest | EGINDO.co –"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.outlet_names import OUTLETS_FILE
from kliping.clean.vocabulary.places import is_called_place, is_place, is_seat, place_names
from kliping.dates.words import LOCAL_WEEKDAY
from kliping.model import Dateline

LONGEST_DATELINE = 110
"""A dateline is at most this many characters."""

MOST_PLACE_WORDS = 4
"""A name that the text itself calls a place is shorter than this, in words."""
LONGEST_EVIDENCE = 6000
"""Characters of a text in which it may call a name that of a place."""
_DOMAIN = r"(?:www\.)?(?![A-Za-z]*[a-z][A-Z]{4,}\.)[A-Za-z0-9][\w-]*(?:[.][A-Za-z]{2,6}){1,3}"
_NAMED = "|".join(line for line in OUTLETS_FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
_OUTLET = rf"(?P<outlet>(?:{_DOMAIN}|{_NAMED}))"
_DIRECTION = r"(?:barat|timur|utara|selatan|tengah|tenggara|raya)\b"
"""The end of a place's name, which sloppy pages write in lower case: "Tulang Bawang barat"."""
_NAME = rf"(?:[A-Z][A-Za-z.'’-]*)(?:[ ](?:[A-Z][A-Za-z.'’-]*|de|dan|al|el|{_DIRECTION})){{0,3}}"
_PLACE = rf"(?P<place>{_NAME}(?:[ ]?[,/(][ ]?{_NAME}[)]?)?)"
_DATE = (
    rf"(?:[ ]?,?[ ]?\(?(?:(?i:{LOCAL_WEEKDAY}),?[ ])?"
    r"\(?\d{1,2}[ /-]\w{1,9}(?:[ /-]\d{2,4})?\)?)?"
)
_SPACE = r"[ \n]{0,3}"
_BAR = r"(?:[|]{1,2}|//|(?<= )[lI](?= ))"
"""A bar as outlets write it, also as two slashes or as a letter that looks like one."""
_DASH = rf"(?:{_SPACE}(?:{_BAR}|\.?[-–—−]{{1,3}}){_SPACE})"
_END = rf"{_SPACE}(?:\.?[-–—−]{{1,4}}>?|[|]{{1,2}}|//|[•:»;]|\.)"

_SIGNS = re.compile(
    r"[\s\w.,)][-–—−|•»~]{1,4}(?=[\s>A-Z0-9“\"*(]|$)|[\w)]\s?:|[A-Za-z0-9]\.[A-Za-z]{2,6},|\.[A-Z]{2,3}\b|[)\]]"
    r"|,[ ][A-Z][^\n]{1,25}(?:\n|[a-z](?=[A-Z][a-z]))|\A[A-Z]{4,14}\.[ ]|[ \w]//|;[ ]|\.[a-z]{2,4}[ ][A-Z]\w+,"
    r"|\A[A-Z][A-Z '-]{2,25},[ ]"
)

# Names with prose after them: "Kepala Dinas Pertanian mengatakan". No form goes on like that, unless an outlet's name
# does ("Harian fajar").
_PROSE = re.compile(r"(?:[A-Z][A-Za-z]*[ ]){1,9}(?!(?:de|dan|al|el|l)\b|" + _DIRECTION + r")[a-z]")
_BEGINS_WITH_NAMED = re.compile(_NAMED)
_BEGINS_WITH_OUTLET = re.compile(rf"[(\[]?{_OUTLET}")

# Forms are tried in turn, if one of their signs is there; the longest match that passes its own check is the dateline.
DATELINE_FORMS: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = tuple(
    (name, frozenset(signs), re.compile(pattern))
    for name, signs, pattern in (
        ("outlet, place -", ",|-–—−/lI", rf"{_OUTLET}[ ]?(?:,|{_DASH})[ ]?{_PLACE}{_DATE}{_END}"),
        ("place, outlet -", ",|-–—−/lI", rf"{_PLACE}(?:[ \n]{{0,2}},|{_DASH})[ \n]?\(?{_OUTLET}\)?{_DATE}{_END}"),
        (
            "place, outlet - date -",
            "-–—−",
            rf"{_PLACE}(?:[ ]?,[ ]?\(?{_OUTLET}\)?)?{_SPACE}[-–—−|]{{1,2}}(?=[ ][\w,]{{0,9}}[ ]?\d){_DATE}"
            rf"{_SPACE}[-–—−]{{1,3}}",
        ),
        ("place (outlet) -", "([", rf"{_PLACE}{_DATE}[ ]?[(\[][ ]?{_OUTLET}[ ]?[)\]]{_DATE}(?:{_END})?"),
        ("outlet -", "-–—−|•:».;/", rf"[(\[]?{_OUTLET}[)\]]?{_DATE}{_END}"),
        ("outlet name -", "-–—", rf"(?P<outlet>{_DOMAIN}[ ]{{1,3}}{_NAME})[ ][-–—]{{1,3}}(?=[ ][A-Z“\"])"),
        ("joined outlet -", "-–—", r"(?P<outlet>[A-Z][a-z]+(?:[A-Z][a-z]+){1,2})[ ][-–—]{1,2}(?=[ ][A-Z“\"])"),
        (
            "domain,",
            ",",
            r"(?P<outlet>[A-Z][A-Za-z0-9]{2,24}\.(?:COM|CO\.ID|CO|ID|NET|TV|com|co\.id|id)),(?=[ ][A-Z][^,\n]{25})",
        ),
        ("outlet, place", ",", rf"{_OUTLET}[ ]?,[ ]?{_PLACE}"),
        ("place | outlet", "|/", rf"{_PLACE}[ ]?(?:[|]{{1,2}}|//)[ ]?{_OUTLET}(?=[ ][A-Z“\"])"),
        ("domain place,", ",", rf"(?P<outlet>{_DOMAIN})[ ](?P<place>{_NAME}),(?=[ ][A-Z“\"])"),
        ("place, outlet", ",", rf"{_PLACE}[ ]?,[ ]?(?:{_OUTLET}(?=[ ]?\n)|(?P<outlet2>{_NAMED})(?=[A-Z][a-z]))"),
        (
            "place, any outlet -",
            "-–—",
            rf"(?P<place>{_NAME})(?:(?:,|[ ]?[|]{{1,2}}|[ ]?//)[ ]?(?P<outlet>{_NAME})"
            rf"|,?[ ]?\((?P<outlet2>{_NAME})\)[.]?){_DATE}{_SPACE}"
            r"[-–—]{1,3}(?:(?=[ ])|(?<=\)-)(?=[A-Z]))",
        ),
        (
            "any outlet, place -",
            ",",
            rf"(?P<outlet>{_NAME}),[ ]?(?P<place>{_NAME}){_DATE},?{_SPACE}[-–—]{{1,3}}(?=[ ])",
        ),
        (
            "outlet",
            ".",
            r"(?P<outlet>[A-Z0-9][A-Z0-9-]{2,20}[.](?:COM|CO[.]ID|CO|ID|NET|TV|NEWS))(?=[ ](?:[A-Z][a-z]|[\"“][A-Z]))",
        ),
        (
            "(any outlet) -",
            "(",
            r"\((?P<outlet>[A-Z][A-Za-z.]{2,24}(?: [A-Z][A-Za-z.]{1,20}){0,2})\)[ ]?(?::|[-–—]{1,3})(?=[ ][A-Z“\"])",
        ),
        ("[place]", "[", r"\[(?P<place>[A-Z][A-Z ]{2,25})\]"),
        ("(place)", "(", rf"\((?P<place>[A-Z][\w .'-]{{2,25}}){_DATE}\)(?=[ ][A-Z“\"])"),
        ("place -", "-–—−|/~", rf"{_PLACE}{_DATE},?{_SPACE}(?:\.?[-–—−]{{1,3}}>?|[|]{{1,2}}|//|~(?=[ ]))"),
        (
            "place, initials:",
            ":-–—",
            rf"(?P<place>{_NAME})(?:[ ]?[-–—/,][ ]?|[ ]?\()(?P<outlet>[A-Z]{{2,5}})\)?[ ]?[:–—-](?=[ ][A-Z“\"])",
        ),
        (
            "any outlet - place.",
            "-–—",
            rf"(?P<outlet>{_NAME})[ ][-–—][ ](?P<place>{_NAME})\.(?=[ ][A-Z“\"])",
        ),
        (
            "place (date)",
            "(",
            rf"(?P<place>{_NAME}),?[ ]\(\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\)[ ]?[.:–—-]{{1,2}}(?=[ ][A-Z“\"])",
        ),
        ("place;", ";:", rf"{_PLACE}[ ]?(?:;|::)(?=[ ][A-Z“\"])"),
        ("place:", ":", rf"{_PLACE}[ ]?:"),
        ("PLACE.", ".", r"(?P<place>[A-Z][A-Z '-]{2,25})\.(?=[ ][A-Z“\"])"),
        ("PLACE,", ",", r"(?P<place>[A-Z][A-Z '-]{2,25}),(?=[ ](?:[A-Z][a-z]|[“\"]))"),
    )
)


_AGENCY = re.compile(r"RMOL[A-Z]*|KBRN|ANTARA")
"""Outlets that end their dateline with a full stop: "RMOL. Warga ..."."""
_GLUED_CAPITALS = re.compile(r"[a-z][A-Z]{3}")


def match_dateline(text: str, at: int) -> tuple[int, Dateline] | None:
    """Return the offset where the dateline that begins at ``at`` ends, and the dateline; None where there is none."""
    if not text[at : at + 1].isalnum() and text[at : at + 1] not in ("(", "["):
        return None
    if _PROSE.match(text, at) and not _BEGINS_WITH_NAMED.match(text, at):
        return None
    window = text[at : at + LONGEST_DATELINE]
    if not _SIGNS.search(window, 0, 75):
        return None
    window = window.replace("\u00a0", " ")
    best: tuple[int, Dateline] | None = None
    for name, pattern in _forms_to_try(window):
        found = pattern.match(window)
        if not found:
            continue
        end = found.end()
        groups = found.groupdict()
        place, outlet = groups.get("place"), groups.get("outlet") or groups.get("outlet2")
        if name == "outlet, place":
            end = _end_of_place(window, found.start("place"), found.end("place"))
            if not end:
                continue
            place = window[found.start("place") : end]
        else:
            after = text[at + end : at + LONGEST_EVIDENCE]
            if not (_story_follows(window, end) and _is_credible(name, window[:end], place, outlet, after)):
                continue
        if best is None or end > best[0]:
            best = end, Dateline(text[at : at + end], place.strip(" .") if place else None, outlet)
    return (at + best[0], best[1]) if best else None


def _forms_to_try(window: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the forms that ``window`` may have: one of their signs is in it, and an outlet opens it if they ask so."""
    outlet_first, here = _BEGINS_WITH_OUTLET.match(window), frozenset(window)
    for name, signs, pattern in DATELINE_FORMS:
        if not signs.isdisjoint(here) and (outlet_first or not name.startswith("outlet")):
            yield name, pattern


def _story_follows(window: str, end: int) -> bool:
    """Return whether a story may begin after ``end``: with a capital, a quote or a figure."""
    rest = window[end:].lstrip()
    if not rest:
        return end < LONGEST_DATELINE
    return rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"“'‘(*[" or window[end - 1] in "-–—"


def _is_credible(form: str, matched: str, place: str | None, outlet: str | None, after: str) -> bool:
    """Return whether what a form matched is a dateline: the weaker its signs, the better the place must be known.

    ``after``: what stands after the match.
    """
    if outlet and matched[-1] == "." and form == "outlet -":
        return bool(_AGENCY.fullmatch(outlet))
    if form in ("place, any outlet -", "any outlet, place -", "any outlet - place.", "place, initials:"):
        return is_place(place or "") and not is_place(outlet or "") and not _GLUED_CAPITALS.search(outlet or "")
    if outlet and place:
        if len(place) > 45:
            return False
        if form in ("place, outlet", "domain place,"):
            return is_place(place)
        if place.isupper() or is_place(place) or is_seat(place):
            return True
        if form == "place (outlet) -":
            return matched[-1] not in ")]"  # "Pantai Baron (kabarkita.id)" alone is a caption
        return matched[-1] in "-–—" and "," in matched
    if outlet:
        return matched[-1] != ":" or form == "(any outlet) -" or "." in outlet or outlet.isupper()
    assert place is not None
    return _is_credible_place(form, place, after)


def _is_credible_place(form: str, place: str, after: str) -> bool:
    """Return whether a place without an outlet is a dateline."""
    if form == "PLACE,":  # "PALU, Sulawesi Tengah, ..." and "ACEH, Riau dan Jambi ..." are sentences
        return is_place(place) and not _end_of_place(after, 1, len(after))
    if form == "place;" and is_seat(place):
        return True
    if form in ("place:", "place;", "place (date)", "(place)", "[place]", "PLACE."):
        return is_place(place)  # "[SALAH]" heads a fact check
    glued = after[:2].isalpha() and after[:2].isupper()  # "PRE-CHORUS"
    if is_place(place) or (place.isupper() and len(place) > 2 and not glued):
        return True
    return after[:1] == " " and len(place.split()) < MOST_PLACE_WORDS and is_called_place(place, after)


def _end_of_place(window: str, start: int, end: int) -> int:
    """Return the end of the longest known place at ``start``, 0 for none; the story may be glued to it: "JakartaDi"."""
    known = place_names()
    for stop in range(min(end, start + 30), start + 2, -1):
        if fold_text(window[start:stop]).strip() in known and not window[stop - 1].isspace():
            after = window[stop : stop + 1]
            if not after or not after.islower():
                return stop
    return 0
