"""Short articles in the manner of many outlets, each cleaned exactly as marked."""

from __future__ import annotations

import pytest
from kliping.clean import clean

from .marked import Marked, articles

ARTICLES = articles() + articles("outlets.txt")


@pytest.mark.parametrize("article", ARTICLES, ids=[article.name for article in ARTICLES])
def test_removes_what_is_marked_and_nothing_else(article: Marked) -> None:
    cleaned = clean(article.text, title=article.title)
    got = [(article.text[s.start : s.end], s.kind) for s in cleaned.removed]
    assert got == [(article.text[start:end], kind) for start, end, kind in article.spans]


@pytest.mark.parametrize("article", ARTICLES, ids=[article.name for article in ARTICLES])
def test_what_is_clean_stays_as_it_is(article: Marked) -> None:
    once = clean(article.text, title=article.title)
    twice = clean(once.text, title=article.title)
    assert twice.removed == ()
    assert twice.text == once.text


@pytest.mark.parametrize("article", articles("outlets.txt", line_break=""), ids=lambda article: article.name)
def test_no_story_is_lost_with_the_line_breaks(article: Marked) -> None:
    story = [True] * len(article.text)
    for start, end, _ in article.spans:
        story[start:end] = [False] * (end - start)
    lost = [
        "".join(char for at, char in enumerate(article.text[s.start : s.end], s.start) if story[at]).strip()
        for s in clean(article.text, title=article.title).removed
    ]
    assert [text for text in lost if text] == []


def test_blocks_are_paragraphs_and_offsets_refer_to_them_joined() -> None:
    blocks = [
        "JAKARTA, KABARKITA.com - Harga beras naik sejak awal",
        "pekan ini, kata pedagang.",
        "Baca juga: Harga Telur Turun",
    ]
    cleaned = clean(blocks)
    text = "\n".join(blocks)
    assert [text[s.start : s.end] for s in cleaned.removed] == [
        "JAKARTA, KABARKITA.com -",
        "Baca juga: Harga Telur Turun",
    ]
    assert cleaned.text.split("\n") == ["Harga beras naik sejak awal", "pekan ini, kata pedagang."]
