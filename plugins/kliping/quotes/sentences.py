"""Sentences of a story, and who the subject of one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kliping.lexicon import cue_words
from kliping.mentions import Mention
from kliping.quotes.speakers import Speaker, leads_to_subject, trim_office

_ABBREVIATIONS = re.findall(
    r"\w+",
    "Dr dr Drs drs Dra dra drg drh Ir ir St Hj KH Jl Prof Plt Plh Pj Kab Kec Kel Tbk Pdt Mgr Ust Moh Muh Mohd Muhd Abd"
    " Ach Ny Tn Inf Purn Pol Jend Kol Mr Mrs No",
)
SENTENCE_STOP = re.compile(
    r"[.?!](?=[\s\"”“]|$)(?<![A-Z]\.[A-Z]\.)(?<!\b[A-Z]\.)"
    + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATIONS)
    + r"|\n"
)

LONGEST_SENTENCE = 1000
"""Characters that are looked back for the beginning of a sentence."""
_FOLLOWING = re.compile(r"[\s,]*(?:\([^()]*\)[\s,]*)?(?P<word>[a-z]+)")
"""The word after a name, and what stands in brackets between them."""
_PASSIVE = re.compile(r"(?:di|ter)[a-z]{3,}")
"""What follows a subject that does nothing itself: "Haryanto ditangkap ..."."""

_ACTION = re.compile(r"(?:me[mn]?|di(?!nas|rek)|ber|ter(?!s?angka|dakwa|lapor))[a-z]{4,}")
"""A verb: a sentence that has one in front of a name has another subject."""


def list_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the sentences between two offsets, without the space in front of them."""
    for match in [*SENTENCE_STOP.finditer(text, start, end), None]:
        stop = match.start() if match else end
        while start < stop and text[start].isspace():
            start += 1
        if start < stop:
            yield start, stop
        start = match.end() if match else end


def find_subject(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Speaker | None:
    """Return the person that is the subject of a sentence and does something; None where another word is."""
    person = next((each for each in mentions if each.kind == "person" and start <= each.start < end), None)
    if person is None or person.end > end:
        return None
    if agent := _find_agent(text, start, end, mentions):
        return agent
    if not _acts(text, person.end, end):
        return None
    before = text[start : person.start]
    if not leads_to_subject(before) and not _stands_in_front(text, person, before, end):
        return None
    return Speaker(person.start, person.end, office=trim_office(before))


def _acts(text: str, at: int, end: int) -> bool:
    """Return whether a name that ends at an offset is a subject that acts: "Rini tersenyum", not "Rini, ia"."""
    following = _FOLLOWING.match(text, at, end)
    if following is None:
        return True
    word = following["word"]
    if word in cue_words("pronoun"):
        return False  # Bersama suaminya, Joko, ia mengungsi
    return word in cue_words("active") or not _PASSIVE.fullmatch(word)


@cache
def _voiced() -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?:{'|'.join(sorted(cue_words('voiced')))})(?:\s+oleh)?|(?:datang|muncul)\s+dari)\s+")


def _find_agent(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Speaker | None:
    """Return who voices something in a passive sentence: "Hal senada disampaikan (oleh) Ketua RT 3, Rini"."""
    voiced = _voiced().search(text, start, end)
    if voiced is None:
        return None
    person = next((each for each in mentions if each.kind == "person" and voiced.end() <= each.start < end), None)
    if person is None:
        return None
    before = text[voiced.end() : person.start]
    office = trim_office(before[:1].upper() + before[1:])
    if before.strip() and office is None:
        return None
    return Speaker(person.start, person.end, office=before.strip(" ,") or None)


def _stands_in_front(text: str, person: Mention, before: str, end: int) -> bool:
    """Return whether a name between commas is the subject: "Salah seorang warga, Oneng, 51, berharap ..."."""
    words = before.rstrip(" ,").lower().split()
    others = cue_words("pronoun") | cue_words("plural")
    if not before.rstrip().endswith(",") or not text.startswith(",", person.end, end):
        return False
    return not any(word.strip(",") in others or _ACTION.fullmatch(word.strip(",")) for word in words)


def find_sentence(text: str, at: int) -> tuple[int, int]:
    """Return the sentence that holds an offset."""
    first = max(0, at - LONGEST_SENTENCE)
    start = max((match.end() for match in SENTENCE_STOP.finditer(text, first, at)), default=first)
    end = SENTENCE_STOP.search(text, at)
    while start < at and text[start] in " \t\"”'":
        start += 1
    return start, end.start() if end else len(text)
