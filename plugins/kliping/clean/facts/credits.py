"""Who made an article, as one removed line says it.

"Reporter: A | Editor: B", "A - Kabar Kita", "Laporan Wartawan Kabar Kita, A", "(A/abc)", "ANTARA FOTO/A".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from kliping.clean.facts.photographers import find_photographers
from kliping.clean.facts.stamps import find_stamps
from kliping.clean.folded_text import fold_text
from kliping.clean.vocabulary.outlet_names import is_address, is_nobody, is_own, is_site, sounds_like_outlet
from kliping.clean.vocabulary.person_names import DEGREES, PERSON, is_person
from kliping.clean.vocabulary.places import is_place
from kliping.clean.vocabulary.word_lists import any_of, entries
from kliping.clean.vocabulary.words import FUNCTION_WORDS
from kliping.lexicon import role_words
from kliping.model import Credit

Role = Literal["author", "editor", "reporter", "photographer", "initials"]
ROLES: tuple[Role, ...] = ("author", "reporter", "editor", "photographer")

LONGEST_CREDIT = 260
"""A line of credits is at most this many characters."""

_S = r"[ \t\u00a0]"
_ROLE = any_of(*ROLES)
_UNSHORT = r"(?!red\b)"
"""In front of a role that has no colon: "MZK-Red" is signed by the desk, "Red: Dewi Lestari" names the editor."""
_LABEL = re.compile(
    rf"(?i)(?:(?<!\w)|(?<=[a-z]))(?<!pilihan )(?P<role>{_ROLE})(?:{_S}?/{_S}?{_ROLE}|{_S}(?:dan|&){_S}{_ROLE})?"
    rf"(?:{_S}{{0,12}}[:;=]{_S}{{0,3}}[-–—]?|{_S}{{1,3}}[-–—>]{_S}|{_S}(?=\())"
)
"""A role with a colon after it, anywhere in the line."""
_REPORT = rf"laporan{_S}(?:dari{_S})?(?:{'|'.join(role_words('reporter', 'correspondent'))})"
_PLAIN_LABEL = re.compile(rf"(?i)(?P<role>{_REPORT}|{_UNSHORT}{_ROLE})(?:{_S}?[,.\-–—:/]{_S}?|{_S}{{1,4}})(?=\S)")
"""A role without a colon, at the beginning of a line."""
_BY = re.compile(
    rf"(?i)(?P<role>(?<=\s)(?:oleh|by(?!{_S}pass\b))"
    rf"|(?<=[|•·,)\]–—-]\s)(?:{'|'.join(role_words('author', 'reporter'))}))"
    rf"{_S}{{1,3}}(?=[A-Z])"
)
"""A role inside a line. Roles that headlines also use ("Wartawan Bebas Meliput") count only after a separator."""
_AFTER = re.compile(
    rf"(?i)(?:{_S}{{0,3}}[-–—,|(]{_S}{{0,3}}|{_S}{{2,}})(?P<role>{_UNSHORT}{_ROLE})\)?(?=$|[\s|,?–—-]*$|{_S}*[|?,–—-])"
)
"""A role after the name: "Dewi Lestari - Penulis"."""
_NUMBER = r"[\d.,]{1,9}\s?[km]?"
_COUNTS = re.compile(
    rf"(?i)\b(?:dibaca|dilihat|hits?|views?|viewed|pembaca|waktu baca)\b[\s:]{{0,3}}(?:normal\s)?{_NUMBER}"
    r"(?:\s?(?:kali|x|menit|views?))?"
    rf"|{_NUMBER}\s?(?:views?|kali dibaca|kali|x dibaca|pembaca|comments?|komentar|shares?|min(?:s|utes?)? read"
    r"|menit baca|menit membaca)\b"
    r"|\s-\s\d{1,6}$"
)
_COUNTED = re.compile(r"[\d.,]")
"""What each match of ``_COUNTS`` holds."""
_LABEL_MARK = re.compile(r"[:;=\-–—>(]")
"""What each match of ``_LABEL`` holds after the role."""
_AFTER_MARK = re.compile(rf"[-–—,|(]|{_S}{{2}}")
"""What each match of ``_AFTER`` begins with."""
_BREAK = re.compile(r"\s*[|•·\n]\s*|\s+[-–—?]+\s+|\s{3,}")
_SPLIT = re.compile(r"\s*(?:[,/&;+|]|\bdan\b|\band\b)\s*")
_SIGNED = re.compile(r"\s*[/,&;|+\\]\s*|\s[-–—]\s|(?<=[a-z*])-(?=[a-zA-Z*])|-(?=[Rr]ed\b)|\sdan\s")
_STAMP_LABEL = re.compile(
    r"(?i)[\s,|•–-]*\b(?:diperbarui|diterbitkan|dipublikasikan|ditayangkan|terbit|tayang"
    r"|(?:last )?updated?|published|posted)(?: on| pada)?\s?:?\s*\|"
)
"""What a time stamp is of, in front of the bar that stands for it."""
_FIELD_NAME = re.compile(r"_[a-z]+$")
"""What a page's template left after a name: "Dewi Lestari_block"."""
_CAPITALS = re.compile(r"(?<=[a-z]) [A-Z]{4,}.*")
"""What follows a name in Title Case where a break was lost: "Dewi Lestari BREBES"."""
_LEADING = re.compile(r"(?:[A-ZÀ-Ý][a-zà-ÿ'’]+(?: (?=[A-ZÀ-Ý][a-zà-ÿ'’]+ ))?){0,4}")
_LOWER_PERSON = re.compile(r"[a-zà-ÿ][\w'’.]{1,14}(?: [a-zà-ÿ][\w'’.]{1,14}){0,3}")
_LOWER_NAMES = re.compile(r"[a-z]{3,12}(?: [a-z]{3,12}){1,2}")
"""A reporter's name that a signature writes in lower case: "(dewi lestari/abc)"."""
_DANGLING = re.compile(r"(?i)\s(?:on|at|pada|tanggal)$")
"""What led to a time stamp after the name: "Posted by Dewi Lestari on"."""
_INITIALS = re.compile(
    r"\*{1,3}|[a-z]{1,6}|[a-z]\.[a-z]{1,4}|[A-Z]{1,4}|[A-Z][a-z]{1,2}|[A-Z][a-z]?[A-Z]{1,2}|(?:[a-z]{2,5}|[A-Z]{2,4})\d{1,3}"
)
_LONGER = re.compile(r"[a-z]{7,9}")
_GLUED_LABEL = re.compile(rf"(?<=[a-zà-ÿ.])(?=[A-Z][a-z]{{2,12}}{_S}?:)")
"""Where a lost break glued the next label to a name: "Dewi LestariSumber: Kabar Kita"."""
_GLUED_ROLE = re.compile(rf"\b(?:{'|'.join(word.capitalize() for word in role_words())})(?=[A-Z][a-z])")
"""A role written without a space before the name: "EditorDewi Lestari"."""
_NUMBERED = re.compile(r"\s*\(\d{4,}\)")
"""A student's number after the name."""
_BRACKETS = re.compile(r"[(\[{]\s*(?P<inner>[^()\[\]{}\n]{1,120}?)\s*[)\]}]?[\s.*]*")


def read_credits(
    line: str, *, outlet: str | None = None, byline: bool = False, caption: bool = False
) -> Sequence[Credit]:
    """Return the credits of one removed line, in the order of the line.

    ``byline``: the line stands where the author's name stands, so that a name without a label is one. ``caption``: it
    belongs to a photo.
    """
    return _read_line(line, outlet, byline, caption)


@lru_cache(maxsize=1024)
def read_labelled(line: str, outlet: str | None) -> Sequence[Credit]:
    """Return the credits of one line whose names stand after a label, and no others."""
    return _labelled(_without_stamps(line).strip(" \t\u00a0*()[]–—"), outlet) or []


@lru_cache(maxsize=1024)  # an outlet signs all its articles in a few ways, and several readers ask for each line
def _read_line(line: str, outlet: str | None, byline: bool, caption: bool) -> Sequence[Credit]:
    if len(line) > LONGEST_CREDIT:
        if not caption:
            return []
        return find_photographers(line, outlet)
    bare = _GLUED_ROLE.sub(r"\g<0> ", _without_stamps(line))
    bracket = _BRACKETS.fullmatch(bare.strip())
    inner = bracket["inner"] if bracket else bare.strip(" \t\u00a0*()[]–—")
    parts = inner.split("|")
    if len(parts) > 1 and all(_PLAIN_LABEL.match(part.strip()) for part in parts):  # "Penulis X | Editor Y"
        return [credit for part in parts for credit in _labelled(part.strip(), outlet) or []]
    labelled = _labelled(inner, outlet)
    if labelled is not None:
        return labelled
    photographers = find_photographers(inner, outlet)
    if caption or (photographers and not bracket and len(inner.split()) > 3):
        return photographers
    if bracket:
        return read_signature(inner, outlet)
    if not byline:
        return []
    return _byline(inner, outlet)


@lru_cache(maxsize=1024)
def read_role(line: str) -> Role | None:
    """Return the role, where the line is the name of a role and nothing else ("Redaktur Utama", "Penulis:")."""
    plain = fold_text(line).strip(" :;-|()")
    return next((role for role in ROLES if plain in entries(role)), None)


def read_signature(inner: str, outlet: str | None = None) -> list[Credit]:
    """Return who signed in brackets after the story: "Dewi Lestari/abc", "*/NP", "kabarkita.id/wanda"."""
    parts = [part.strip(" .:") for part in _SIGNED.split(inner)]
    parts = [part.strip("*") or part for part in parts]  # "(des*)"
    parts = [part for part in parts if part and _signs(part, outlet)]
    if not any(part.strip("*") for part in parts):
        return []
    if all(_INITIALS.fullmatch(part) for part in parts):
        return [Credit("initials", "/".join(parts))]
    found: list[Credit] = []
    for part in parts:
        if _INITIALS.fullmatch(part):
            found.append(Credit("initials", part))
        elif _LONGER.fullmatch(part) or is_person(part) or (part is parts[0] and _LOWER_NAMES.fullmatch(part)):
            found.append(Credit("author", _spell(part)))
    return [credit for credit in found if credit.name.strip("*")]


def _signs(part: str, outlet: str | None) -> bool:
    if set(part) <= {"*"}:
        return True
    numbered = any(c.isdigit() for c in part) and not _INITIALS.fullmatch(part)
    return not (numbered or is_nobody(part) or is_own(part, outlet) or is_site(part))


def _spell(name: str) -> str:
    return _FIELD_NAME.sub("", " ".join(name.split())).strip(" .,-")


def _without_stamps(line: str) -> str:
    """Return the line with a bar in place of time stamps and counts."""
    kept, at = [], 0
    for stamp in find_stamps(line):
        kept.append(line[at : stamp.start])
        at = stamp.end
    rest = _STAMP_LABEL.sub(" |", " | ".join([*kept, line[at:]]))
    if not _COUNTED.search(rest):
        return rest
    return _COUNTS.sub(" | ", rest)


def _role(label: str) -> Role:
    plain = " ".join(fold_text(label).split())
    for role in ROLES:
        if plain in entries(role):
            return role
    return "reporter" if plain.startswith("lapor") else "author"


def _labelled(line: str, outlet: str | None) -> list[Credit] | None:
    """Return the names after labels; None where the line has no label."""
    labels = []
    if _LABEL_MARK.search(line):
        labels = [*_LABEL.finditer(line)]
    if not labels or line[: labels[0].start()].strip(" |/(-"):
        first = _PLAIN_LABEL.match(line, len(line) - len(line.lstrip(" |"))) or _find_by(line)
        if first:
            labels = [first, *(label for label in labels if label.start() >= first.end())]
    found: list[Credit] = []
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        said = line[label.end() : following.start() if following else len(line)]
        found += _names(said, label["role"], outlet, plain=label.re is not _LABEL)
    if not found and _AFTER_MARK.search(line) and (after := _AFTER.search(line)):
        return _names(line[: after.start()], after["role"], outlet, plain=True) or None
    if labels and (found or labels[0].re is _LABEL):
        return found
    return None


def _find_by(line: str) -> re.Match[str] | None:
    """Find "oleh" inside a line, unless the verb in front of it speaks of something else than writing."""
    label = _BY.search(line)
    if label is None:
        return None
    before = fold_text(line[: label.start()]).split()
    if before and before[-1] in entries("no_authors_by"):
        return None
    return label


def _names(said: str, label: str, outlet: str | None, *, plain: bool) -> list[Credit]:
    """Return the names that follow one label; ``plain``: it has no colon, so that names must look like names."""
    said = _BREAK.split(_GLUED_LABEL.split(said, maxsplit=1)[0].lstrip("*) ").strip(" \t\u00a0:-–—|(["), maxsplit=1)[0]
    said = _DANGLING.sub("", re.sub(r"\([^()]*\)?\s*$", "", said).strip(" )]"))
    parts = [DEGREES.sub("", part).strip(" .:()[]") for part in _SPLIT.split(said)]
    if len(parts[0].split()) > 6:  # a lost break: "Dewi Lestari ANTARA Petugas menyuntik warga, Bogor"
        parts = _LEADING.findall(parts[0])[:1]
    parts = [part for part in parts if fold_text(part) not in entries("degrees")]
    parts = [part for part in parts if part is parts[0] or not (sounds_like_outlet(part) or is_place(part))]
    if fold_text(label).startswith("lapor") and len(parts) > 1 and not (is_person(parts[0]) and " " in parts[0]):
        parts = parts[1:]  # whose reporter it is: "Laporan Wartawan Kabar Kita, Dewi Lestari"
    names = [_own_house(_CAPITALS.sub("", part), outlet) for part in parts]
    role = _role(label)
    if role == "photographer" and len(names) > 1 and not _may_be_people(names):
        return []  # "FOTO: Jalan Diperlebar, Warga Menanam Pohon di Sleman"
    return [Credit(role, _spell(name)) for name in names if name and _is_named(name, role, outlet, plain=plain)]


def _may_be_people(names: Sequence[str]) -> bool:
    """Return whether none of the names has a word that no name has."""
    return not any(word in FUNCTION_WORDS for name in names for word in fold_text(name).split())


def _is_named(name: str, role: Role, outlet: str | None, *, plain: bool) -> bool:
    """Return whether what follows the label of this role is a person's name."""
    if len(name) < 2 or is_nobody(name) or (" " in name and is_place(name)):
        return False
    if any(c.isdigit() for c in name) or is_address(name) or is_own(name, outlet):
        return False
    if role == "photographer" and (is_site(name) or (name.isupper() and " " not in name)):
        return False  # an agency or a firm
    if role == "photographer" and fold_text(name).split()[0] in entries("scenes"):
        return False  # "Foto: Ilustrasi Pencurian"
    if plain:
        return is_person(name)
    capitalised = name[0].upper() + name[1:]  # "iwan Setiawan"
    return len(name.split()) <= 6 and bool(PERSON.fullmatch(capitalised) or _LOWER_PERSON.fullmatch(name))


def _own_house(name: str, outlet: str | None) -> str:
    """Return the name without the outlet's in front or at the end: "Kabarkita.id Dewi Lestari"."""
    words = [] if is_own(name, outlet) else name.split()
    while words and (is_own(words[0], outlet) or is_address(words[0])):
        words = words[1:]
    while words and is_address(words[-1]):
        words = words[:-1]
    return " ".join(words)


def _byline(line: str, outlet: str | None) -> list[Credit]:
    """Return the names of a line without labels: "Dewi Lestari - Kabar Kita", "Dewi Lestari, Kabar Kita | ..."."""
    found: list[Credit] = []
    for part in _BREAK.split(_NUMBERED.sub("", line)):
        names = [_own_house(name.strip(" .,:"), outlet) for name in _SPLIT.split(part)]
        names = [
            name for name in names if name and not is_own(name, outlet) and fold_text(name) not in entries("degrees")
        ]
        people = [
            name for name in names if is_person(name) and 2 <= len(name.split()) <= 4 and not _ends_in_place(name)
        ]
        if not names:
            continue
        if people and is_person(names[0]) and names[1:] == people:
            people = names  # "Fitriani, Arif Budiman"
        if people and all(is_person(name) or _may_stand_beside(name) for name in names):
            found += [Credit("author", _spell(name)) for name in people]
        elif found:
            break
    return found


def _ends_in_place(name: str) -> bool:
    """Return whether the last word is a place, as in the names of local outlets: "Barometer Batam"."""
    return is_place(name.rsplit(maxsplit=1)[-1])


def _may_stand_beside(name: str) -> bool:
    """Return whether a part of a byline may be an outlet, a desk or a place next to the author's name."""
    return _ends_in_place(name) or sounds_like_outlet(name) or is_nobody(name) or is_place(name)
