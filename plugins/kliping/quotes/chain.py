"""Resolve who "dia" is, and what a short name is short for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kliping.lexicon import cue_words
from kliping.mentions import Mention, Quote
from kliping.quotes.sentences import find_subject, list_sentences
from kliping.quotes.speakers import Speaker

FEWEST_REPORTED_WORDS = 3
"""Reported speech of fewer words says who speaks, and nothing else."""
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation before its speaker is resolved: how the text says who it is."""

    start: int
    end: int
    cue: str
    direct: bool
    speaker: Speaker | None
    place: tuple[int, int]
    """The sentence that holds the verb of saying."""


def resolve_speakers(text: str, found: Sequence[Found], mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return the quotations with the names of their speakers; a pronoun is the one who spoke before, if anybody did."""
    quotes: list[Quote] = []
    offices: dict[str, str] = {}
    last: tuple[str, str | None] | None = None
    read_to = 0  # up to where the text was looked at for who may speak next
    for said in found:
        speaker, written, name, office = said.speaker, None, None, None
        if speaker is not None and speaker.pronoun:
            begins = min(said.start, said.place[0] or said.start)
            last = _find_next_subject(text, read_to, begins, mentions, offices) or last
            last = last or _find_only_person(text, said.place[0], said.start, mentions)
            if last is not None:
                name, office = last
            if speaker.end > speaker.start:
                written = text[speaker.start : speaker.end]
        elif speaker is not None:
            written = text[speaker.start : speaker.end]
            name = None if written.lower() in cue_words("plural") else find_fullest(text, written, mentions)
            if name and speaker.office:
                offices.setdefault(name, speaker.office)
            office = offices.get(name) if name else None
            last = (name, office) if name else None
        read_to = max(said.end, said.place[1])
        if not said.direct and len(text[said.start : said.end].split()) < FEWEST_REPORTED_WORDS:
            continue  # Rini menyatakan hal senada.
        quotes.append(
            Quote(
                said.start,
                said.end,
                written,
                speaker.start if written is not None and speaker else None,
                speaker.end if written is not None and speaker else None,
                said.cue,
                said.direct,
                name,
                office,
                _find_hedges(text, said),
            )
        )
    return tuple(quotes)


def _find_next_subject(
    text: str, start: int, end: int, mentions: Sequence[Mention], offices: dict[str, str]
) -> tuple[str, str | None] | None:
    """Return the last person between two offsets that is the subject of a sentence: who "katanya" is then."""
    found = None
    for begins, ends in list_sentences(text, start, end):
        subject = find_subject(text, begins, ends, mentions)
        if subject is not None:
            name = find_fullest(text, text[subject.start : subject.end], mentions)
            if subject.office:
                offices.setdefault(name, subject.office)
            found = (name, offices.get(name))
    return found


def _find_only_person(text: str, place: int, start: int, mentions: Sequence[Mention]) -> tuple[str, str | None] | None:
    """Return the only person that the text names before the first quotation; None where there are several."""
    before = [each for each in mentions if each.kind == "person" and each.end <= min(place, start)]
    names = {find_fullest(text, text[each.start : each.end], mentions) for each in before}
    if len(names) != 1:
        return None
    return names.pop(), None


def find_fullest(text: str, name: str, mentions: Sequence[Mention]) -> str:
    """Return the longest name of the text that holds all words of this one and is the only such person."""
    words = set(_WORD.findall(name.lower()))
    longer = {}
    for each in mentions:
        other = text[each.start : each.end]
        if each.kind == "person" and words < set(_WORD.findall(other.lower())):
            longer[other.lower()] = other
    longest = sorted(longer.values(), key=lambda other: (-len(other), other))
    if not longest or not all(set(_WORD.findall(o.lower())) <= set(_WORD.findall(longest[0].lower())) for o in longest):
        return name
    return longest[0]


def _find_hedges(text: str, said: Found) -> tuple[str, ...]:
    hedges = cue_words("hedge")
    words = re.findall(r"[\w-]+", text[min(said.start, said.place[0]) : max(said.end, said.place[1])].lower())
    return tuple(dict.fromkeys(word for word in words if word in hedges))
