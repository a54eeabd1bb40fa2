"""Articles of several pages: which pages there are, and one article from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kliping.model import Article, Removed, Rules, Source
from kliping.scrape import further_pages, join_pages, scrape

from tests.scrape.layouts import LAYOUTS, STORY
from tests.scrape.test_layouts import kept_text, words

URL = "https://www.kabarmuara.id/read/77/panen-kabut"


def _page(links: str) -> bytes:
    return f"<body><div class=paging>{links}</div></body>".encode()


@pytest.mark.parametrize(
    ("links", "url", "expected"),
    [
        ('<a href="?page=2">2</a><a href="?page=3">3</a>', URL, ("?page=2", "?page=3")),
        ('<a href="?page=2">Selanjutnya</a><a href="?page=4">4</a>', URL, ("?page=2", "?page=3", "?page=4")),
        ('<a href="?page=2">2</a><a href="?page=all">Semua halaman</a>', URL, ("?page=all",)),
        ('<a href="?halaman=2#isi">2</a><a href="?halaman=2#komentar">2</a>', URL, ("?halaman=2",)),
        ('<a href="?single=1">Tampilkan semua</a><a href="?page=2">2</a>', URL, ("?single=1",)),
        ('<a href="/read/77/panen-kabut/2">2</a><a href="/read/77/panen-kabut/3">3</a>', URL, ("/2", "/3")),
        ('<a href="?page=1">1</a><a href="?page=3">3</a>', URL + "?page=2", ("?page=3",)),
        ('<a href="?page=2">2</a>', URL + "?page=all", ()),
        ('<a href="/indeks?page=2">2</a><a href="/read/78/lain?page=2">2</a>', URL, ()),
        ('<a href="?page=9999">akhir</a>', URL, ()),
        ("", URL, ()),
    ],
)
def test_further_pages(links: str, url: str, expected: tuple[str, ...]) -> None:
    assert further_pages(_page(links), url=url, source=Source.GENERIC) == tuple(URL + suffix for suffix in expected)


@pytest.mark.parametrize(
    ("base", "form", "numbers"),
    [
        ("", "?page={}", (2, 3)),
        ("", "?page_no={}", (2, 3)),
        ("", "?pagenum={}", (2, 3)),
        ("", "?halaman={}", (2, 3)),
        ("", "?hal={}", (2, 3)),
        ("", "?pg={}", (2, 3)),
        ("", "?start={}", (10, 20)),
        ("", "?offset={}", (5, 10, 15)),
        ("", "/{}", (2, 3)),
        ("", "/{}/", (2, 3)),
        ("", "/p{}", (2, 3)),
        ("", "/page/{}", (2, 3)),
        ("", "/halaman/{}", (2, 3)),
        ("", "/halaman/{}/", (2, 3)),
        ("", "/hal-{}", (2, 3)),
        ("", "/halaman-{}", (2, 3)),
        ("", "/laman/{}", (2, 3)),
        (".html", "-{}.html", (2, 3)),
        (".html", "_{}.html", (2, 3)),
        ("", "-part{}", (2, 3)),
        ("", "-{}", (2, 3)),
        ("", "/page:{}", (2, 3)),
        (".html", ",{}.html", (2, 3)),
        ("", "-halaman-{}", (2, 3)),
        ("", "?p={}", (2, 3)),
        ("", "?part={}", (2, 3)),
        ("", "?slide={}", (2, 3)),
        ("", "?lembar={}", (2, 3)),
    ],
)
def test_forms_of_a_pager(base: str, form: str, numbers: tuple[int, ...]) -> None:
    """All pages, those between that the pager leaves out among them; the first is not one of them."""
    pages = tuple(URL + form.format(number) for number in numbers)
    links = "".join(f'<a href="{page}">{n}</a>' for n, page in enumerate(pages, 2))
    first = f'<a href="{URL + form.format(0 if numbers[0] > 2 else 1)}">1</a>'
    assert further_pages(_page(first + links), url=URL + base, source=Source.GENERIC) == pages
    ends = f'<a href="{pages[0]}">2</a><a href="{pages[-1]}">{len(pages) + 1}</a>'
    assert further_pages(_page(ends), url=URL + base, source=Source.GENERIC) == pages


WHOLE = [
    "?page=all",
    "?page=single",
    "?halaman=semua",
    "?full=1",
    "?showall=1",
    "?viewall=true",
    "?single",
    "/all",
    "/full/",
]


@pytest.mark.parametrize("whole", WHOLE)
def test_forms_of_a_whole_article(whole: str) -> None:
    links = f'<a href="?page=2">2</a><a href="{URL + whole}">Tampilkan semua</a>'
    assert further_pages(_page(links), url=URL, source=Source.GENERIC) == (URL + whole,)
    assert further_pages(_page(links), url=URL + whole, source=Source.GENERIC) == ()


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/read/77/panen-kabut-2">Panen kabut berlanjut di kampung sebelah</a>',
        '<a href="/read/77/panen-kabut-2.html">Panen kabut (2)</a>',
        '<a href="/read/77/panen-kabut-di-desa-2">2</a>',
        '<a href="/read/78/panen-kabut/2">2</a>',
        '<a href="/read/77/panen-kabut?komentar=2">2</a>',
        '<a href="/read/77/panen-kabut?start=7">mulai</a><a href="/read/77/panen-kabut?start=999">akhir</a>',
        '<a href="#page-2">2</a>',
        '<a href="/read/77/panen-kabut?p=2">Arsip</a>',
        '<div data-url="/read/78/lain?page=2">2</div>',
        '<option value="2">2</option>',
        '<a href="https://sebar.example/?u=https://www.kabarmuara.id/read/77/panen-kabut&page=2">2</a>',
    ],
)
def test_what_is_no_further_page(link: str) -> None:
    assert further_pages(_page(link), url=URL, source=Source.GENERIC) == ()


ADDRESS = "/read/77/panen-kabut"
SCRIPTED = {
    "options": '<select><option value="{0}?page=1">1</option><option value="{0}?page=2">2</option></select>',
    "attribute of a link": '<a data-href="{0}?page=2">2</a>',
    "attribute of a button": '<button data-url="{0}?page=2">2</button>',
    "query alone": '<button data-link="?page=2">Selanjutnya</button>',
    "call": "<span onclick=\"location.href='{0}?page=2'\">2</span>",
    "call with a query": "<button onclick=\"window.location='?page=2'\">Selanjutnya</button>",
    "script in a link": "<a href=\"javascript:location.assign('{0}?page=2')\">2</a>",
}


@pytest.mark.parametrize("form", SCRIPTED)
def test_pages_that_a_script_leads_to(form: str) -> None:
    links = SCRIPTED[form].format(ADDRESS)
    assert further_pages(_page(links), url=URL, source=Source.GENERIC) == (URL + "?page=2",)


def test_the_next_page_that_the_head_states() -> None:
    html = f'<head><link rel="next" href="{URL}?page=2"></head><body><p>Kabut</p></body>'.encode()
    assert further_pages(html, url=URL, source=Source.GENERIC) == (URL + "?page=2",)
    other = html.replace(b"?page=2", b"-berlanjut")
    assert further_pages(other, url=URL, source=Source.GENERIC) == ()


NEXT = ["2", "II", "Selanjutnya »", "Baca Halaman Selanjutnya", "Lanjut ke halaman 2", "Halaman 2 dari 3"]


@pytest.mark.parametrize("text", NEXT)
def test_what_the_link_to_a_page_says(text: str) -> None:
    links = f'<a href="{ADDRESS}-2">{text}</a>'
    assert further_pages(_page(links), url=URL, source=Source.GENERIC) == (URL + "-2",)


def test_selectors_of_the_outlet_come_first() -> None:
    source = Source(id="x", name="X", rules=(Rules(pages=("ul.halaman a",)),))
    html = _page('<ul class="halaman"><li><a href="/read/77/panen-kabut/hal/2">2</a></li></ul><a href="?page=3">3</a>')
    assert further_pages(html, url=URL, source=source) == (URL + "/hal/2",)


def test_scrape_reports_the_pages_it_lacks() -> None:
    html = LAYOUTS["inset_table"].replace("</article>", '<a href="?page=2">Selanjutnya</a></article>')
    assert scrape(html.encode(), url=URL, source=Source.GENERIC).pages == (URL + "?page=2",)


def page_with(paragraphs: list[str]) -> Article:
    text = "\n".join(["Berita lain hari ini", *paragraphs])
    return Article(url=URL, canonical_url=URL, kind="article", body="\n".join(paragraphs), scraped_text=text,
                   removed=(Removed(0, 21, "related", "x"),))  # fmt: skip


def test_a_repeated_lead_appears_once_and_is_accounted_for() -> None:
    joined = join_pages([page_with(list(STORY[:4])), page_with([STORY[0], *STORY[4:]])])
    assert joined.paragraphs == STORY
    assert words(kept_text(joined)) == words(joined.body)


def test_the_page_that_holds_all_replaces_the_first() -> None:
    joined = join_pages([page_with(list(STORY[:4])), page_with(list(STORY))])
    assert joined.paragraphs == STORY
    assert words(kept_text(joined)) == words(joined.body)


def test_pages_that_are_no_article_add_nothing() -> None:
    other = Article(url=URL, canonical_url=URL, kind="other")
    assert join_pages([page_with(list(STORY)), other]).paragraphs == STORY
    assert join_pages([other]) is other
    with pytest.raises(ValueError, match="no pages"):
        join_pages([])


@given(st.lists(st.lists(st.sampled_from(STORY), min_size=1, unique=True), min_size=1, max_size=4))
def test_nothing_repeated_nothing_missing(pages: list[list[str]]) -> None:
    joined = join_pages([page_with(page) for page in pages])
    long = [p for p in joined.paragraphs if len(p) >= 30]
    assert len(long) == len(set(long))
    assert set(joined.paragraphs) == {p for page in pages for p in page}
    assert words(kept_text(joined)) == words(joined.body)
