"""Resolve the name of a place to the official code of a region of Indonesia."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from kliping.names.vocabulary import list_regions

SHORT_REGIONS_FILE = Path(__file__).with_name("short_regions.tsv")
_KINDS = {
    "kota": "kota", "kabupaten": "kabupaten", "kab": "kabupaten", "provinsi": "provinsi", "prov": "provinsi",
    "kecamatan": "kecamatan", "kec": "kecamatan",
}  # fmt: skip
_STATED_KIND = re.compile(rf"(?P<kind>{'|'.join(_KINDS)})\b\.?\s+(?:administrasi\s+)?(?P<name>.+)")
_SPELLINGS = tuple(
    (re.compile(pattern), full)
    for pattern, full in (
        (r"\bsumatra\b", "sumatera"),
        (r"\bkep\b\.?", "kepulauan"),
        (r"^daerah istimewa (?=yogyakarta)", "di "),
        (r"^daerah khusus (?:ibu ?kota )?(?=jakarta)", "dki "),
    )
)
_PREFERRED = ("provinsi", "kota", "kabupaten", "kecamatan")
"""Which region a bare name is, if several have it: a paper that writes "Bandung" means the city."""


def resolve_region(name: str, beside: Iterable[str] = ()) -> str | None:
    """Return the official code of a place such as "Kab. Kediri", "Jabar" or "Solo"; None where it could be several.

    A name alone that only a district has ("Mekar Sari") is that of villages elsewhere, too: it has the district's code
    only where it says so ("Kecamatan Mekar Sari"), holds the regency's name ("Bekasi Timur"), or the text names the
    region around it or another district of the regency.

    ``beside``: other places that the same text names.
    """
    if "," in name:  # Sumenep, Madura
        name, *outer = (part.strip() for part in name.split(","))
        beside = [*beside, *outer]
    found, stated = _list_codes(name)
    if len(found) == 1 and (stated or not _needs_evidence(name, found[0])):
        return found[0]
    if not found:
        return None
    others = [other for other in beside if other != name]
    around = {code for other in others if (code := resolve_region(other)) is not None}
    neighbours = {code for other in others if (code := _find_only_district(other)) is not None and code not in found}
    around |= {code.rpartition(".")[0] for code in neighbours}
    within = [code for code in found if any(code.startswith(f"{outer}.") for outer in around)]
    return within[0] if len(within) == 1 else None


@lru_cache(maxsize=1 << 12)
def _list_codes(name: str) -> tuple[tuple[str, ...], bool]:
    """Return the codes of the regions that a name may mean, and whether the name states what kind of region it is."""
    plain = " ".join(re.sub(r"[^\w\s.-]", " ", name.lower()).split()).strip(" .")
    for pattern, full in _SPELLINGS:
        plain = pattern.sub(full, plain)
    stated = _STATED_KIND.fullmatch(plain)
    if stated and (found := _find_codes(stated["name"], _KINDS[stated["kind"]])):
        return found, True
    if short := _short_regions().get(_join_letters(plain)):
        return (short,), False
    return next((codes for kind in _PREFERRED if (codes := _find_codes(plain, kind))), ()), False


def _needs_evidence(name: str, code: str) -> bool:
    """Return whether a name is a district's and does not hold the name of the regency or city that it is in."""
    if not _is_district(code):
        return False
    above = code.rpartition(".")[0]
    joined = _join_letters(name)
    return not any(_join_letters(regency) in joined for _, regency in _names_by_code()[above])


def _find_only_district(name: str) -> str | None:
    """Return the code of the one district that a name may mean; None where it may mean another region or several."""
    found, _ = _list_codes(name)
    return found[0] if len(found) == 1 and _is_district(found[0]) else None


def _is_district(code: str) -> bool:
    return code.count(".") == 2


def _join_letters(name: str) -> str:
    """Return the letters of a name in lower case: "Toli-Toli" and "Tolitoli" are one."""
    return re.sub(r"[\W_]+", "", name.lower())


def _find_codes(name: str, kind: str) -> tuple[str, ...]:
    return _regions_by_name().get((_join_letters(name), kind), ())


@cache
def _regions_by_name() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the codes of the regions of each name, its letters only, and kind."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for code, kind, name in list_regions():
        found.setdefault((_join_letters(name), kind), {})[code] = None
    kinds = {code: kind for code, kind, _ in list_regions()}
    for short, code in _short_regions().items():
        found.setdefault((short, kinds[code]), {})[code] = None  # Kota Solo, Prov. Jabar
    return {key: tuple(codes) for key, codes in found.items()}


@cache
def _short_regions() -> dict[str, str]:
    rows = (line.split("\t") for line in SHORT_REGIONS_FILE.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    return {_join_letters(name): code for name, code in rows}


@cache
def name_region(code: str) -> str:
    """Return the one name of a region: the shortest that means it, such as "Semarang", "Kabupaten Semarang", "Jakarta".

    A district whose name others have, too, is told apart by its regency: "Kecamatan Bandung, Tulungagung".
    """
    named = _names_by_code()[code]
    for kind, name in named:
        for short in (name.removeprefix("DKI ").removeprefix("DI "), name, f"{kind.capitalize()} {name}"):
            if _list_codes(short)[0] == (code,):
                return short
    above = code.rpartition(".")[0]
    for kind, name in named:
        if [other for other in _find_codes(name, kind) if other.startswith(f"{above}.")] == [code]:
            return f"{kind.capitalize()} {name}, {name_region(above)}"
    return code


@cache
def _names_by_code() -> dict[str, list[tuple[str, str]]]:
    """Return the kind and each spelling of every region, by code."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, kind, name in list_regions():
        found.setdefault(code, []).append((kind, name))
    return found
