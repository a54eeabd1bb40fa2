"""No field holds a character that controls a terminal, half a character, markup or an escape left over."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.model import Rules, Source
from kliping.scrape import scrape
from kliping.scrape.facts.json_ld import load_json, walk_things
from kliping.scrape.lines.plain import plain_text, title_text, unescape_fully

from tests.scrape.layouts import STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
BAD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
ODD = [
    "\x1b[31m",
    "\x1b]8;;http://jahat.example\x07",
    "\x9b2J",
    "\x08\x08",
    "\x00",
    "\x7f",
    "\x85",
    "\ud83d",
    "\udc00",
    "\x07",
]
SOURCE = Source(
    id="muara",
    name="Kabar Muara",
    rules=(Rules(title=("h1",), date=(".waktu",), authors=(".penulis",), section=(".kanal",), tags=(".label",)),),
)


def page(odd: str, *, ruled: bool) -> bytes:
    """A page with ``odd`` in every place that a field comes from."""
    thing = {
        "@type": "NewsArticle",
        "headline": f"{TITLE[:20]}{odd}{TITLE[20:]}",
        "datePublished": f"2024-11-26T14:05:00+07:00{odd}",
        "author": [{"name": f"Ratna{odd} Puspita"}],
        "keywords": [f"kabut{odd}", f"{odd}air"],
        "articleSection": f"Nusan{odd}tara",
        "image": f"https://img.kabarmuara.id/{odd}kabut.jpg",
        "inLanguage": f"{odd}id",
        "articleBody": odd.join(STORY),
    }
    shown = odd.encode("utf-8", "replace").decode()
    box = f'<div><a href="/lain/{shown}">Harga Ikan{shown} Kembung Naik Dua Kali Lipat</a></div>'
    parts = (
        f"<p class=penulis>Ratna{shown} Puspita</p><p class=kanal>Nus{shown}antara</p><p class=label>kab{shown}ut</p>"
    )
    story = "".join(f"<p>{text[:30]}{shown}{text[30:]}</p>" for text in STORY)
    head = (
        f'<meta property="og:site_name" content="Kabar{shown}"><meta name=keywords content="a{shown},b">'
        f'<link rel=canonical href="{URL}{shown}"><meta property="og:image" content="/a{shown}.jpg">'
        f'<script type="application/ld+json">{json.dumps(thing)}</script>'
    )
    caption = f"<figure><img src=a><figcaption>Jaring{shown} kabut di bukit. (Foto: Warga)</figcaption></figure>"
    lines = f"<p class=waktu>26/11/2024 14:05{shown} WIB</p>{parts if ruled else ''}"
    return (
        f"<html lang='{shown}id'><head><title>{TITLE}{shown}</title>{head}</head><body>"
        f"<h1>{TITLE[:9]}{shown}{TITLE[9:]}</h1>{lines}{caption}<div class=isi>{story}{box}</div>"
    ).encode()


def texts(value: object) -> list[str]:
    """Every text in an article, however deep."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    if isinstance(value, dict):
        return [text for pair in value.items() for one in pair for text in texts(one)]
    return [text for one in value for text in texts(one)] if isinstance(value, (list, tuple)) else []


@pytest.mark.parametrize("odd", ODD, ids=ascii)
@pytest.mark.parametrize("ruled", [False, True])
def test_no_control_character_in_any_field(odd: str, ruled: bool) -> None:
    article = scrape(page(odd, ruled=ruled), url=URL, source=SOURCE if ruled else Source.GENERIC)
    assert article.kind == "article"
    assert [text for text in texts(article) if BAD.search(text)] == []
    assert article.tags


@given(st.text(st.characters(), max_size=40))
def test_plain_text_is_one_clean_line(text: str) -> None:
    plain = plain_text(text)
    assert not BAD.search(plain)
    assert "\n" not in plain
    assert plain == plain_text(plain)


TITLES = [
    ("Tom &amp;amp; Jerry Kembali Menghibur Anak Muara", "Tom & Jerry Kembali Menghibur Anak Muara"),
    ("Tom &amp;amp;amp; Jerry Kembali Menghibur Anak Muara", "Tom & Jerry Kembali Menghibur Anak Muara"),
    ("Warga: &amp;quot;Kami Ingin Air&amp;quot;, Bukan Janji", 'Warga: "Kami Ingin Air", Bukan Janji'),
    ("Warga: &amp;#8220;Kami Ingin Air&amp;#8221;, Bukan Janji", "Warga: “Kami Ingin Air”, Bukan Janji"),
    ("Warga: &amp;#x201C;Kami Ingin Air&amp;#x201D;, Bukan Janji", "Warga: “Kami Ingin Air”, Bukan Janji"),
    ("Harga&amp;nbsp;Ikan di Muara Angin Naik", "Harga Ikan di Muara Angin Naik"),
    ("Kisah &amp;lt;i&amp;gt;Fog Catcher&amp;lt;/i&amp;gt; di Muara Angin", "Kisah Fog Catcher di Muara Angin"),
    ("Kisah &lt;i&gt;Fog Catcher&lt;/i&gt; di Muara Angin", "Kisah Fog Catcher di Muara Angin"),
    ("Anak 5 &amp;lt; 10 Tahun Dapat Susu di Muara", "Anak 5 < 10 Tahun Dapat Susu di Muara"),
    ("Restoran M&amp;M Buka Cabang di Muara Angin", "Restoran M&M Buka Cabang di Muara Angin"),
    ("Laba AT&amp;T; Naik di Muara Angin Tahun Ini", "Laba AT&T; Naik di Muara Angin Tahun Ini"),
    ("Warga: \\&quot;Kami Ingin Air\\&quot;, Bukan Janji", 'Warga: "Kami Ingin Air", Bukan Janji'),
    ("Warga Jum\\u0027at Panen Air di Muara Angin", "Warga Jum'at Panen Air di Muara Angin"),
    ("Warga Panen \\ud83d\\ude00 Air di Muara Angin", "Warga Panen \U0001f600 Air di Muara Angin"),
    ("Berkas C:\\Muara yang Hilang di Muara Angin", "Berkas C:\\Muara yang Hilang di Muara Angin"),
    ("Hak Cipta &amp;copy; dan Warga Muara Angin", "Hak Cipta © dan Warga Muara Angin"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
@pytest.mark.parametrize("place", ["heading", "meta", "json-ld"])
def test_titles_that_were_escaped_twice(written: str, title: str, place: str) -> None:
    thing = json.dumps({"@type": "NewsArticle", "headline": written})
    heads = {
        "heading": f"<title>{written} - Kabar Muara</title>",
        "meta": f'<meta property="og:title" content="{written}">',
        "json-ld": f'<script type="application/ld+json">{thing}</script>',
    }
    shown = f"<h1>{written}</h1>" if place == "heading" else ""
    story = "".join(f"<p>{text}</p>" for text in STORY)
    html = f"<html><head>{heads[place]}</head><body>{shown}<div>{story}</div>"
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert article.title == title
    assert article.body.startswith(STORY[0][:40])


def test_unescaping_ends() -> None:
    assert unescape_fully("&" + "amp;" * 50 + "lt;").startswith("&amp;")
    assert title_text("A<b>B</b>C") == "ABC"


@given(st.text(st.sampled_from("{}[]\"',:\\/*@typea1 \n-<!>&quot;"), max_size=80))
def test_json_of_any_sort_is_read_or_not_but_never_raises(source: str) -> None:
    list(walk_things(load_json(source)))


@pytest.mark.parametrize(
    "source", ["[" * 90_000 + "]" * 90_000, '{"a":' * 50_000, "'" * 50_000, '"' + "\\" * 50_001, "/*" * 50_000]
)
def test_deep_and_broken_json(source: str) -> None:
    list(walk_things(load_json(source)))
