"""Sentences of a story, and who the subject of one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kliping.lexicon import cue_words
from kliping.mentions import Mention
from kliping.quotes.speakers import Speaker, trim_office

_ABBREVIATIONS = re.findall(
    r"\w+",
    "Dr dr Drs drs Dra dra drg Ir ir St Hj KH Jl Prof Plt Plh Pj Kab Kec Kel Tbk Pdt Mgr Ust Moh Muh Mohd Muhd Abd Ach"
    " Ny Tn Inf Purn Pol Jend Kol Mr Mrs No",
)
SENTENCE_STOP = re.compile(
    r"[.?!](?=[\s\"”“]|$)(?<![A-Z]\.[A-Z]\.)(?<!\b[A-Z]\.)"
    + "".join(rf"(?<!\b{word}\.)" for word in _ABBREVIATIONS)
    + r"|\n"
)

LONGEST_SENTENCE = 1000
"""Characters that are looked back for the beginning of a sentence."""
_PASSIVE = re.compile(r"[\s,]*(?:\([^()]*\)[\s,]*)?(?:di|ter)[a-z]{3,}")
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
    if person is None or person.end > end or _PASSIVE.match(text, person.end, end):
        return None
    before = text[start : person.start]
    office = trim_office(before)
    links = cue_words("link")
    linked = all(part.split()[0].lower() in links for part in before.split(",") if part.strip())
    if office is None and not linked and not _stands_in_front(text, person, before, end):
        return None
    return Speaker(person.start, person.end, office=office)


def _stands_in_front(text: str, person: Mention, before: str, end: int) -> bool:
    """Tell whether a name between commas is the subject: "Salah seorang warga, Oneng, 51, berharap ..."."""
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
