"""Sections and tags that a page only shows, in the forms of systems that state neither."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import pytest
from kliping.model import Source
from kliping.scrape import scrape

from tests.scrape.test_breadcrumbs import STORY, TITLE

SECTIONS = {
    "a label without a link": '<span class="category-label">Daerah</span><h1>{}</h1>',
    "a label in capitals": '<small class="rubrik">DAERAH</small><h1>{}</h1>',
    "an element of the outlet's own": '<news-category><a href="/x/9">Daerah</a></news-category><h1>{}</h1>',
    "the folder of the article": '<a class="css-a1" href="/daerah">Daerah</a><h1>{}</h1>',
    "a line of words": '<p class="trail">Home &raquo; Daerah</p><h1>{}</h1>',
    "an item without a link": '<ol class="breadcrumb"><li><a href="/">Home</a></li><li class="active">Daerah</li></ol><h1>{}</h1>',
    "the section's own host": '<ul class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/r/9">Daerah</a></li></ul><h1>{}</h1>',
    "the first tag, above": '<header><a class="gh-article-tag" href="/tag/daerah/">Daerah</a><h1>{}</h1></header>',
    "a labelled line": "<h1>{}</h1><p>Kategori: Daerah</p>",
    "a labelled part of a line": "<h1>{}</h1><p>Oleh : Ani Sari | Rubrik : Daerah | Dibaca : 51 kali</p>",
    "a numbered list from the home page": '<nav class="remah"><ol><li><a href="/">Depan</a></li><li><a href="/x/9">Daerah</a></li></ol></nav><h1>{}</h1>',
    "an address with a query": '<div><a href="/?cat=3">Daerah</a></div><h1>{}</h1>',
}
NO_SECTIONS = {
    "cards": '<h1>{}</h1><div class="card"><span class="category">Olahraga</span><a href="/read/18/ombak-tinggi-kapal-tunda-berlayar">Ombak Tinggi, Kapal Tunda Berlayar ke Karimunjawa</a></div>',
    "a menu": '<nav><a href="/daerah">Daerah</a><a href="/ekonomi">Ekonomi</a></nav><h1>{}</h1>',
    "a menu with the home page": '<nav><ul><li><a href="/">Depan</a></li><li><a href="/x/9">Daerah</a></li></ul></nav><h1>{}</h1>',
    "several tags above": '<header><a href="/tag/a">Nelayan</a> <a href="/tag/b">Rembang</a><h1>{}</h1></header>',
    "a malformed address": '<a href="//[">Daerah</a><h1>{}</h1>',
}
TAGS = {
    "each in a box": '<div class="field-tags"><div class="items"><div class="item"><a href="/taxonomy/term/1">nelayan</a></div><div class="item"><a href="/taxonomy/term/2">ombak tinggi</a></div></div></div>',
    "without permalinks": '<span class="newsup-tags"><a href="/?tag=nelayan">#nelayan</a>, <a href="/?tag=ombak">#ombak tinggi</a></span>',
    "words without links": '<div class="topik"><b>Topik:</b> <span>nelayan</span>, <span>ombak tinggi</span></div>',
    "a list of links to nowhere": '<ul class="tags"><li><a href="#">nelayan</a></li><li><a href="#">ombak tinggi</a></li></ul>',
    "a footer of the post": '<footer class="post-footer"><span>Tags: <a href="/tag/a" rel="tag">nelayan</a>, <a href="/tag/b" rel="tag">ombak tinggi</a></span></footer>',
    "microdata": '<p>Kata kunci: <span itemprop="keywords">nelayan, ombak tinggi</span></p>',
    "a list beside other things": '<div><span class="ditandai">Ditandai <a href="/tag/a" rel="tag">nelayan</a>, <a href="/tag/b" rel="tag">ombak tinggi</a></span><ul><li>Bagikan</li></ul><nav><a href="/17/perahu">Perahu Kayu dari Juwana Dijual sampai ke Pulau Bawean dan Masalembu</a></nav></div>',
    "a cloud of the article's own": '<div class="tagcloud3"><a href="/tag/a">nelayan</a><a href="/tag/b">ombak tinggi</a></div>',
}
NO_TAGS = {
    "the cloud of all tags": '<aside class="widget widget_tag_cloud"><div class="tagcloud"><a class="tag-cloud-link" href="/tag/a">pemilu</a></div></aside>',
    "the site's footer": '<footer class="site-footer"><a href="/tag/a" rel="tag">pemilu</a></footer>',
    "a card's footer": '<article class="card"><a href="/read/18/kapal-tunda-berlayar-lagi">Kapal Tunda Berlayar Lagi</a><footer class="entry-footer"><a href="/tag/a" rel="tag">kapal</a></footer></article>',
    "a tagline": '<div class="tagline">Kabar dari laut, untuk semua</div>',
    "the site's keywords": '<meta name="keywords" content="laut test, berita terkini, portal berita">',
    "share buttons": '<div class="post-share"><a href="https://x.com/share?tag=1&u=2">Bagikan</a></div>',
}


def read_terms(page: str, host: str = "laut.test") -> tuple[str | None, tuple[str, ...]]:
    head = f"<html><head><title>{TITLE} | Laut Test</title></head><body>"
    article = scrape(
        f"{head}{page}</body></html>".encode(), url=f"https://{host}/daerah/17/ombak", source=Source.GENERIC
    )
    assert article.kind == "article"
    assert article.title == TITLE
    assert len(article.paragraphs) == STORY.count("<p>")
    return article.section, article.tags


@pytest.mark.parametrize("above", SECTIONS.values(), ids=SECTIONS)
def test_a_section_is_read_from_what_is_shown(above: str) -> None:
    host = "daerah.laut.test" if "/r/9" in above else "laut.test"
    section, _ = read_terms(f"{above.format(TITLE)}<div>{STORY}</div>", host)
    assert (section or "").title() == "Daerah"


@pytest.mark.parametrize("above", NO_SECTIONS.values(), ids=NO_SECTIONS)
def test_other_labels_are_no_section(above: str) -> None:
    assert read_terms(f"{above.format(TITLE)}<div>{STORY}</div>")[0] is None


@pytest.mark.parametrize("behind", TAGS.values(), ids=TAGS)
def test_tags_are_read_from_what_is_shown(behind: str) -> None:
    assert read_terms(f"<h1>{TITLE}</h1><div>{STORY}</div>{behind}")[1] == ("nelayan", "ombak tinggi")


@pytest.mark.parametrize("behind", NO_TAGS.values(), ids=NO_TAGS)
def test_other_words_are_no_tags(behind: str) -> None:
    assert read_terms(f"<h1>{TITLE}</h1><div>{STORY}</div>{behind}")[1] == ()


LEAD = "Ratusan nelayan menunda melaut karena ombak di Laut Jawa mencapai tiga meter sejak awal pekan ini."
DESCRIBED = f'<meta property="og:description" content="{LEAD}">'


@pytest.mark.parametrize(
    ("above", "kept"),
    [
        (f"<p>{LEAD}</p><p>26 November 2024 | 14.05 WIB</p>", False),
        (f"<p>{LEAD}</p><p>Penulis: Ratna Wulandari</p>", False),
        (f"<p>{LEAD}</p>", True),
        (f"<p>26 November 2024 | 14.05 WIB</p><p>{LEAD}</p>", True),
        (f"<p>{LEAD}</p><figure><img src=a.jpg><figcaption>Perahu ditambatkan.</figcaption></figure>", True),
    ],
)
def test_a_description_above_the_date_is_a_standfirst(above: str, kept: bool) -> None:
    head = f"<html><head><title>{TITLE}</title>{DESCRIBED}</head><body><h1>{TITLE}</h1>"
    page = f"{head}<div class=css-1>{above}{STORY}</div></body></html>"
    article = scrape(page.encode(), url="https://laut.test/read/17", source=Source.GENERIC)
    assert (LEAD in article.paragraphs) == kept
    assert len(article.paragraphs) == STORY.count("<p>") + kept


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><figcaption><p>{}</p></figcaption></figure>",
        "<figure><img src=a.jpg><figcaption>{}</figcaption></figure>",
        "<p>Selasa, 26 November 2024 | Dibaca: 12 kali</p><p align=center><img src=a.jpg><br><i>{}</i></p>",
    ],
)
def test_the_words_below_a_picture_are_no_paragraph(picture: str) -> None:
    caption = "Nelayan memperbaiki jaring di tepi Pantai Kartini, Rembang, Selasa (26/11/2024)."
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{picture.format(caption)}{STORY}</div>"
    article = scrape(page.encode(), url="https://laut.test/read/17", source=Source.GENERIC)
    assert len(article.paragraphs) == STORY.count("<p>")
