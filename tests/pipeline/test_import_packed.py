"""Files of an import that are compressed, or several in one archive: read whole, and damage in them is told."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.pipeline.test_import_kinds import ROW, URL, read, write_xlsx

LINES = "".join(json.dumps(ROW | {"tautan": f"{URL}-{number}"}) + "\n" for number in range(40)).encode()
PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstandard.compress}
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def pack_zip(method: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for number in range(3):
            archive.writestr(f"{number}.jsonl", LINES)
    return packed.getvalue()


WHOLE = {f"a.jsonl.{name}": pack(LINES) for name, pack in PACKERS.items()}
WHOLE |= {f"{method}.zip": pack_zip(method) for method in METHODS}


@pytest.mark.parametrize("name", WHOLE)
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=20))
def test_damage_anywhere_in_a_packed_file_is_told_and_ends_nothing(
    name: str, changes: list[tuple[float, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = WHOLE[name]
    damaged = bytearray(whole)
    for where, byte in changes:
        damaged[int(where * len(damaged))] = byte
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(damaged)
    pages, bad = read(path)
    for page in pages:
        assert page.media_type == "application/json"
    if not pages:
        assert bad


@pytest.mark.parametrize("name", [name for name in WHOLE if name.startswith("a.")])
@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_packed_file_that_was_cut_off_says_so(name: str, share: float, tmp_path: Path) -> None:
    """A reader that stops without a word would give a story that ends in mid-word."""
    path = tmp_path / name
    path.write_bytes(WHOLE[name][: int(len(WHOLE[name]) * share)])
    _, bad = read(path)
    assert "cannot be read as jsonl" in bad[-1].why


@pytest.mark.parametrize("pack", PACKERS)
def test_packed_files_joined_are_read_whole(pack: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.jsonl.{pack}"
    path.write_bytes(PACKERS[pack](LINES) * 2)
    pages, bad = read(path)
    assert (len(pages), bad) == (80, [])


@pytest.mark.parametrize("pack", PACKERS)
def test_a_workbook_may_be_packed_again(pack: str, tmp_path: Path) -> None:
    """It is read from its end, which a packed file does not let one do."""
    inner = write_xlsx(tmp_path)
    path = inner.with_name(f"{inner.name}.{pack}")
    path.write_bytes(PACKERS[pack](inner.read_bytes()))
    pages, bad = read(path)
    assert (len(pages), bad) == (1, [])
