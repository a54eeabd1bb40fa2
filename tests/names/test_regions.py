"""Places resolved to official codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from kliping.names import name_region, resolve_region
from kliping.names.regions import SHORT_REGIONS_FILE
from kliping.names.vocabulary import list_regions

from bench.names import read_labelled_places

ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("regions.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("name", "beside", "code"), ROWS)
def test_a_place_has_the_code_of_its_region(name: str, beside: str, code: str) -> None:
    others = [] if beside == "-" else beside.split("; ")
    assert resolve_region(name, others) == (None if code == "-" else code)


def test_labelled_places_reach_what_is_asked_and_none_has_a_wrong_code() -> None:
    rows = read_labelled_places()
    assert len(rows) >= 200
    found = [(resolve_region(name, beside), code) for name, beside, code in rows]
    assert sum(got == code for got, code in found) >= 0.95 * len(rows)
    assert [(got, code) for got, code in found if got not in (None, code)] == []


def test_every_short_name_is_that_of_a_region() -> None:
    codes = {code for code, _, _ in list_regions()}
    for line in SHORT_REGIONS_FILE.read_text(encoding="utf-8").splitlines()[1:]:
        assert line.split("\t")[1] in codes, line


def test_every_region_has_one_name_of_its_own() -> None:
    codes = {code for code, _, _ in list_regions()}
    assert len({name_region(code) for code in codes}) == len(codes)
    assert [code for code in codes if len(code) < 6 and resolve_region(name_region(code)) != code] == []


@pytest.mark.parametrize("written", ["Semarang", "Kota Semarang", "SEMARANG"])
def test_spellings_of_a_region_are_one_name(written: str) -> None:
    assert name_region(resolve_region(written) or "") == "Semarang"


@pytest.mark.parametrize(
    ("code", "name"),
    [("33.22", "Kabupaten Semarang"), ("31", "Jakarta"), ("34", "DI Yogyakarta"), ("15.71", "Kota Jambi")],
)
def test_a_region_is_called_what_means_no_other(code: str, name: str) -> None:
    assert name_region(code) == name
