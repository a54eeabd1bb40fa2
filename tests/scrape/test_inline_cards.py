"""Cards of other articles that pages build of inline elements; and paragraphs of that shape, which are the story."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from kliping.scrape.blocks.line_parts import MAX_LINE_PARTS, split_line
from selectolax.lexbor import LexborHTMLParser

from tests.scrape.test_side_boxes import is_whole, read

CASES = yaml.safe_load(Path(__file__).with_name("inline_cards.yml").read_text("utf-8"))
HEADLINE = "Harga ikan kembung naik dua kali lipat di pasar Muara"


@pytest.mark.parametrize("name", CASES["inline cards"])
@pytest.mark.parametrize("place", ["middle", "end"])
def test_cards_of_inline_elements_are_no_story(name: str, place: str) -> None:
    article = read(CASES["inline cards"][name], place)
    is_whole(article)
    if place == "middle" and name not in CASES["without a linked headline"]:
        assert article.related[0].title == HEADLINE


@pytest.mark.parametrize("name", CASES["stories of inline elements"])
def test_paragraphs_of_inline_elements_are_kept(name: str) -> None:
    article = read(CASES["stories of inline elements"][name])
    assert [span for span in article.removed if span.rule.startswith("box:")] == []


def test_a_line_of_very_many_parts_is_none() -> None:
    for count in (MAX_LINE_PARTS, MAX_LINE_PARTS + 1):
        line = LexborHTMLParser("<p>" + "<span>kata</span>" * count + "</p>").css_first("p")
        assert line is not None
        assert len(split_line([line])) == (count if count <= MAX_LINE_PARTS else 0)
