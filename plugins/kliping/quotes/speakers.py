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
LONGEST_OFFICE = 14
"""Words of an office."""


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
            return Speaker(person.start, person.end, office=trim_office(text[start : person.start]))
    if inside and inside[0].start == start:
        return Speaker(inside[0].start, inside[0].end)
    phrase = text[start:first_comma].strip(" ,.()")
    if not phrase or len(phrase.split()) > 8:
        return None
    return Speaker(start, start + len(phrase), pronoun=phrase.split()[-1] in ("ini", "itu", "tersebut"))


def trim_office(phrase: str) -> str | None:
    """Return the office in the words before a name, without what leads to it: "Namun, Ketua RT 3," is "Ketua RT 3"."""
    links, offices = cue_words("link"), cue_words("office")
    parts = [part.strip(" ,(") for part in phrase.split(",")]
    while parts and not parts[-1]:
        parts.pop()
    for index, part in enumerate(parts):
        words = part.split()
        begins = next((at for at, word in enumerate(words[:3]) if word.lower().strip(".") in offices), None)
        if begins is None and (not words or words[0].lower() in links or index + 1 < len(parts)):
            continue
        office = ", ".join([" ".join(words[begins or 0 :]), *parts[index + 1 :]])
        named = begins is not None or office[:1].isupper()
        return office if named and len(office.split()) <= LONGEST_OFFICE else None
    return None


def _find_office(behind: str) -> str | None:
    """Return the office behind a name: ", Direktur Pemasaran PT Maju," of "Rini, Direktur Pemasaran PT Maju, ..."."""
    phrase = behind.strip(" ,()")
    begins = phrase.split()[:1]
    named = bool(begins) and begins[0].lower().strip(".") in cue_words("office")
    return phrase if named and len(phrase.split()) <= LONGEST_OFFICE else None


def _belongs_to_noun(before: str) -> bool:
    """Tell whether a noun stands before a name that is a part of its phrase: "keberhasilan Kevin", "oleh Kevin"."""
    part = before.rsplit(",", 1)[-1].split()
    return bool(part) and part[0].islower() and part[0] not in cue_words("office")


def _begins_with_capital(text: str, start: int, end: int) -> bool:
    """Tell whether the phrase before a comma reads like an office."""
    return text[start:end][:1].isupper() or len(text[start:end].split()) <= 6


def read_speaker_before(text: str, start: int, cue_at: int, mentions: Sequence[Mention]) -> Speaker | None:
    """Return the subject in front of a verb of saying, between the beginning of its sentence and the verb."""
    before = text[start:cue_at].rstrip(" ,")
    end = start + len(before)
    words = before.split()
    while words and words[-1].lower() in cue_words("adverb"):
        end -= len(words.pop())
        end = start + len(text[start:end].rstrip(" ,"))
    if words and words[-1].lower() in cue_words("pronoun"):
        return Speaker(end - len(words[-1]), end, pronoun=True)
    found = [each for each in mentions if start <= each.start and each.end <= end and each.kind != "place"]
    persons = [each for each in found if each.kind == "person"]
    for each in reversed(persons or found):
        between = text[each.end : end].strip()
        if not between or between.startswith((",", "(")) or re.fullmatch(r"\(.*\)", between):
            if _belongs_to_noun(text[start : each.start]):
                return None
            office = trim_office(text[start : each.start]) or _find_office(between)
            return Speaker(each.start, each.end, office=office)
    return None
