"""Cards whose summary is shorter than a paragraph are no story; short paragraphs after a link are."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import pytest

from tests.scrape.test_side_boxes import PARAGRAPHS, is_whole, read

TEASERS = (
    ("Nelayan Tolak Tambang Pasir Laut di Muara", "Warga menutup jalan ke dermaga."),
    ("Harga Ikan Kembung Naik Dua Kali Lipat", "Pedagang menyalahkan angin timur"),
)
CARDS = {
    "figure and heading": '<div class="kartu-berita"><figure><a href="{u}"><img src=a></a></figure><h3><a href="{u}">{h}</a></h3><p>{t}</p></div>',
    "article with a date": '<article><a href="{u}"><img src=a></a><h4><a href="{u}">{h}</a></h4><time>26 Nov 2024</time><p>{t}</p></article>',
    "hashed names, heading": '<div class="css-a1"><div class="css-b2"><h4><a href="{u}">{h}</a></h4></div><div class="css-c3">{t}</div></div>',
    "list item with a picture": '<ul class="x"><li><img src=a><a href="{u}">{h}</a><p>{t}</p></li></ul>',
    "linked whole": '<a class="x" href="{u}"><div><img src=a><h3>{h}</h3><p>{t}</p></div></a>',
    "lines of one link": '<div class="css-4"><img src=a><a href="{u}"><span class="a">{h}</span><br><span class="b">{t}</span></a></div>',
    "read on": '<div class="item"><h3>{h}</h3><p>{t}</p><a href="{u}">Selengkapnya</a></div>',
    "cell of a table": '<table><tr><td><img src=a><h5><a href="{u}">{h}</a></h5><p>{t}</p></td></tr></table>',
    "section and hour": '<section class="css-1"><p><a href="{u}">{h}</a></p><p>{t}</p><span>2 jam lalu</span></section>',
    "kicker": '<div class="css-7"><span>Ekonomi</span><h3><a href="{u}">{h}</a></h3><span class="css-8">{t}</span></div>',
    "picture beside the text": '<div class="m"><div><a href="{u}"><img src=a></a></div><div><p><a href="{u}">{h}</a></p><p>{t}</p></div></div>',
    "named, no picture": '<div class="teaser"><p><a href="{u}"><strong>{h}</strong></a></p><p>{t}</p></div>',
}


@pytest.mark.parametrize("form", CARDS)
@pytest.mark.parametrize("place", ["middle", "end", "bottom"])
@pytest.mark.parametrize("count", [1, 2])
def test_cards_with_a_short_summary_are_no_story(form: str, place: str, count: int) -> None:
    boxes = [
        CARDS[form].format(u=f"/b/{head.lower().replace(' ', '-')}", h=head, t=text) for head, text in TEASERS[:count]
    ]
    is_whole(read("".join(boxes), place))


SAID = "Air sudah cukup untuk sekolah."
LINK = "Panduan Memanen Embun untuk Warga Pesisir"
STORIES = {
    "paragraph": '<p><a href="/b/panduan-memanen-embun">{h}</a></p><p>{t}</p>',
    "announced, in a box": '<div><p>Baca juga: <a href="/b/panduan-memanen-embun">{h}</a></p><p>{t}</p></div>',
    "announced, heading": '<div><h4>Baca juga: <a href="/b/panduan-memanen-embun">{h}</a></h4><p>{t}</p></div>',
    "group of blocks": '<div class="wp-block-group"><p><a href="/b/panduan-memanen-embun">{h}</a></p><p>{t}</p></div>',
    "document": '<div><p><a href="/berkas/panduan.pdf">{h}</a></p><p>{t}</p></div>',
    "another site": '<div><h3><a href="https://www.bmkg.go.id/panduan-memanen-embun">{h}</a></h3><p>{t}</p></div>',
    "subheading to a tag": '<div><h3><a href="/tag/panen-embun-pesisir">{h}</a></h3><p>{t}</p></div>',
    "subheading of a part": '<div><h3><a href="#jaring">{h}</a></h3><p>{t}</p></div>',
    "numbered": '<div><h3><a href="/b/panduan-memanen-embun">1. {h}</a></h3><p>{t}</p></div>',
    "before the link": '<div><p>{t}</p><h4><a href="/b/panduan-memanen-embun">{h}</a></h4></div>',
    "several paragraphs": '<section><h3><a href="/b/panduan-memanen-embun">{h}</a></h3><p>{t}</p><p>Warga bersyukur.</p><p>Anak-anak pun ikut menimba air.</p></section>',
    "quoted": '<blockquote><p><a href="/b/panduan-memanen-embun">{h}</a></p><p>{t}</p></blockquote>',
}


@pytest.mark.parametrize("form", STORIES)
def test_a_short_paragraph_behind_a_link_is_kept(form: str) -> None:
    article = read(STORIES[form].format(h=LINK, t=SAID))
    assert [span.rule for span in article.removed if span.rule == "box:card"] == []
    assert SAID in article.paragraphs
    assert [text for text in PARAGRAPHS if text not in article.paragraphs] == []


def test_entries_of_a_running_report_are_kept() -> None:
    entries = "".join(
        f'<div class="entri"><h4><a href="/b/laporan-langsung-panen-{n}">Pukul {n}.00: jaring ke-{n} dibuka warga</a></h4><p>Embun turun di bukit {n}.</p></div>'
        for n in range(5, 11)
    )
    assert [span.rule for span in read(entries).removed if span.rule == "box:card"] == []
