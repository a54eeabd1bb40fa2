"""Where a name begins and ends: no title, rank or place of office belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kliping.lexicon import cue_words
from kliping.mentions import Mention, NameKind
from kliping.names.leading import can_be_person
from kliping.names.tokens import Span
from kliping.names.vocabulary import capitalised_cues, find_classes, is_company_form

_TITLES = frozenset(["office", "rank"])
_NAMES = frozenset(["first_name", "last_name"])
_REGIONS = frozenset(["region", "district", "local_place"])
_OTHERS = _REGIONS | {"organisation", "organisation_head", "organisation_part", "place_head", "country", "world_place"}


def make_mentions(text: str, spans: Sequence[Span], kind: NameKind, before: Sequence[Span]) -> Iterator[Mention]:
    """Yield the name in a stretch of tokens; ``before``: the tokens of its sentence in front of it.

    "Jakabaring Kompol Sutrisman" after "Kapolsek" is a place and a person.
    """
    spans = list(spans)
    if kind == "person" and before and is_company_form(before[-1][0]):
        kind = "organisation"  # PT Jaya Arkanda
    if kind != "person" and (_holds_office(spans, before) or _is_addressed(spans)):
        kind = "person"
    while kind != "place" and len(spans) > 1 and _is_title(spans[-1][0], {"rank"}):
        spans.pop()  # Polres Kudus AKP
    if kind == "organisation" and _leads_to_person(spans, before):
        yield _close_bracket(text, spans[0][1], spans[-2][2], kind)
        spans, kind = spans[-1:], "person"
    if kind == "person" and len(spans) > 1 and before and before[-1][0] in capitalised_cues("balinese_title"):
        spans.insert(0, before[-1])
    if kind == "person":
        place, spans = _split_office(spans, before)
        if place:
            yield _close_bracket(text, place[0][1], place[-1][2], "place")
        balinese = spans[0][0].lower() in cue_words("balinese_name")
        if balinese and before and not place and before[-1][0] in {"I", "Ni"}:
            spans.insert(0, before[-1])
    yield _close_bracket(text, spans[0][1], spans[-1][2], kind)


def _leads_to_person(spans: Sequence[Span], before: Sequence[Span]) -> bool:
    """Return whether an organisation after an office ends with its holder: "Ketua Umum Partai Gerindra Suhardi"."""
    if len(spans) < 3 or not before or not _is_title(before[-1][0], {"office"}):
        return False
    if spans[0][0].lower() in cue_words("freely_named"):
        return False
    rest = " ".join(word for word, _, _ in spans[:-1])
    ends = find_classes(spans[-2][0]) & {"organisation_part", "organisation"} or "organisation" in find_classes(rest)
    return bool(ends) and can_be_person(spans[-1][0])


def _holds_office(spans: Sequence[Span], before: Sequence[Span]) -> bool:
    """Return whether a name stands after an office and its short name: "Kepala BNPB Suharyanto"."""
    if len(before) < 2 or not (_is_title(before[-2][0], {"office"}) and _is_abbreviation(before[-1][0])):
        return False
    words = [span[0] for span in spans]
    return all(word.isalpha() and word.istitle() and not _OTHERS & find_classes(word) for word in words)


def _is_addressed(spans: Sequence[Span]) -> bool:
    """Return whether a name begins with a form of address: "Ibu Nining", not "Ibu Kota Nusantara"."""
    if len(spans) < 2 or spans[0][0] not in capitalised_cues("address_form") | capitalised_cues("parent"):
        return False
    return spans[1][0].istitle() and spans[1][0] != "Kota"


def _split_office(spans: list[Span], before: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """Return the tokens of the place that an office is for, and those of the person's name after it."""
    for at in range(len(spans) - 1, 0, -1):
        place = [span for span in spans[:at] if not _is_title(span[0], _TITLES)]
        if not place or _is_title(spans[at - 1][0], {"rank"}):
            return place, spans[at:]
    if not before or not (_is_title(before[-1][0], {"office"}) or _is_abbreviation(before[-1][0])):
        return [], spans
    for at in range(min(3, len(spans) - 1), 0, -1):
        classes = find_classes(" ".join(span[0] for span in spans[:at]))
        if classes & _REGIONS and not classes & _NAMES:
            return spans[:at], spans[at:]
    return [], spans


def _close_bracket(text: str, start: int, end: int, kind: NameKind) -> Mention:
    opened = text.count("(", start, end) - text.count(")", start, end)
    return Mention(start, end + (opened > 0 and text[end : end + 1] == ")"), kind)


def _is_abbreviation(word: str) -> bool:
    """Return whether a word is the short name of an organisation by its letters: "LBH Bandung Heri Pramana"."""
    return len(word) > 1 and word.isalpha() and word.isupper()


def _is_title(word: str, kinds: set[str] | frozenset[str]) -> bool:
    classes = find_classes(word.rstrip("."))
    return bool(classes & kinds) and not classes & _NAMES
