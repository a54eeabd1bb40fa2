"""Parts of a name that the tagger leaves out: the abbreviation in brackets, the first word of a sentence, "PT".

"Koalisi Merah Putih (KMP)" is one organisation, like "PT Bank Sinar" and "Kementerian Hukum dan HAM". At the beginning
of a sentence every word has a capital, so that "Djarnawi" in "Djarnawi Hartono tiba" has to be known by what it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.mentions import Mention
from kliping.names.leading import can_be_person
from kliping.names.vocabulary import find_classes, is_company_form

_ABBREVIATION = re.compile(r" \((?=[A-Z])(?P<short>[\w-]{2,12})\)")
_MINISTRY = re.compile(r"(?:Kementerian|Kementrian|Departemen|Dinas)\b")
_FIELDS = re.compile(r"(?: ?,(?: [A-Z][\w-]+)+)? dan(?: [A-Z][\w-]+)+")
"""The rest of what a ministry is for, after its first field: "Hukum dan HAM"."""
_MINISTER = re.compile(r"(?:[Mm]enteri|Menko|Wamen)(?: [A-Z][\w-]+)+(?: ?,(?: [A-Z][\w-]+)+)? dan $")
_LONGEST_OFFICE = 70
"""Characters in front of a name that are looked at for a minister's office."""
_BEFORE_START = frozenset("\n.,!?:;\"“”'(")
"""What a name that begins a sentence or a part of one stands after, but for blanks."""


def join_abbreviations(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions; an organisation and its abbreviation in brackets after it are one."""
    found: list[Mention] = []
    for each in mentions:
        if found and each.start < found[-1].end:
            continue  # the abbreviation that was joined
        if each.kind == "organisation" and (match := _ABBREVIATION.match(text, each.end)):
            other = next((one for one in mentions if one.start == match.start("short")), None)
            if _means_the_same(each, other, match["short"]):
                found.append(Mention(each.start, match.end(), each.kind))
                continue
        found.append(each)
    return found


def _means_the_same(name: Mention, other: Mention | None, short: str) -> bool:
    """Return whether what stands in brackets is the abbreviation: nothing else, and in capitals if it is no name."""
    if other is None:
        return sum(char.isupper() for char in short) > 1
    return other.kind == name.kind and other.end - other.start == len(short)


def complete_names(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, with the word in front of a name that is its first: a person's, or a company's form."""
    found: list[Mention] = []
    for each in mentions:
        before = found[-1].end if found else 0
        start = text.rfind(" ", before, max(before, each.start - 1)) + 1 or before
        start = max(start, text.rfind("\n", before, each.start) + 1)
        if text[each.start - 1 : each.start] == " " and _begins_name(text, start, each):
            found.append(Mention(start, each.end, each.kind))
        else:
            found.append(each)
    return found


def _begins_name(text: str, start: int, name: Mention) -> bool:
    word = text[start : name.start - 1]
    if name.kind == "organisation":
        return is_company_form(word)
    if name.kind != "person" or not word or not can_be_person(word):
        return False
    before = text[max(0, start - 2) : start].rstrip(" ")[-1:]
    return not before or before in _BEFORE_START


def complete_ministries(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions; a ministry has all of its fields, and the last field of a minister's office is no name."""
    found = []
    for each in mentions:
        if each.kind == "organisation":
            if _is_field_of_minister(text, each):
                continue
            fields = _FIELDS.match(text, each.end) if _MINISTRY.match(text, each.start) else None
            if fields and not any(each.end <= other.start < fields.end() for other in mentions):
                found.append(Mention(each.start, fields.end(), each.kind))
                continue
        found.append(each)
    return found


def _is_field_of_minister(text: str, name: Mention) -> bool:
    """Return whether a name is what a minister's office ends with: "Menteri Energi dan Sumber Daya Mineral"."""
    if not _MINISTER.search(text, max(0, name.start - _LONGEST_OFFICE), name.start):
        return False
    first = text[name.start : name.end].split(maxsplit=1)[0]
    return {"organisation", "organisation_head"}.isdisjoint(find_classes(first))
