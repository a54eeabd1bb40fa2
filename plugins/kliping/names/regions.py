"""Resolve the name of a place to the official code of a region of Indonesia."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
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

    ``beside``: other places that the same text names, which tell two districts of one name apart.
    """
    if "," in name:  # Sumenep, Madura
        name, *outer = (part.strip() for part in name.split(","))
        beside = [*beside, *outer]
    plain = " ".join(re.sub(r"[^\w\s.-]", " ", name.lower()).split()).strip(" .")
    for pattern, full in _SPELLINGS:
        plain = pattern.sub(full, plain)
    stated = _STATED_KIND.fullmatch(plain)
    found = _find_codes(stated["name"], _KINDS[stated["kind"]]) if stated else ()
    if not found:
        short = _short_regions().get(_join_letters(plain))
        found = (short,) if short else next((codes for kind in _PREFERRED if (codes := _find_codes(plain, kind))), ())
    if len(found) == 1:
        return found[0]
    around = {code for other in beside if other != name and (code := resolve_region(other)) is not None}
    within = [code for code in found if any(code.startswith(f"{outer}.") for outer in around)]
    return within[0] if len(within) == 1 else None


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
            if resolve_region(short) == code:
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
