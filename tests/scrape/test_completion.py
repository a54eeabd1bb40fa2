"""The rest of a story that only JSON-LD's ``articleBody`` has; and pages where it must not be taken from there."""

from __future__ import annotations

import html as markup
import json

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape

from tests.scrape.layouts import STORY, TITLE
from tests.scrape.test_layouts import kept_text, words

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
PARAGRAPHS = [text for text in STORY if len(text) > 60]


def read(shown: list[str], body: object, *, head: str = "", behind: str = "", **stated: object) -> Article:
    thing = {"@type": "NewsArticle", "headline": TITLE, "articleBody": body, **stated}
    story = "".join(f"<p>{text}</p>" for text in shown)
    html = (
        f'<html lang=id><title>{TITLE}</title>{head}<script type="application/ld+json">{json.dumps(thing)}</script>'
        f"<body><h1>{TITLE}</h1><article>{story}{behind}</article>"
    )
    return scrape(html.encode(), url=URL, source=Source.GENERIC)


BODIES = {
    "empty lines": "\n\n".join(PARAGRAPHS),
    "lines": "\n".join(PARAGRAPHS),
    "carriage returns": "\r\n\r\n".join(PARAGRAPHS),
    "markup": "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
    "escaped markup": markup.escape("".join(f"<p class='a'>{text}</p>\n" for text in PARAGRAPHS)),
    "breaks": "<br/><br/>".join(PARAGRAPHS),
    "links within": "\n".join(PARAGRAPHS).replace("kabut", '<a href="/tag/kabut">kabut</a>'),
    "escapes": "\n".join(PARAGRAPHS).replace("“", "&ldquo;").replace("”", "&rdquo;"),
    "headline first": "\n".join([TITLE, *PARAGRAPHS]),
    "credit behind": "\n".join([*PARAGRAPHS, "Editor: Budi"]),
    "a list of paragraphs": PARAGRAPHS,
    "an object": {"@value": "\n".join(PARAGRAPHS)},
    "other spaces": "\n".join(text.replace(" ", "\u00a0", 3) for text in PARAGRAPHS),
}


@pytest.mark.parametrize("form", BODIES)
@pytest.mark.parametrize("count", [2, 3])
def test_the_rest_of_the_story(form: str, count: int) -> None:
    article = read(PARAGRAPHS[:count], BODIES[form], behind="<button>Baca selengkapnya</button>")
    assert list(article.paragraphs) == PARAGRAPHS
    assert words(kept_text(article)) == words(article.body)
    assert "completed_from_json_ld" in article.notes
    assert article.method["body"] == "generic+json-ld:articleBody"


def test_the_rest_stands_in_the_property_text() -> None:
    article = read(PARAGRAPHS[:2], None, text=BODIES["lines"], behind="<button>Baca selengkapnya</button>")
    assert list(article.paragraphs) == PARAGRAPHS


@pytest.mark.parametrize("ellipsis", ["...", "…", " [...]"])
def test_a_paragraph_cut_short_is_replaced(ellipsis: str) -> None:
    cut = PARAGRAPHS[2][: PARAGRAPHS[2].rindex(" ", 0, 150)]
    article = read([*PARAGRAPHS[:2], cut + ellipsis], BODIES["lines"])
    assert list(article.paragraphs) == PARAGRAPHS
    assert words(kept_text(article)) == words(article.body)


CLOSED = {
    "not free": {"isAccessibleForFree": False},
    "not free, in words": {"isAccessibleForFree": "False"},
    "a paid part": {"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False}},
    "tier": {"head": '<meta property="article:content_tier" content="locked">'},
    "metered": {"head": '<meta name="article:content_tier" content="metered">'},
    "paywall": {"head": '<meta name="paywall" content="true">'},
    "subscribers": {"behind": "<p>Artikel ini khusus pelanggan.</p>"},
    "subscribe": {"behind": "<div>Berlangganan untuk membaca artikel ini sampai selesai.</div>"},
    "premium": {"behind": "<div class=a><b>Konten premium</b></div>"},
    "sign in": {"behind": "<p>Masuk untuk melanjutkan membaca. Sudah berlangganan?</p>"},
}


@pytest.mark.parametrize("form", CLOSED)
def test_a_closed_page_is_left_as_it_is(form: str) -> None:
    article = read(PARAGRAPHS[:3], BODIES["lines"], **CLOSED[form])  # type: ignore[arg-type]
    assert "completed_from_json_ld" not in article.notes
    assert PARAGRAPHS[-1] not in article.body


OTHERS = {
    "the same": "\n".join(PARAGRAPHS),
    "flat": " ".join(PARAGRAPHS),
    "a summary": PARAGRAPHS[0],
    "another text": "\n".join(text[::-1] for text in PARAGRAPHS),
    "read also": "\n".join([*PARAGRAPHS, "Baca juga: Harga ikan kembung naik"]),
    "nothing": "",
    "no text": {"@value": 5},
    "other order": "\n".join(reversed(PARAGRAPHS)),
    "the outlet": "\n".join([*PARAGRAPHS, "Kabar Muara"]),
    "other spelling": "\n".join(PARAGRAPHS).replace(" dan ", " & "),
}


@pytest.mark.parametrize("form", OTHERS)
def test_a_page_that_shows_all_of_it_is_left_as_it_is(form: str) -> None:
    article = read(PARAGRAPHS, OTHERS[form])
    assert list(article.paragraphs) == PARAGRAPHS
    assert "completed_from_json_ld" not in article.notes


def test_one_text_without_paragraphs_goes_on_as_one() -> None:
    article = read(PARAGRAPHS[:3], " ".join(PARAGRAPHS))
    assert list(article.paragraphs) == [*PARAGRAPHS[:3], " ".join(PARAGRAPHS[3:])]
