"""Quotations of texts written for Kliping: which words, who says them, by which verb."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from kliping.mentions import Quote
from kliping.quotes import find
from kliping.quotes.speakers import trim_office

HERE = Path(__file__).parent
FLOORS = tomllib.loads(HERE.parent.joinpath("floors.toml").read_text(encoding="utf-8"))["quotes"]


class Case(NamedTuple):
    text: str
    said: list[tuple[str, str, str, str]]


def read_cases() -> list[Case]:
    cases = []
    for block in (HERE / "said.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.strip("\n").split("\n") if line and not line.startswith("#")]
        told = [line[2:] for line in lines if line.startswith("> ")]
        said = [tuple(part.strip() for part in line.split("|")) for line in told if line != "nothing"]
        text = "\n".join(line for line in lines if not line.startswith("> "))
        cases.append(Case(text, [(words.replace("\\n", "\n"), *rest) for words, *rest in said]))
    return cases


CASES = read_cases()


def describe(text: str, quote: Quote) -> tuple[str, str, str, str]:
    return text[quote.start : quote.end], quote.name or "", quote.cue, "d" if quote.direct else "r"


def test_found_quotations_and_their_speakers_stay_above_the_floors() -> None:
    wanted = found = right = 0
    given = 0
    missed = []
    for case in CASES:
        got = {describe(case.text, quote) for quote in find(case.text)}
        words = {(each[0], each[3]): each[1] for each in got}
        wanted += len(case.said)
        given += len(got)
        for each in case.said:
            if (each[0], each[3]) in words:
                found += 1
                right += words[each[0], each[3]] == each[1]
        if got != set(case.said):
            missed.append((case.text, sorted(got)))
    assert len(CASES) >= 30
    assert found / wanted >= FLOORS["found"], missed
    assert found / given >= FLOORS["precision"], missed
    assert right / found >= FLOORS["speaker"], missed


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text[:30])
def test_offsets_hold_what_they_say(case: Case) -> None:
    for quote in find(case.text):
        assert 0 <= quote.start < quote.end <= len(case.text)
        if quote.speaker is None:
            assert quote.speaker_start is None
            assert quote.speaker_end is None
        else:
            assert case.text[quote.speaker_start : quote.speaker_end] == quote.speaker


@pytest.mark.parametrize(
    ("before", "office"),
    [
        ("Namun, Ketua RT 3, ", "Ketua RT 3"),
        ("Menurut Guru Besar UGM ", "Guru Besar UGM"),
        ("Penabuh drum, ", "Penabuh drum"),
        ("Rekan penelitinya, ", "Rekan penelitinya"),
        ("Pelatih kepala Arema ", "Pelatih kepala Arema"),
        ("Pandangan serupa datang dari dalang senior asal Mamuju, ", None),
        ("Kritik terlontar dari warga ", None),
        ("Hal itu dibenarkan ", None),
        ("Komentar pedas muncul dari ", None),
    ],
)
def test_words_before_a_name_are_an_office_or_not(before: str, office: str | None) -> None:
    assert trim_office(before) == office
