"""Words inside a paragraph that the page does not show are not part of the text."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import json

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape
from kliping.scrape.blocks.walk import walk_blocks
from kliping.scrape.parse.document import parse_html

from tests.scrape.layouts import STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
PARAGRAPHS = [text for text in STORY if len(text) > 60]
AT = PARAGRAPHS[2].index(" ", 30)


def read(inserted: str, *, shell: str = "<p>{}</p>") -> Article:
    story = [shell.format(text) for text in PARAGRAPHS]
    story[2] = shell.format(PARAGRAPHS[2][:AT] + inserted + PARAGRAPHS[2][AT:])
    html = f"<html lang=id><title>{TITLE}</title><body><h1>{TITLE}</h1><div class=teks>{''.join(story)}</div>"
    return scrape(html.encode(), url=URL, source=Source.GENERIC)


HIDDEN = {
    "hidden": "<span hidden>jaring halus</span>",
    "hidden with a value": '<em hidden="hidden">jaring halus</em>',
    "hidden until found": '<span id=a3 hidden="until-found">jaring halus</span>',
    "not displayed": '<span style="display:none">jaring halus</span>',
    "not displayed, spaced": "<b style='color:red; DISPLAY : none !important'>jaring halus</b>",
    "not visible": '<i style="visibility: hidden">jaring halus</i>',
    "clipped": '<span style="position:absolute;clip:rect(0,0,0,0);width:1px">jaring halus</span>',
    "moved out": '<span style="position:absolute;left:-9999px">jaring halus</span>',
    "no size": '<span style="font-size:0">jaring halus</span>',
    "sr-only": '<span class="sr-only">(membuka di jendela baru)</span>',
    "screen-reader-text": '<span class="screen-reader-text">membuka jendela baru</span>',
    "visually-hidden": '<span aria-hidden="true" class="visually-hidden">jaring halus</span>',
    "visuallyhidden": '<small class="u-visuallyhidden">jaring halus</small>',
    "bootstrap": '<span class="d-none">jaring halus</span>',
    "tailwind": '<span class="hidden">jaring halus</span>',
    "tooltip by role": '<span role="tooltip">Alat penangkap embun dari jaring halus.</span>',
    "tooltip by name": '<span class="tooltiptext">Alat penangkap embun.</span>',
    "tooltip of parts": '<span class="istilah"><span class="tooltip__content">Alat penangkap embun.</span></span>',
    "link": '<a href="#isi" class="sr-only">lompat ke isi</a>',
    "tooltip kept from screen readers": '<span class="tooltip" aria-hidden="true">Alat dari jaring halus.</span>',
    "definition kept from screen readers": '<span class="glossary-definition" aria-hidden="true">jaring halus</span>',
    "tooltip of the page's own": '<tool-tip role="tooltip">Alat dari jaring halus.</tool-tip>',
    "hidden, of the page's own": "<kb-istilah hidden>Alat dari jaring halus.</kb-istilah>",
    "popover": '<span popover id="p1">Alat dari jaring halus.</span>',
    "popover of blocks": '<div popover="auto" id="p1"><div>Alat dari jaring halus.</div></div>',
    "dialog": "<dialog id=d1><div>Alat dari jaring halus.</div></dialog>",
    "dialog with a paragraph": "<dialog><p>Alat dari jaring halus.</p><button>Tutup</button></dialog>",
    "template": "<template><span>Alat dari jaring halus.</span></template>",
    "block, tooltip by role": '<div role="tooltip">Alat dari jaring halus.</div>',
    "block, tooltip by name": '<div class="tooltiptext">Alat dari jaring halus.</div>',
    "block, not displayed": '<div style="display: none">Alat dari jaring halus.</div>',
    "block, hidden": '<aside hidden class="glosarium">Alat dari jaring halus.</aside>',
    "tippy": '<span class="tippy-content">Alat dari jaring halus.</span>',
    "collapsed": '<span style="visibility: collapse">jaring halus</span>',
    "a pixel": '<span style="position:absolute; width:1px; height:1px; overflow:hidden">jaring halus</span>',
    "sronly": '<span class="sronly">jaring halus</span>',
    "screenreader-only": '<span class="screenreader-only">jaring halus</span>',
    "assistive-text": '<span class="assistive-text">jaring halus</span>',
    "footnote": '<span class="footnote-popup">Alat dari jaring halus.</span>',
    "nested": '<span><sup style="display:none"><a href="#c1">[1]</a> catatan</sup></span>',
}


@pytest.mark.parametrize("form", HIDDEN)
@pytest.mark.parametrize("shell", ["<p>{}</p>", "<div>{}</div>", "<p><span>{}</span></p>"])
def test_what_is_hidden_in_a_sentence_is_no_text(form: str, shell: str) -> None:
    article = read(HIDDEN[form], shell=shell)
    assert list(article.paragraphs) == PARAGRAPHS
    assert "jaring halus" not in article.scraped_text


SHOWN = {
    "decoration": '<span aria-hidden="true"> pagi</span>',
    "focusable": '<span class="sr-only sr-only-focusable"> pagi</span>',
    "from a width on": '<span class="d-none d-md-inline"> pagi</span>',
    "from a width on, other names": '<span class="hidden md:inline"> pagi</span>',
    "the word with the tooltip": '<span class="tooltip"> pagi<span class="tooltip-text">Sebelum siang.</span></span>',
    "abbreviation": '<abbr title="waktu"> pagi</abbr>',
    "a name like it": '<span class="hidden-gem"> pagi</span>',
    "overflow": '<span style="overflow:hidden"> pagi</span>',
    "small print": '<span style="font-size:0.9em"> pagi</span>',
    "the word with a tooltip, hidden from nobody": '<span class="tooltip" aria-describedby="t1"> pagi</span>',
    "a name with tip in it": '<span class="multiple" aria-hidden="true"> pagi</span>',
    "low, not cut off": '<span style="height:1px"> pagi</span>',
    "unfolds": '<span id="more" style="display:none"> pagi</span>',
}


@pytest.mark.parametrize("form", SHOWN)
def test_what_a_reader_can_see_is_kept(form: str) -> None:
    expected = PARAGRAPHS[2][:AT] + " pagi" + PARAGRAPHS[2][AT:]
    assert read(SHOWN[form]).paragraphs[2] == expected


def test_a_headline_without_its_hidden_words() -> None:
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = f'<title>{TITLE}</title><body><h1><span class="sr-only">Berita:</span> {TITLE}</h1><div>{story}</div>'
    assert scrape(html.encode(), url=URL, source=Source.GENERIC).title == TITLE


def test_a_story_that_unfolds_is_kept() -> None:
    rest = " ".join(PARAGRAPHS[3:])
    html = f'<title>{TITLE}</title><body><h1>{TITLE}</h1><div>{"".join(f"<p>{t}</p>" for t in PARAGRAPHS[:3])}<p>{rest[:60]}<span style="display:none">{rest[60:]}</span></p></div>'
    assert scrape(html.encode(), url=URL, source=Source.GENERIC).paragraphs[3] == rest


BLOCKS = {
    "rest of a story": '<p>{0}</p><div style="display:none"><p>{1}</p></div><p>{2}</p>',
    "rest in a section": "<p>{0}</p><section hidden><p>{1}</p></section><p>{2}</p>",
    "open dialog": "<p>{0}</p><dialog open><p>{1}</p></dialog><p>{2}</p>",
    "a box named after a tooltip's word": '<p>{0}</p><div class="tooltip"><p>{1}</p></div><p>{2}</p>',
}


@pytest.mark.parametrize("form", BLOCKS)
def test_blocks_between_paragraphs_are_walked(form: str) -> None:
    page = f"<div>{BLOCKS[form].format(*PARAGRAPHS)}</div>"
    layout = walk_blocks(parse_html(page.encode(), "text/html").tree.body)
    assert [block.text for block in layout.blocks] == PARAGRAPHS[:3]


UNSEEN = "Pemerintah kabupaten akan menyalurkan bantuan sembako kepada dua ratus keluarga di sepanjang pesisir itu."
UNSEEN_BLOCKS = {
    "hidden": "<p hidden>{}</p>",
    "hidden, upper case": "<P HIDDEN>{}</P>",
    "kept from screen readers": '<p aria-hidden="true">{}</p>',
    "not displayed": '<p style="color:red; display : none">{}</p>',
    "not visible": '<p style="visibility:hidden">{}</p>',
    "moved out": '<p style="position:absolute;left:-9999px">{}</p>',
    "no height": '<div style="height:0;overflow:hidden"><p>{}</p></div>',
    "no height, as a limit": '<p style="max-height:0;overflow:hidden">{}</p>',
    "no size": '<p style="font-size:0px">{}</p>',
    "class": '<p class="d-none">{}</p>',
    "for screen readers": '<div class="screen-reader-text"><p>{}</p></div>',
    "section": '<section style="display:none!important"><p>{}</p></section>',
    "quotation": "<blockquote hidden><p>{}</p></blockquote>",
    "list": "<ul hidden><li>{}</li></ul>",
    "template": "<div><template><div><p>{}</p></div></template></div>",
}


def read_blocks(blocks: str) -> Article:
    html = f"<html lang=id><title>{TITLE}</title><body><h1>{TITLE}</h1><div class=teks>{blocks}</div>"
    return scrape(html.encode(), url=URL, source=Source.GENERIC)


@pytest.mark.parametrize("form", UNSEEN_BLOCKS)
@pytest.mark.parametrize("place", [1, 4, len(PARAGRAPHS)])
def test_a_paragraph_that_is_not_shown_is_no_story(form: str, place: int) -> None:
    story = [f"<p>{text}</p>" for text in PARAGRAPHS]
    story.insert(place, UNSEEN_BLOCKS[form].format(UNSEEN))
    assert list(read_blocks("".join(story)).paragraphs) == PARAGRAPHS


REST = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[3:])
LAST = PARAGRAPHS[-1]
UNFOLDING = {
    "most of the story": f'<div style="display:none">{REST}</div>',
    "named as the rest": f'{REST.replace(f"<p>{LAST}</p>", "")}<div class="d-none more-text"><p>{LAST}</p></div><p hidden></p>',
    "before a button": f'{REST.replace(f"<p>{LAST}</p>", "")}<p style="display:none">{LAST}</p><button>Baca selengkapnya</button>',
    "before a link": f'{REST.replace(f"<p>{LAST}</p>", "")}<p class=hidden>{LAST}</p><a href="#">Buka semua</a>',
    "appears as one scrolls": f'{REST.replace(f"<p>{LAST}</p>", "")}<p class="wow fadeIn" style="visibility:hidden">{LAST}</p>',
}


@pytest.mark.parametrize("form", UNFOLDING)
def test_the_rest_of_a_story_that_is_shown_later_is_kept(form: str) -> None:
    article = read_blocks("".join(f"<p>{text}</p>" for text in PARAGRAPHS[:3]) + UNFOLDING[form])
    assert list(article.paragraphs) == PARAGRAPHS


def test_what_is_not_shown_and_stated_for_machines_is_kept() -> None:
    shown = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:-1])
    stated = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n".join(PARAGRAPHS)})
    script = f'<script type="application/ld+json">{stated}</script>'
    assert list(read_blocks(f"{script}{shown}<p hidden>{LAST}</p>").paragraphs) == PARAGRAPHS
