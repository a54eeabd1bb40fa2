"""What of a page is walked: the story's part where its place is plain, else all; the article is the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from kliping.model import JAKARTA, Article, Rules, Source
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.blocks.scope import MIN_STORY_PROSE, find_story_scope
from kliping.scrape.blocks.walk import BLOCKS_BEHIND_STORY, walk_blocks
from kliping.scrape.decide.page import ParsedPage, decide_page
from kliping.scrape.decide.reading import parse_page
from kliping.scrape.facts import page_facts
from kliping.scrape.fields.build import build_article
from kliping.scrape.parse import document

from demo.newsroom import list_truth
from demo.newsroom.edition import Edition
from demo.newsroom.site import Request, Site
from tests.scrape.layouts import LAYOUTS, NOISE, STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
DAY = dt.date(2024, 11, 26)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)
LEAD = "Kabut yang dulu dianggap mengganggu pelayaran kini menjadi sumber air bagi ratusan keluarga di pesisir."
SUMMARY = "".join(f"<p>{text}</p>" for text in (*STORY[:3], *STORY[4:]) if len(text) > 100)
assert sum(map(len, STORY)) > MIN_STORY_PROSE


def page(body: str) -> bytes:
    return f"<html lang=id><head><title>{TITLE} - Kabar Muara</title></head><body>{body}</body></html>".encode()


def menu(count: int) -> str:
    return "<ul>" + "".join(f'<li><a href="/kanal/{n}">Kanal nomor {n}</a></li>' for n in range(count)) + "</ul>"


def walked(html: bytes) -> Layout | None:
    """What of the page is walked first; None for all of it."""
    parsed = document.parse_html(html)
    scope = find_story_scope(parsed, page_facts.read_page_facts(parsed.declared))
    return walk_blocks(*scope) if scope else None


def whole(html: bytes, source: Source = Source.GENERIC) -> ParsedPage:
    parsed = document.parse_html(html)
    return decide_page(
        parsed, page_facts.read_page_facts(parsed.declared), walk_blocks(parsed.tree.body), source.rules_for(None)
    )


def article(reading: ParsedPage, source: Source = Source.GENERIC, url: str = URL) -> Article:
    return build_article(reading, url=url, source=source, fetched_at=dt.datetime(2024, 11, 27, tzinfo=JAKARTA))


def without_evidence(found: Article) -> Article:
    """The article without what tells where on the page it was found."""
    return replace(found, scraped_text="", removed=(), related=(), repairs=(), notes=())


def partly(html: bytes, source: Source = Source.GENERIC) -> Article:
    return article(parse_page(html, source=source, day=None, media=None), source)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_read_as_their_whole_pages_do(layout: str) -> None:
    html = LAYOUTS[layout].encode()
    assert without_evidence(partly(html)) == without_evidence(article(whole(html)))


def test_the_newsrooms_pages_read_as_their_whole_pages_do() -> None:
    site = Site(Edition(), clock=lambda: dt.datetime(2024, 11, 27, tzinfo=JAKARTA))
    part = 0
    for true in list_truth(1, DAY, 60):
        parts = urlsplit(true.url)
        answer = site.answer(Request.of(parts.hostname or "", parts.path))
        if true.kind == "article" and answer.status == 200:
            part += walked(answer.body) is not None
            assert without_evidence(partly(answer.body)) == without_evidence(article(whole(answer.body))), true.url
    assert part > 20, "most pages are read in part, or nothing was tested"


def test_menus_and_sidebars_are_not_walked() -> None:
    html = page(
        f"<div>{menu(80)}</div><div><main><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></main><aside>{menu(90)}</aside></div>"
    )
    layout = walked(html)
    assert layout is not None
    assert len(layout.blocks) == 1 + len(STORY)
    assert partly(html).body == "\n".join(STORY)


def test_a_story_in_lines_is_found_too() -> None:
    lines = "<br><br>".join(text if n != 2 else f"<b>{text}</b>" for n, text in enumerate(STORY))
    html = page(f"{menu(80)}<div><h1>{TITLE}</h1><div class=isi>{lines}</div></div>{menu(90)}")
    layout = walked(html)
    assert layout is not None
    assert len(layout.blocks) == 1 + len(STORY)
    assert partly(html).body == "\n".join(STORY)


def test_what_follows_the_story_is_read_as_far_as_it_may_speak_of_it() -> None:
    html = page(f"<div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div><p>Editor: Gilang Mahardika</p>{menu(300)}</div>")
    layout = walked(html)
    assert layout is not None
    assert len(STORY) + BLOCKS_BEHIND_STORY <= len(layout.blocks) <= len(STORY) + BLOCKS_BEHIND_STORY + 3
    assert layout.blocks[1 + len(STORY)].text == "Editor: Gilang Mahardika"
    assert without_evidence(partly(html)) == without_evidence(article(whole(html)))


def test_a_lead_above_the_story_is_part_of_it() -> None:
    html = page(
        f"<div><header><h1>{TITLE}</h1><div><p>{LEAD}</p></div></header><div><div>{PARAGRAPHS}</div></div></div>{menu(60)}"
    )
    assert partly(html).paragraphs == (LEAD, *STORY)


def test_a_summary_in_paragraphs_does_not_hide_a_story_in_lines() -> None:
    story = "<br><br>".join(text.replace("kabut", "embun") for text in STORY * 3)
    html = page(f"<article><h1>{TITLE}</h1><div>{SUMMARY}</div><div class=isi>{story}</div></article>{menu(60)}")
    assert without_evidence(partly(html)) == without_evidence(article(whole(html)))
    assert "memanen embun datang dari Yusran" in partly(html).body


def test_a_date_that_stands_apart_is_found() -> None:
    html = page(f"<div>Selasa, 26 Nov 2024 14:05 WIB</div><div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></div>{menu(9)}")
    assert walked(html) is not None
    assert partly(html).published_at == dt.datetime(2024, 11, 26, 14, 5, tzinfo=JAKARTA)


def test_a_rule_for_the_pager_looks_at_all_of_the_page() -> None:
    pager = '<ul class=halaman><li><a href="/nusantara/read/77/panen-kabut/hal/2">2</a></li></ul>'
    html = page(f"<main><div><div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></div></div></main>{pager}")
    outlet = replace(Source.GENERIC, rules=(Rules(pages=(".halaman a",)),))
    assert walked(html) is not None
    assert partly(html, outlet).pages == (URL + "/hal/2",)


def test_a_rule_that_points_elsewhere_is_followed() -> None:
    other = "<br>".join(text.replace("kabut", "embun") for text in STORY)
    html = page(f"<div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></div><div class=isi>{other}</div>")
    outlet = replace(Source.GENERIC, rules=(Rules(body=(".isi",)),))
    assert walked(html) is not None
    assert partly(html, outlet) == article(whole(html, outlet), outlet)
    assert "memanen embun datang dari Yusran" in partly(html, outlet).body


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{PARAGRAPHS}</div>",
        f"<h1>{TITLE}</h1>{PARAGRAPHS}",
        f"<div><h1>Kabar Muara</h1>{PARAGRAPHS}</div>",
        f"<div><h1>{TITLE}</h1><p>{STORY[0]}</p></div>",
        f"<div><h1>{TITLE}</h1><ul>{''.join(f'<li>{text}</li>' for text in STORY)}</ul></div>",
    ],
    ids=["no headline", "straight in the body", "another headline", "little prose", "no paragraphs"],
)
def test_where_the_place_is_not_plain_all_is_read(body: str) -> None:
    html = page(body + menu(20))
    assert walked(html) is None
    assert without_evidence(partly(html)) == without_evidence(article(whole(html)))


def test_noise_in_the_part_stays_out() -> None:
    html = page(f"<div><h1>{TITLE}</h1><div>{PARAGRAPHS}<p>{NOISE[4]}</p></div></div>{menu(9)}")
    assert walked(html) is not None
    assert NOISE[4] not in partly(html).body
