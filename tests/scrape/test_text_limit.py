"""A page of megabytes gives an article with a bounded text, and says so."""

from __future__ import annotations

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape
from kliping.scrape.decide.text_limit import MAX_SCRAPED_CHARS, limit_pieces

from tests.scrape.layouts import STORY, TITLE
from tests.scrape.test_layouts import kept_text, words

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
LINE = "Paragraf nomor {} menceritakan warga kampung yang memanen air dari kabut sepanjang musim kemarau."


def read(body: str) -> Article:
    html = f"<html lang=id><title>{TITLE}</title><body><h1>{TITLE}</h1><div class=teks>{body}</div>"
    return scrape(html.encode(), url=URL, source=Source.GENERIC)


@pytest.mark.parametrize(
    "body",
    ["".join(f"<p>{LINE.format(n)}</p>" for n in range(9_000)), f"<p>{LINE * 9_000}</p>", f"<p>{'x' * 900_000}</p>"],
    ids=["paragraphs", "one paragraph", "one word"],
)
def test_a_text_of_megabytes_is_cut(body: str) -> None:
    article = read("".join(f"<p>{text}</p>" for text in STORY) + body)
    assert len(article.scraped_text) < MAX_SCRAPED_CHARS * 1.1
    assert article.notes == ("text_cut",)
    assert article.paragraphs[: len(STORY)] == STORY
    assert words(kept_text(article)) == words(article.body)


def test_what_is_dropped_is_left_out_first() -> None:
    pieces = [("a" * 10, "other", "x"), ("b" * 10, None, "y"), ("c" * 10, "related", "x"), ("d" * 10, None, "y")]
    limited, cut = limit_pieces(pieces, 25)  # type: ignore[arg-type]
    assert [text for text, _, _ in limited] == ["a" * 5, "b" * 10, "d" * 10]
    assert cut
    assert limit_pieces(pieces, 40) == (pieces, False)  # type: ignore[arg-type]
