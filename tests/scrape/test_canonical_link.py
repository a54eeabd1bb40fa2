"""Which address a page is believed to have."""

from __future__ import annotations

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape

from tests.scrape.layouts import STORY, TITLE

SITE = "https://kabarmuara.id"
URL = f"{SITE}/nusantara/4411/warga-kampung-nelayan-panen-air-dari-kabut"
OTHER = f"{SITE}/ekonomi/9999/harga-ikan-kembung-naik-dua-kali"
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)


def link(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def read(head: str = "", inside: str = "", before: str = "", url: str = URL) -> Article:
    story = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}{inside}</article>"
    html = f"<html><head><title>{TITLE}</title>{head}</head><body>{before}{story}"
    return scrape(html.encode(), url=url, source=Source.GENERIC)


EMBEDS = {
    "quotation": "<blockquote class=wp-embedded-content>{}</blockquote>",
    "card": "<div class=kartu><article>{}<h3>Harga ikan</h3></article></div>",
    "aside": "<aside>{}</aside>",
    "figure": "<figure>{}</figure>",
    "list": "<ul><li>{}</li></ul>",
    "template": "<template>{}</template>",
}


@pytest.mark.parametrize("embed", EMBEDS)
@pytest.mark.parametrize("head", ["", link(URL)], ids=["no own", "own"])
def test_an_embedded_box_does_not_speak_for_the_page(embed: str, head: str) -> None:
    assert read(head, EMBEDS[embed].format(link(OTHER))).canonical_url == URL


def test_the_heads_own_link_comes_first() -> None:
    assert read(link(URL + "-lama") + link(URL), url=URL + "?sumber=1").canonical_url == URL + "-lama"


def test_a_head_that_ends_before_its_time() -> None:
    pixel = '<img src="https://ukur.example/p.gif">'
    assert read(pixel + link(URL), url=SITE + "/amp/nusantara/4411").canonical_url == URL


@pytest.mark.parametrize(
    "address",
    [
        OTHER,
        f"{SITE}/harga-ikan-kembung-naik-dua-kali",
        f"{SITE}/2024/11/26/harga-ikan-kembung-naik-dua-kali.html",
        f"{SITE}/profil/redaksi-dan-alamat-kantor-kami",
    ],
)
def test_another_articles_address_is_refused_and_noted(address: str) -> None:
    article = read(link(address))
    assert article.canonical_url == URL
    assert "canonical_refused" in article.notes


@pytest.mark.parametrize(
    "address",
    [
        f"{SITE}/nusantara/4411/kabut-muara-angin-jadi-air-bersih",
        f"{SITE}/nusantara/4411/judul-yang-diganti-sama-sekali",
        f"{SITE}/2024/11/26/warga-muara-angin-panen-air-bersih",
        f"{SITE}/read/4411",
        f"{SITE}/daerah/4411/warga-kampung-nelayan-panen-air-dari-kabut.html",
    ],
)
def test_the_articles_own_other_address_is_believed(address: str) -> None:
    article = read(link(address))
    assert article.canonical_url == address
    assert article.notes == ()


@pytest.mark.parametrize(
    ("own", "stated", "believed"),
    [
        ("/berita/2/warga-bahas-saluran-air-nomor-2", "/berita/1/warga-bahas-saluran-air-nomor-1", False),
        ("/berita/1/warga-bahas-saluran-air-nomor-1", "/berita/777/judul-contoh-dari-pembuat-tema", False),
        ("/2024/11/26/warga-bahas-saluran-air", "/2024/11/26/judul-contoh-pembuat-tema", False),
        ("/read/2024/11/26/4411001/warga-bahas-saluran", "/read/2024/11/26/4411002/warga-bahas-jalan", False),
        ("/d-7000001/warga-bahas-saluran-air", "/d-7000002/warga-bahas-saluran-air-lagi", False),
        ("/baca.php?id=12", "/baca.php?id=99", False),
        ("/berita/4411/warga-bahas-saluran-air", "/daerah/4411/kades-dan-bupati-tinjau-sungai", True),
        ("/berita/4411/warga-bahas-saluran-air", "/arsip/9902/warga-bahas-saluran-air", True),
        ("/2024/11/26/warga-bahas-saluran-air", "/2024/11/27/warga-bahas-saluran-air", True),
        ("/2024/11/26/warga-bahas-saluran-air", "/2024/11/26/warga-bahas-saluran-air-rusak", True),
        ("/berita/4411/warga-bahas-saluran-air/2", "/berita/4411/warga-bahas-saluran-air", True),
        ("/?p=4411", "/2024/11/26/warga-bahas-saluran-air", True),
    ],
)
def test_the_number_of_an_article_tells_more_than_its_words(own: str, stated: str, believed: bool) -> None:
    assert read(link(SITE + stated), url=SITE + own).canonical_url == SITE + (stated if believed else own)


LEFT = ["{{ url }}", "${url}", "{% url %}", "<%= url %>", "[[url]]", "undefined", "null", "[object Object]"]


@pytest.mark.parametrize("left", LEFT)
def test_a_placeholder_that_a_template_left_is_no_address(left: str) -> None:
    assert read(link(f"{SITE}/nusantara/4411/{left}")).canonical_url == URL


def test_a_link_with_several_relations() -> None:
    assert read(f'<link rel="canonical shortlink" href="{URL}">', url=URL + "?sumber=1").canonical_url == URL


@pytest.mark.parametrize(
    "address",
    [
        f"{SITE}/2024/11",
        f"{SITE}/berita/2024/11/26",
        f"{SITE}/{URL}",
        URL.replace(".id/", ".id:8080/"),
        URL.replace("https://", "https://staging."),
        URL.replace("https://", "https://www-dev."),
    ],
)
def test_an_archive_a_doubled_address_another_port_and_a_test_host_are_passed_over(address: str) -> None:
    assert read(link(address)).canonical_url == URL
