"""Search results beyond the grammar: every match in its context, and names that a person has merged."""

from __future__ import annotations

import pytest
from kliping.warehouse import (
    load_batch,
    merge_names,
    publish_copy,
    refresh_engine,
    search_published,
    unmerge_name,
    writer,
)

from tests.warehouse.staging import capture

FULL = "Dewi Lestari Hakim"


def name_person(name: str, start: int = 0) -> list[dict[str, object]]:
    places = {"start": start, "end": start + len(name), "sentence_start": 0, "sentence_end": 40}
    return [places | {"kind": "person", "name": name}]


@pytest.fixture
def searchable(settings, stage):
    rows = [
        capture("https://koran.test/1", "Bu Dewi membuka pasar itu kemarin.", mentions=name_person("Bu Dewi")),
        capture("https://koran.test/2", f"{FULL} meninjau sawah.", mentions=name_person(FULL)),
        capture(
            "https://koran.test/3",
            "Banjir bandang melanda desa. " + "Warga mengungsi ke balai desa sejak dini hari. " * 8
            + "Kebanjiran terjadi lagi; banjir bandang itu yang kedua tahun ini.",
        ),
    ]  # fmt: skip
    with writer(settings) as db:
        load_batch(db, stage.of(*rows))
    publish_copy(settings)
    refresh_engine(settings)
    return settings


def find(settings, text, **more):
    return sorted(hit.url.rpartition("/")[2] for hit in search_published(settings, text, **more).hits)


def list_found_contexts(settings, text):
    (hit,) = search_published(settings, text, contexts=True).hits
    return [f"{one.before}[{one.match}]{one.after}" for one in hit.contexts]


@pytest.mark.parametrize(
    "text",
    [
        'person:"Dewi Lestari Hakim"',
        "person:hakim",
        'person:"lestari hakim"',
        'tokoh:"Dewi Lestari"',
        "person:=lestari",
    ],
)
def test_a_merged_name_is_found_under_the_name_that_it_was_merged_into(searchable, text):
    assert find(searchable, text) == ["2"]
    with writer(searchable) as db:
        merge_names(db, "Bu Dewi", "Dewi Lestari Hakim", kind=None, by="tes")
    publish_copy(searchable)
    assert find(searchable, text) == ["1", "2"], "the index is the same, the merge counts at once"
    assert find(searchable, 'person:"Bu Dewi"') == ["1"]
    assert find(searchable, f"{text} NOT pasar") == ["2"]
    assert find(searchable, 'place:"Dewi Lestari Hakim"') == []
    with writer(searchable) as db:
        unmerge_name(db, "Bu Dewi")
    publish_copy(searchable)
    assert find(searchable, text) == ["2"]


def test_every_match_is_shown_in_its_context(searchable):
    first, second, third = list_found_contexts(searchable, "banjir")
    assert first.startswith("[Banjir] bandang melanda desa. Warga")
    assert "hari. [Kebanjiran] terjadi lagi; banjir bandang" in second
    assert third.endswith("terjadi lagi; [banjir] bandang itu yang kedua tahun ini.")
    assert max(map(len, (first, second, third))) < 140


def test_a_phrase_is_one_match_of_the_context(searchable):
    first, second = list_found_contexts(searchable, '"banjir bandang"')
    assert first.startswith("[Banjir bandang] melanda")
    assert "[banjir bandang] itu" in second


def test_what_matches_no_word_of_the_text_has_no_context(searchable):
    assert list_found_contexts(searchable, "person:bu") == []
    (hit,) = search_published(searchable, "person:bu").hits
    assert hit.contexts == ()
