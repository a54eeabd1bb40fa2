"""Who speaks: the phrase in front of a verb of saying, or behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kliping.lexicon import cue_words
from kliping.mentions import Mention

_WORD = re.compile(r"[^\s,;:()\"“”]+|[,;:()\"“”]")
LONGEST_PHRASE = 160
"""Characters of an office and a name."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: offsets of the words, whether they are a pronoun, and the office beside a name."""

    start: int
    end: int
    pronoun: bool = False
    office: str | None = None


def read_speaker_behind(text: str, at: int, end: int, mentions: Sequence[Mention]) -> Speaker | None:
    """Return who stands behind a verb of saying: a pronoun, an office and a name, or a phrase without a name."""
    end = min(end, at + LONGEST_PHRASE)
    stops, pronouns = cue_words("stop"), cue_words("pronoun")
    start = stop = None
    commas: list[int] = []
    for match in _WORD.finditer(text, at, end):
        word = match.group()
        bare = word.rstrip(".?!").lower()
        if start is None:
            if word in ",:":
                return None
            if bare in pronouns:
                return Speaker(match.start(), match.start() + len(bare), pronoun=True)
            start = match.start()
        if word in '"“”;:' or (bare in stops and word.islower()):
            stop = match.start()
            break
        if word == ",":
            commas.append(match.start())
            if len(commas) == 2:
                stop = match.start()
                break
    if start is None:
        return None
    stop = len(text[:end].rstrip(" \n.?!")) if stop is None else stop
    return _pick_name(text, start, stop, commas, mentions)


def _pick_name(text: str, start: int, stop: int, commas: list[int], mentions: Sequence[Mention]) -> Speaker | None:
    inside = [each for each in mentions if start <= each.start and each.end <= stop and each.kind != "place"]
    first_comma = next((comma for comma in commas if comma > start), stop)
    persons = [each for each in inside if each.kind == "person"]
    for person in persons:
        if person.start < first_comma or _begins_with_capital(text, start, first_comma):
            office = text[start : person.start].strip(" ,(") or None
            return Speaker(person.start, person.end, office=office)
    if inside and inside[0].start == start:
        return Speaker(inside[0].start, inside[0].end)
    phrase = text[start:first_comma].strip(" ,.()")
    if not phrase or len(phrase.split()) > 8:
        return None
    return Speaker(start, start + len(phrase))


def _begins_with_capital(text: str, start: int, end: int) -> bool:
    """Tell whether the phrase before a comma reads like an office."""
    return text[start:end][:1].isupper() or len(text[start:end].split()) <= 6


def read_speaker_before(text: str, start: int, cue_at: int, mentions: Sequence[Mention]) -> Speaker | None:
    """Return the subject in front of a verb of saying, between the beginning of its sentence and the verb."""
    before = text[start:cue_at].rstrip(" ,")
    end = start + len(before)
    words = before.split()
    adverbs = {
        "juga",
        "pun",
        "sendiri",
        "kemudian",
        "lalu",
        "lantas",
        "sebelumnya",
        "kembali",
        "turut",
        "telah",
        "sudah",
    }
    while words and words[-1].lower() in adverbs:
        end -= len(words.pop())
        end = start + len(text[start:end].rstrip(" ,"))
    if words and words[-1].lower() in cue_words("pronoun"):
        return Speaker(end - len(words[-1]), end, pronoun=True)
    found = [each for each in mentions if start <= each.start and each.end <= end and each.kind != "place"]
    persons = [each for each in found if each.kind == "person"]
    for each in reversed(persons or found):
        between = text[each.end : end].strip()
        if not between or between.startswith((",", "(")) or re.fullmatch(r"\(.*\)", between):
            office = text[start : each.start].strip(" ,") or None
            if office and (len(office.split()) > 10 or not office[0].isupper()):
                office = None
            return Speaker(each.start, each.end, office=office)
    return None
