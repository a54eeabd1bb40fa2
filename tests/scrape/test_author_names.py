"""Names of authors, as metadata and bylines string them together."""

from __future__ import annotations

import json

import pytest
from kliping.model import Article, Rules, Source
from kliping.scrape import scrape

from tests.scrape.layouts import STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77/panen-kabut"
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)
NAMES = [
    ("Ratna Puspita, Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita dan Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita, Gani Wibowo, dan Tiur Siregar", ["Ratna Puspita", "Gani Wibowo", "Tiur Siregar"]),
    ("Ratna Puspita, Gani Wibowo & Tiur Siregar", ["Ratna Puspita", "Gani Wibowo", "Tiur Siregar"]),
    ("Ratna Puspita & Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita &amp; Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita/Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita / Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita; Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita and Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("RATNA PUSPITA DAN GANI WIBOWO", ["RATNA PUSPITA", "GANI WIBOWO"]),
    ("Ratna Puspita bersama Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita, bersama Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita bersama dengan Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita beserta Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita with Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita dibantu Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita x Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita ft. Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita :: Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita, Gani Wibowo bersama Tiur Siregar", ["Ratna Puspita", "Gani Wibowo", "Tiur Siregar"]),
    ("RATNA PUSPITA BERSAMA GANI WIBOWO", ["RATNA PUSPITA", "GANI WIBOWO"]),
    ("Oleh: Ratna Puspita, Jakarta", ["Ratna Puspita"]),
    ("Ratna Puspita, Kota Bandung", ["Ratna Puspita"]),
    ("Penulis Ratna Puspita - Garut", ["Ratna Puspita"]),
    ("Ratna Puspita, Surabaya, Jawa Timur", ["Ratna Puspita"]),
    ("RATNA PUSPITA, SEMARANG", ["RATNA PUSPITA"]),
    ("Ratna Puspita, Gani Wibowo, Makassar", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita di Jakarta", ["Ratna Puspita"]),
    ("Angel di Muara", ["Angel di Muara"]),
    ("Ratna Puspita, Dosen Universitas Muara", ["Ratna Puspita"]),
    ("Ratna Puspita, S.H., M.H., Advokat di Muara", ["Ratna Puspita, S.H., M.H."]),
    ("Ratna Puspita, Pemerhati Pendidikan, dan Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("Ratna Puspita dkk", ["Ratna Puspita"]),
    ("Ratna Puspita, dkk.", ["Ratna Puspita"]),
    ("Ratna Puspita et al.", ["Ratna Puspita"]),
    ("Ratna Puspita bersama tim", ["Ratna Puspita"]),
    ("Ratna Puspita dan kawan-kawan", ["Ratna Puspita"]),
    ("Ratna Puspita dari Ketapang", ["Ratna Puspita"]),
    ("Ratna Puspita, dari Muara Enim", ["Ratna Puspita"]),
    ("Angelo di Muara", ["Angelo di Muara"]),
    ("Oleh: Ratna Puspita", ["Ratna Puspita"]),
    ("Oleh Ratna Puspita", ["Ratna Puspita"]),
    ("Penulis : Ratna Puspita", ["Ratna Puspita"]),
    ("Ditulis oleh Ratna Puspita dan Gani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("By Ratna Puspita", ["Ratna Puspita"]),
    ("Dr. Ratna Puspita, M.Si.", ["Dr. Ratna Puspita, M.Si."]),
    ("Prof. Dr. Ir. Ratna Puspita, S.T., M.T., Ph.D. dan Gani Wibowo, SH",
     ["Prof. Dr. Ir. Ratna Puspita, S.T., M.T., Ph.D.", "Gani Wibowo, SH"]),
    ("dr. Ratna Puspita, Sp.A(K)", ["dr. Ratna Puspita, Sp.A(K)"]),
    ("Ratna Puspita, Muara TV", ["Ratna Puspita"]),
    ("Ratna Puspita, Kabar Muara", ["Ratna Puspita"]),
    ("Ratna Puspita | Kabar Muara", ["Ratna Puspita"]),
    ("Ratna Puspita - Muara.com", ["Ratna Puspita"]),
    ("Ratna Puspita (Kontributor Muara Enim)", ["Ratna Puspita"]),
    ("ratna@kabarmuara.id (Ratna Puspita)", ["Ratna Puspita"]),
    ("Ratna Puspita <ratna@kabarmuara.id>", ["Ratna Puspita"]),
    ("https://www.facebook.com/kabarmuara", []),
    ("Ratna Puspita https://x.com/ratnapuspita", ["Ratna Puspita"]),
    ("Ratna Puspita\nGani Wibowo", ["Ratna Puspita", "Gani Wibowo"]),
    ("ANTARA/Ratna Puspita", ["Ratna Puspita"]),
    ("Ratna Puspita, Reuters", ["Ratna Puspita"]),
    ("ANTARA", ["ANTARA"]),
    ("M. Ratna Puspita Jr.", ["M. Ratna Puspita Jr."]),
    ("@kabarmuara", []),
    ("Admin", []),
    ("null", []),
    ("undefined", []),
    ("Redaksi Kabar Muara", []),
    ("Tim Redaksi", []),
    ("Ma'ruf Al-Hakim", ["Ma'ruf Al-Hakim"]),
    ("Dan Sudarsono", ["Dan Sudarsono"]),
    ("R.A. Sekar Ningrum", ["R.A. Sekar Ningrum"]),
    ("H. Gani Wibowo", ["H. Gani Wibowo"]),
    ("Suharno", ["Suharno"]),
    ("Ratna\u0000 Puspita \ud83d", ["Ratna Puspita"]),
]  # fmt: skip


def read(head: str = "", top: str = "", source: Source = Source.GENERIC) -> Article:
    site = '<meta property="og:site_name" content="Kabar Muara">'
    body = f"<h1>{TITLE}</h1>{top}<div>{PARAGRAPHS}</div>"
    html = f"<html lang=id><head><title>{TITLE}</title>{site}{head}</head><body>{body}"
    return scrape(html.encode(), url=URL, source=source)


@pytest.mark.parametrize(("text", "names"), NAMES)
@pytest.mark.parametrize("form", ["text", "object", "list"])
def test_names_of_json_ld(text: str, names: list[str], form: str) -> None:
    author = {"text": text, "object": {"@type": "Person", "name": text}, "list": [{"name": text}]}[form]
    thing = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": author})
    assert list(read(f'<script type="application/ld+json">{thing}</script>').authors) == names


@pytest.mark.parametrize(("text", "names"), [pair for pair in NAMES if not {"\ud83d", "<", "\n"} & set(pair[0])])
def test_names_of_a_meta_tag(text: str, names: list[str]) -> None:
    assert list(read(f'<meta name="author" content="{text}">').authors) == names


RULED = [
    ("Oleh Ratna Puspita", ("Ratna Puspita",)),
    ("Oleh: Ratna Puspita", ("Ratna Puspita",)),
    ("Penulis Ratna Puspita", ("Ratna Puspita",)),
    ("Oleh Ratna Puspita dan Gani Wibowo", ("Ratna Puspita", "Gani Wibowo")),
    ("Penulis: Ratna Puspita | Editor: Gani Wibowo", ("Ratna Puspita",)),
    ("Ratna Puspita", ("Ratna Puspita",)),
    ("Ratna Puspita, Gani Wibowo", ("Ratna Puspita", "Gani Wibowo")),
    ("Ratna Puspita/Gani Wibowo", ("Ratna Puspita", "Gani Wibowo")),
    ("Penulis: Dr. Ratna Puspita, M.Si.", ("Dr. Ratna Puspita, M.Si.",)),
    ("Ratna Puspita - Kabar Muara", ("Ratna Puspita",)),
]


SARI, GANI = '<a rel="author" href="/o/1">Ratna Puspita</a>', '<a rel="author" href="/o/2">Gani Wibowo</a>'
MARKED = [
    (SARI, ("Ratna Puspita",)),
    (f"Oleh: {SARI}", ("Ratna Puspita",)),
    (f"Oleh: {SARI} {GANI}", ("Ratna Puspita", "Gani Wibowo")),
    (f"<p>{SARI}</p><p>{GANI}</p>", ("Ratna Puspita", "Gani Wibowo")),
    ('<span class="author vcard"><a class="url fn n" href="/o/1">Ratna Puspita</a></span>', ("Ratna Puspita",)),
    (f"Penulis: Tiur Siregar {GANI.replace('Gani Wibowo', '')}", ("Tiur Siregar",)),
    (f'<aside class="terpopuler">{GANI}</aside>', ()),
    ('<a rel="author" href="/">Kabar Muara</a>', ()),
    ('<div class="author"><span>Ratna Puspita</span><span>Reporter</span></div>', ("Ratna Puspita",)),
    ('<div class="author"><span>Ratna Puspita</span><span>Jurnalis</span></div>', ("Ratna Puspita",)),
    ("<dl><dt>Penulis</dt><dd>Ratna Puspita</dd><dt>Editor</dt><dd>Gani Wibowo</dd></dl>", ("Ratna Puspita",)),
    ("<p>Ratna Puspita</p><p>Penulis</p><p>Gani Wibowo</p><p>Editor</p>", ("Ratna Puspita",)),
]


@pytest.mark.parametrize(("top", "names"), MARKED)
def test_names_in_elements_of_their_own(top: str, names: tuple[str, ...]) -> None:
    assert read(top=top).authors == names


NO_BYLINES = [
    "<figure><figcaption>Warga Desa Giri Mulya, Bengkalis, Selasa (26/11/2024). Foto : Zulfa Dwi</figcaption></figure>",
    "<figure><figcaption>Kader Posyandu Melati, Minggu (24/11/2024)</figcaption></figure>",
    "<p>Warga Kelurahan Lawang, Temanggung, 24 November 2024</p>",
    "<p>Bandung, 24 November 2024</p>",
]


@pytest.mark.parametrize("top", NO_BYLINES)
def test_a_dated_line_that_names_a_place_is_not_a_byline(top: str) -> None:
    assert read(top=top).authors == ()


@pytest.mark.parametrize("title", ["Pemkot Serap Bawang Petani, Harga Rp 16 Ribu", "Pasar Dibuka 24 November 2024"])
def test_a_headline_with_a_number_is_not_a_byline(title: str) -> None:
    page = f"<html lang=id><title>{title}</title><h1>{title}</h1><p>26/11/2024 07:09 WIB</p><div>{PARAGRAPHS}</div>"
    assert scrape(page.encode(), url=URL, source=Source.GENERIC).authors == ()


@pytest.mark.parametrize("name", ["Kabar Muara", "KabarMuara", "kabarmuara", "Kabar-Muara"])
def test_an_outlet_is_not_its_author_in_any_spelling(name: str) -> None:
    thing = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": name}})
    assert read(f'<script type="application/ld+json">{thing}</script>').authors == ()


@pytest.mark.parametrize(("line", "names"), RULED)
def test_names_that_an_outlets_rule_points_at(line: str, names: tuple[str, ...]) -> None:
    source = Source(id="muara", name="Kabar Muara", rules=(Rules(authors=(".penulis",)),))
    article = read(top=f"<div class=penulis>{line}</div>", source=source)
    assert article.authors == names
    assert article.method["authors"] == "rule:authors"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "givenName": "Ratna", "familyName": "Puspita"}, ("Ratna Puspita",)),
        ({"@list": [{"name": "Ratna Puspita"}, {"name": "Gani Wibowo"}]}, ("Ratna Puspita", "Gani Wibowo")),
        ({"@type": "Person", "name": ["Ratna Puspita", "Gani Wibowo"]}, ("Ratna Puspita", "Gani Wibowo")),
        ({"@id": "#orang/1"}, ("Tiur Siregar",)),
        ([{"@id": "#orang/1"}, "Ratna Puspita"], ("Tiur Siregar", "Ratna Puspita")),
        ([[{"name": {"@value": "Ratna Puspita"}}], 7, None], ("Ratna Puspita",)),
        ([{"@type": "Organization", "name": "Kabar Muara"}, {"name": "Ratna Puspita"}], ("Ratna Puspita",)),
        ({"name": "Ratna Puspita", "url": "https://kabarmuara.id/ratna"}, ("Ratna Puspita",)),
    ],
)
def test_objects_of_people(author: object, names: tuple[str, ...]) -> None:
    person = {"@type": "Person", "@id": "#orang/1", "name": "Tiur Siregar"}
    graph = {"@graph": [{"@type": "NewsArticle", "headline": TITLE, "author": author}, person]}
    assert read(f'<script type="application/ld+json">{json.dumps(graph)}</script>').authors == names


def test_a_creator_stands_for_a_missing_author() -> None:
    thing = json.dumps({"@type": "NewsArticle", "headline": TITLE, "creator": ["Ratna Puspita"]})
    assert read(f'<script type="application/ld+json">{thing}</script>').authors == ("Ratna Puspita",)
