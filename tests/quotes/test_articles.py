"""Quotations of 150 labelled articles; the rules are tuned on one half of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from kliping.quotes import find

from bench.quotes import Tally, is_speaker, read_labelled, score_article, score_halves, share_letters

RARE_FORMS = Path(__file__).with_name("rare_forms")
FLOORS = tomllib.loads(Path(__file__).parents[1].joinpath("floors.toml").read_text(encoding="utf-8"))["quotes"]


@pytest.fixture(scope="module")
def halves() -> dict[str, Tally]:
    return score_halves()


@pytest.mark.parametrize("half", ["tuned", "held-out"])
def test_quotations_and_speakers_stay_above_the_floors(halves: dict[str, Tally], half: str) -> None:
    score, floors = halves[half], FLOORS[half]
    assert score.wanted >= 200
    assert score.recall >= floors["found"]
    assert score.precision >= floors["precision"]
    assert score.speakers >= floors["speaker"]


def test_rare_forms_stay_above_the_floors() -> None:
    score, lines = Tally(), []
    articles = list(read_labelled(RARE_FORMS))
    for labelled in articles:
        tally, differences = score_article(labelled, find(labelled.text))
        score.add(tally)
        lines += differences
    assert len(articles) == 30
    assert score.wanted >= 110
    floors = FLOORS["rare-forms"]
    assert score.recall >= floors["found"], lines
    assert score.precision >= floors["precision"], lines
    assert score.speakers >= floors["speaker"], lines


def test_150_articles_are_labelled() -> None:
    articles = list(read_labelled())
    assert len({each.name for each in articles}) == len(articles) == 150
    assert sum(each.held_out for each in articles) in range(60, 91)
    assert not [each.name for each in articles if set("⟦⟧|") & set(each.text)]


def test_a_stretch_with_other_words_is_not_the_same() -> None:
    assert share_letters("satu dua tiga empat", (0, 8), (9, 19)) == 0
    assert share_letters("satu dua, tiga", (0, 8), (0, 9)) == 1


def test_a_speaker_is_not_another_with_the_same_first_name() -> None:
    assert is_speaker("Pak Slamet", "Slamet")
    assert not is_speaker("Slamet Riyadi", "Slamet")
    assert not is_speaker("", "Slamet")
