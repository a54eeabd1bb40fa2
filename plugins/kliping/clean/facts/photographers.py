"""Photographers in captions: "ANTARA FOTO/Dewi Lestari/abc", "(Foto: Dewi Lestari/Kabar Kita)"."""

from __future__ import annotations

import re

from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.outlet_names import is_nobody, is_own, is_site, sounds_like_outlet
from kliping.clean.vocabulary.person_names import is_person
from kliping.clean.vocabulary.places import is_place
from kliping.clean.vocabulary.word_lists import any_of
from kliping.lexicon import role_words
from kliping.model import Credit

_LABEL = re.compile(
    rf"(?i)\b(?:foto|photo|{'|'.join(role_words('photographer'))})\s?(?:oleh|by)?\s?[:=]\s?(?P<names>[^()\n:;]{3, 60})"
)
_AGENCY = re.compile(
    r"(?P<house>(?:[A-Z][\w.]*[ ]){0,2}[A-Z][\w.]*)(?:[ ](?:FOTO|PHOTO|Foto|Photo))?[ ]?/[ ]?"
    r"(?P<name>[A-Z][\w'’-]*\.?(?:[ \u00a0]{1,3}(?:(?:el|al|de|van|bin|binti)[ ])?[A-Z][\w'’-]*\.?){0,3})"
    r"(?:[ ]?/[ ]?(?P<initials>[a-z]{2,5}))?(?![\w/])"
)
_SCENE = re.compile(rf"(?i)(?:^|\s){any_of('scenes')}\b.*")
_CAPITALS = re.compile(r"[A-Z]{3,}(?: [A-Z]{2,})*(?= [A-Z][a-z])")
ACRONYM = 5
"""An outlet's name is cut down to at most this many capitals."""
_SPLIT = re.compile(r"\s*(?:[,/&;+|]|\bdan\b)\s*")
_WORD_END = re.compile(r"(?<=\w{3})\.\s.*")


def find_photographers(line: str, outlet: str | None = None) -> list[Credit]:
    """Return the photographers whom a caption names, after a label or after their agency."""
    if label := _LABEL.search(line):
        named = [name.strip(" .") for name in _SPLIT.split(label["names"])]
        people = [name for name in named if is_person(name) and len(name.split()) <= 4 and not is_own(name, outlet)]
        if people:
            return [Credit("photographer", " ".join(people[0].split()))]
    found: list[Credit] = []
    for match in _AGENCY.finditer(line):
        name = _SCENE.sub("", _WORD_END.sub("", match["name"])).strip(" .")
        if capitals := _CAPITALS.match(name):  # "KABAR KITA/DEWI LESTARI Bill memberi hadiah"
            name = capitals.group()
        is_outlet = is_place(name.partition(" ")[0])  # "Jambi Mandiri"
        is_capitals = name.isupper() and len(name) > 4 and not is_nobody(name)
        known = (is_person(name) and not is_outlet) or is_capitals
        short = match["house"].isupper() and len(match["house"]) <= ACRONYM
        bracketed = line[: match.start()].endswith(("(", "[")) and (short or sounds_like_outlet(match["house"]))
        if not known or not (bracketed or _is_agency(match["house"], outlet)):
            continue
        found.append(Credit("photographer", " ".join(name.split())))
        if match["initials"] and not is_nobody(match["initials"]):
            found.append(Credit("initials", match["initials"]))
    return found


def _is_agency(house: str, outlet: str | None) -> bool:
    """Return whether a name is an agency, or an outlet, with or without the word "Foto" before or after it."""
    words = [word for word in house.split() if fold_text(word) not in ("foto", "photo", "ilustrasi")]
    if not words:
        return False
    last = words[-1]
    if len(last) == 1:
        return False  # the channel in "ANTARA/X/Persela"
    return is_site(last) or is_site(" ".join(words)) or is_own(last, outlet) or is_nobody(last)
