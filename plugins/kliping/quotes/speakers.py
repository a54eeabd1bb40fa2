"""Who speaks: the phrase in front of a verb of saying, or after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kliping.lexicon import cue_words
from kliping.mentions import Mention

_CALLED = re.compile(r"\b(?:bernama|dipanggil|disapa|berinisial)\s+")
_OF_OFFICE = re.compile(r"(?:dari|untuk|pada|di)\s")
_MARKED_DEFINITE = re.compile(r"[\"“][^\"“”\n]{1,60}[\"”]\s+(?:itu|ini|tersebut)\b")
"""The rest of 'pelantun "Pulang" itu' from the mark on."""
_CAPITALISED = re.compile(r"[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){0,3}")
_LAST_CAPITALISED = re.compile(r",\s+(?P<name>[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){0,3})$")
_PREDICATE = re.compile(
    r"dari|oleh|kepada|datang|muncul|ter[a-z]{4,}kan|me[mn](?!teri)[a-z]{4,}|me(?!dia|kan|dis)[lrwy][a-z]{4,}"
    r"|di(?!nas|rek|git|sab|as)[a-z]{4,}|ber(?!nama|inisial|usia|asal|bakat)[a-z]{4,}"
)
"""A verb or preposition that a sentence has before its speaker, and no office: "Hal itu dibenarkan", "datang dari"."""
_ASIDE = re.compile(
    r"[\s,]*(?:\([^()]*\)[\s,]*)?(?:yang|(?:dengan\s+)?(?:didampingi|ditemani|disertai)|bersama|beserta|mewakili)\s"
)
"""What goes on about a subject before its verb: "Rini yang didampingi Joko mengatakan", "Rini bersama Joko mengaku"."""
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
    phrase: bool = False
    """The words name nobody: "seorang saksi", "pria itu"."""


def read_speaker_after(text: str, at: int, end: int, mentions: Sequence[Mention]) -> Speaker | None:
    """Return who stands after a verb of saying: a pronoun, an office and a name, or a phrase without a name."""
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
            if definite := _MARKED_DEFINITE.match(text, stop, end):
                return Speaker(start, definite.end(), pronoun=True, phrase=True)
            break
        if word == ",":
            commas.append(match.start())
            if len(commas) == 2:
                stop = match.start()
                break
    if start is None:
        return None
    stop = len(text[:end].rstrip(" \n.?!")) if stop is None else stop
    return (
        _find_called(text, start, end, mentions)
        or _find_after_office(text, start, stop, end, mentions)
        or _pick_name(text, start, stop, commas, mentions)
    )


def _find_after_office(text: str, start: int, stop: int, end: int, mentions: Sequence[Mention]) -> Speaker | None:
    """Return the person of "anggota DPR dari Fraksi Maju, Rini Lestari": an office that a preposition is part of."""
    first = text[start:stop].split(maxsplit=1)[:1]
    preposition = _OF_OFFICE.match(text, stop, end)
    known = any(each.kind == "person" and start <= each.start < stop for each in mentions)
    if preposition is None or known or not first or first[0].lower() not in cue_words("office"):
        return None
    ends = next((match.start() for match in _WORD.finditer(text, preposition.end(), end) if _stops(match.group())), end)
    person = next((each for each in mentions if each.kind == "person" and stop <= each.start < ends), None)
    if person is None or text[stop : person.start].count(",") > 1:
        return None
    return Speaker(person.start, person.end, office=trim_office(text[start : person.start]))


def _stops(word: str) -> bool:
    return word in '"“”;:()' or (word.islower() and word.rstrip(".?!") in cue_words("stop"))


def _find_called(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Speaker | None:
    """Return the person of "saksi bernama Rini" and "korban yang minta dipanggil Rini"."""
    called = _CALLED.search(text, start, end)
    if called is None or text[start : called.start()].count(","):
        return None
    person = next((each for each in mentions if each.kind == "person" and each.start == called.end()), None)
    if person is not None:
        return Speaker(person.start, person.end)
    name = _CAPITALISED.match(text, called.end(), end)
    return Speaker(name.start(), name.end()) if name else None


def _pick_name(text: str, start: int, stop: int, commas: list[int], mentions: Sequence[Mention]) -> Speaker | None:
    inside = [each for each in mentions if start <= each.start and each.end <= stop and each.kind != "place"]
    first_comma = next((comma for comma in commas if comma > start), stop)
    persons = [each for each in inside if each.kind == "person"]
    if len(persons) > 1 and _is_relation_of(text, start, first_comma, persons):
        persons = persons[1:]
    for person in persons:
        if person.start < first_comma or _begins_with_capital(text, start, first_comma):
            return Speaker(person.start, person.end, office=trim_office(text[start : person.start]))
    if inside and inside[0].start == start:
        return Speaker(inside[0].start, inside[0].end)
    phrase = text[start:first_comma].strip(" ,.()")
    if not phrase or len(phrase.split()) > 8:
        return None
    begins = first_comma + len(text[first_comma:stop]) - len(text[first_comma:stop].lstrip(" ,"))
    name = _CAPITALISED.fullmatch(text[begins:stop].strip(" ,.()"))
    if name and not persons and phrase.split()[0].lower() in cue_words("office"):
        return Speaker(begins, begins + len(name.group()), office=trim_office(text[start:first_comma]))
    return Speaker(start, start + len(phrase), pronoun=phrase.split()[-1] in ("ini", "itu", "tersebut"), phrase=True)


def _is_relation_of(text: str, start: int, first_comma: int, persons: Sequence[Mention]) -> bool:
    """Return whether the first person is whose relative or lawyer the second is: "kuasa hukum Rini, Joko"."""
    one, other = persons[:2]
    words = text[start : one.start].lower().split()
    if one.end != first_comma or text[first_comma : other.start].strip(" ,") or not words:
        return False
    return words[0].removesuffix("nya") in cue_words("relation")


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
        named = begins is not None or _is_title(words)
        return office if named and len(office.split()) <= LONGEST_OFFICE else None
    return None


def leads_to_subject(before: str) -> bool:
    """Return whether the words between the beginning of a sentence and a name make the name its subject.

    They are an office, or words that lead from the sentence before: "Namun, ", "Sementara itu, Ketua RT 3 ".
    """
    links = cue_words("link")
    linked = all(part.split()[0].lower() in links for part in before.split(",") if part.strip())
    return linked or trim_office(before) is not None


def _is_title(words: Sequence[str]) -> bool:
    """Return whether words that no list knows are an office: "Penabuh drum", not "Pandangan serupa datang dari"."""
    return words[0][:1].isupper() and not any(_PREDICATE.fullmatch(word) for word in (words[0].lower(), *words[1:]))


def _find_office(after: str) -> str | None:
    """Return the office after a name: ", Direktur Pemasaran PT Maju," of "Rini, Direktur Pemasaran PT Maju, ..."."""
    phrase = after.strip(" ,()")
    begins = phrase.split()[:1]
    named = bool(begins) and begins[0].lower().strip(".") in cue_words("office")
    return phrase if named and len(phrase.split()) <= LONGEST_OFFICE else None


def _belongs_to_noun(before: str) -> bool:
    """Return whether a noun stands before a name that is a part of its phrase: "keberhasilan Kevin", "oleh Kevin"."""
    part = before.rsplit(",", 1)[-1].split()
    return bool(part) and part[0].islower() and part[0].rstrip(".") not in cue_words("office")


def _ends_with_office(before: str) -> bool:
    """Return whether the last word before a name is an office: "Kepala" of "Kepala Dinas Pertanian"."""
    words = before.split()
    return bool(words) and words[-1].lower() in cue_words("office")


def _begins_with_capital(text: str, start: int, end: int) -> bool:
    """Return whether the phrase before a comma reads like an office."""
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
    if not persons and (named := _read_apposition(text, start, end)):
        return named
    aside = _ASIDE.match(text, persons[0].end, end) if persons else None
    if aside is not None and leads_to_subject(text[start : persons[0].start]):
        persons, end = persons[:1], aside.start()
    for each in reversed(persons or found):
        between = text[each.end : end].strip()
        if not between or between.startswith((",", "(")) or re.fullmatch(r"\(.*\)", between):
            if _belongs_to_noun(text[start : each.start]):
                return None
            if each.kind == "organisation" and _ends_with_office(text[start : each.start]):
                return None  # Kepala Dinas Pertanian: the phrase is who speaks
            office = trim_office(text[start : each.start]) or _find_office(between)
            return Speaker(each.start, each.end, office=office)
    return None


def _read_apposition(text: str, start: int, end: int) -> Speaker | None:
    """Return the name of "Ketua Badan Kehormatan, Samieoddin", by its place after an office."""
    name = _LAST_CAPITALISED.search(text, start, end)
    office = trim_office(text[start : name.start()]) if name else None
    if name is None or office is None or office.split()[0].lower().strip(".") not in cue_words("office"):
        return None
    return Speaker(name.start("name"), name.end("name"), office=office)
