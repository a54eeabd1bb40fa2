"""Texts in pieces: nothing is lost of them, whatever the spans; versions compared by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.web.charts import DAY_STATES, draw_line, draw_strip, scale_bar
from kliping.web.marking import compare_words, mark_removed

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


@given(text=st.text(max_size=50), spans=SPANS)
def test_pieces_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    removed = [{"start": start, "end": end, "kind": "ad", "rule": "r"} for start, end in spans]
    assert "".join(piece.text for piece in mark_removed(text, removed)) == text


def test_what_is_removed_has_its_kind_and_rule() -> None:
    span = {"start": 4, "end": 13, "kind": "related", "rule": "baca-juga"}
    assert mark_removed("Isi.Baca juga. Akhir", [span])[1] == ("Baca juga", "related", "baca-juga")


@given(old=st.text(max_size=40), new=st.text(max_size=40))
def test_both_versions_can_be_read_from_the_comparison(old: str, new: str) -> None:
    pieces = compare_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old


def test_a_changed_word_is_one_that_went_and_one_that_came() -> None:
    kinds = [(piece.text, piece.kind) for piece in compare_words("Tiga warga luka", "Lima warga luka")]
    assert kinds == [("Tiga", "gone"), ("Lima", "new"), (" warga luka", "")]


def test_a_long_text_is_compared_by_line() -> None:
    old = "\n".join(f"baris {n} " + "kata " * 100 for n in range(200))
    assert [p.kind for p in compare_words(old, old.replace("baris 7 ", "baris tujuh "))] == ["", "gone", "new", ""]


def test_a_strip_says_what_it_shows_and_escapes_it() -> None:
    drawn = draw_strip("CCI-", 'lengkap "><script>')
    assert "&lt;script&gt;" in drawn
    assert drawn.count("<path") == 3
    assert len(set(DAY_STATES.values())) == len(DAY_STATES), "a colour and a height of its own each"
    assert len({height for _, height in DAY_STATES.values()}) == len(DAY_STATES)


@pytest.mark.parametrize(("count", "most", "length"), [(0, 5, 0), (1, 1000, 1), (5, 5, 100), (3, 0, 0)])
def test_a_bar_that_is_there_is_seen(count: int, most: int, length: int) -> None:
    assert scale_bar(count, most) == length


def test_a_line_leaves_holes() -> None:
    assert "polyline" not in draw_line([None, None], "x")
    assert 'points="0.0,2.0 160.0,26.0"' in draw_line([1.0, None, 0.0], "x")
