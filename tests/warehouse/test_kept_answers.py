"""Answers that are kept of a published copy, until the next one; articles by id and by address."""

from __future__ import annotations

from pathlib import Path

import pytest
from kliping.pipeline.answers import lookups
from kliping.pipeline.answers.lookups import open_lookup
from kliping.settings import Settings
from kliping.warehouse import load_batch, publish_copy, writer

from tests.warehouse.staging import Stage, capture


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def publish_texts(own: Settings, folder: Path, *addresses: str) -> None:
    with writer(own) as db:
        load_batch(db, Stage(folder).of(*(capture(address, f"Isi berita {address}.") for address in addresses)))
    publish_copy(own)


def count_days(own: Settings) -> list[int]:
    with open_lookup(own) as lookup:
        assert lookup is not None
        return [row["articles"] for row in lookup.select_kept("reading/all_days", outlet=None)]


def test_a_kept_answer_is_asked_once_and_not_of_the_next_copy(own, tmp_path, monkeypatch):
    publish_texts(own, tmp_path / "one", "https://koran.test/a")
    first = count_days(own)
    monkeypatch.setattr(lookups, "read_query", lambda name: "SELECT 99 AS articles")
    assert count_days(own) == first
    monkeypatch.undo()
    publish_texts(own, tmp_path / "two", "https://koran.test/b", "https://koran.test/c")
    assert sum(count_days(own)) == sum(first) + 2


def test_answers_of_other_parameters_are_others(own, tmp_path):
    publish_texts(own, tmp_path / "one", "https://koran.test/a")
    with open_lookup(own) as lookup:
        assert lookup is not None
        assert lookup.select_kept("reading/all_days", outlet="koran")
        assert not lookup.select_kept("reading/all_days", outlet="nobody")


def test_an_article_is_found_by_its_id_and_by_its_address(own, tmp_path):
    publish_texts(own, tmp_path / "one", "https://koran.test/a", "https://koran.test/b")
    with open_lookup(own) as lookup:
        assert lookup is not None
        found = lookup.find_article("https://koran.test/b")
        assert found is not None
        assert lookup.find_article(found["article_id"]) == found
        assert lookup.find_article("nobody") is None
