"""100 labelled pairs of texts: which of them the threshold puts into one duplicate group."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bench.duplicates import judge_pairs, measure_pairs, replace_words

FLOORS = tomllib.loads(Path(__file__).parents[1].joinpath("floors.toml").read_text(encoding="utf-8"))["duplicates"]


def test_copies_are_grouped_and_other_texts_are_not() -> None:
    judged = judge_pairs()
    wrong = [(each.pair.story, each.pair.kind, each.similarity) for each in judged if each.grouped != each.pair.copies]
    precision, recall = measure_pairs(judged)
    assert len(judged) == 100
    assert len({(each.pair.one, each.pair.other) for each in judged}) == 100
    assert all(each.pair.one != each.pair.other for each in judged)
    assert precision >= FLOORS["precision"], wrong
    assert recall >= FLOORS["recall"], wrong


def test_a_change_of_words_that_are_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in the text: dua"):
        replace_words("satu", "dua -> tiga")
