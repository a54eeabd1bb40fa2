"""Pages of the publishing systems and themes that the local press uses, read without any outlet's rules."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape

from tests.scrape.portal_themes import PORTAL_THEMES
from tests.scrape.theme_stories import NOISE, STORIES, ThemeStory
from tests.scrape.wordpress_themes import WORDPRESS_THEMES

FETCHED = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
Theme = Callable[[ThemeStory, str], str]
THEMES: tuple[Theme, ...] = (*WORDPRESS_THEMES, *PORTAL_THEMES)
SEO = ("yoast", "rankmath", "og", "none")
SHOWS_NO_SECTION = {"blogger_classic", "blogger_soho", "old_table_portal"}
SHOWS_NO_TAGS = {"elementor", "divi", "astra", "old_table_portal"}
HAS_NO_HEAD = {"old_table_portal"}


def read_theme(theme: Theme, story: ThemeStory, seo: str) -> Article:
    return scrape(theme(story, seo).encode(), url=story.url, source=Source.GENERIC, fetched_at=FETCHED)


@pytest.fixture(params=[(theme, seo) for theme in THEMES for seo in SEO], ids=lambda p: f"{p[0].__name__}-{p[1]}")
def themed(request: pytest.FixtureRequest) -> tuple[str, str, list[tuple[ThemeStory, Article]]]:
    theme, seo = request.param
    return theme.__name__, seo, [(story, read_theme(theme, story, seo)) for story in STORIES]


def test_every_field_of_a_theme(themed: tuple[str, str, list[tuple[ThemeStory, Article]]]) -> None:
    theme, seo, articles = themed
    for story, article in articles:
        assert article.kind == "article"
        assert article.title == story.title
        assert article.paragraphs == story.paragraphs
        assert article.authors == (story.author,)
        assert article.published_at is not None
        shown = article.published_at.astimezone(story.published.tzinfo)
        if article.published_precision == "minute":
            assert shown == story.published
        else:
            assert shown.date() == story.published.date()
        assert [line for line in NOISE if line in article.body] == []
        stated = theme not in HAS_NO_HEAD and seo in ("yoast", "rankmath")
        assert article.section == (story.section if stated or theme not in SHOWS_NO_SECTION else None)
        stated = theme not in HAS_NO_HEAD and seo == "yoast"
        assert article.tags == (story.tags if stated or theme not in SHOWS_NO_TAGS else ())


MENU = "".join(
    f'<li><a href="/category/{word}/">{word.title()}</a></li>' for word in ("daerah", "politik", "ekonomi", "opini")
)
STORY = STORIES[0]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY.paragraphs)


def make_page(before: str = "", within: str = "", behind: str = "") -> bytes:
    return (
        f"<html lang=id><head><title>{STORY.title}</title></head><body>{before}<div><h1>{STORY.title}</h1>"
        f"<div>11 Maret 2025</div><div>{PARAGRAPHS}{within}</div></div>{behind}</body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("parts", "section", "tags"),
    [
        ({"before": f"<ul>{MENU}</ul>"}, None, ()),
        ({"before": f"<div class=kanal>{MENU}</div>", "within": '<p><a href="/rubrik/laut">Laut</a></p>'}, "Laut", ()),
        ({"before": '<p>Topik hangat: <a href="/tag/pilkada">Pilkada</a></p>'}, None, ()),
        ({"before": '<p><span class="cm-tag-links"><a rel="tag" href="/tag/sagu">sagu</a>, <a rel="tag" href="/tag/moti">Moti</a>'
                    "</span></p>"}, None, ("sagu", "Moti")),
        ({"before": "<table><tr><td>" + "".join(f'<a href="?kanal={n}">{word}</a><br>' for n, word in enumerate(
            ("Daerah", "Politik", "Hukum", "Opini"))) + '</td></tr></table>', "within": '<p><a href="?kanal=7">Laut</a></p>'},
         "Laut", ()),
        ({"before": "<div class=w><div class=top>" + MENU.replace("<li>", "").replace("</li>", "")
                    + '</div><div class=k><a href="/rubrik/laut">Laut</a></div>'}, "Laut", ()),
        ({"behind": '<div class="sidebar"><a rel="tag" href="/tag/pilkada">Pilkada</a></div>'}, None, ()),
        ({"behind": '<div><a class="tag-cloud-link" rel="tag" href="/tag/pilkada">Pilkada</a></div>'}, None, ()),
        ({"behind": '<div><a href="/topik/sagu">#sagu</a><a href="/topik/moti">#Moti</a></div>'}, None, ("sagu", "Moti")),
        (
            {"within": '<p>Penyuluh menyebut rencana itu sudah dibahas bersama <a href="/tag/bupati">bupati</a> dan para '
                       "kepala kampung dalam pertemuan di balai desa pada akhir pekan kemarin.</p>"},
            None, (),
        ),
        ({"before": '<div class="breadcrumb"><a href="/">Beranda</a> / <a href="/nusantara">Nusantara</a></div>'},
         "Nusantara", ()),
        ({"before": '<div class="breadcrumb"><a href="/">Beranda</a></div>'}, None, ()),
        ({"behind": "<div>" + "".join(f'<a href="/tag/t{n}">kata {n}</a> ' for n in range(40)) + "</div>"}, None, ()),
        (
            {"behind": '<div><h3><a href="/daerah/warga-moti-memperbaiki-dermaga-kayu">Warga Moti Memperbaiki Dermaga Kayu</a>'
                       '</h3><a rel="category tag" href="/category/daerah">Daerah</a></div>'},
            None, (),
        ),
    ],
)  # fmt: skip
def test_sections_and_tags_that_are_shown(parts: dict[str, str], section: str | None, tags: tuple[str, ...]) -> None:
    article = scrape(make_page(**parts), url=STORY.url, source=Source.GENERIC, fetched_at=FETCHED)
    assert (article.section, article.tags) == (section, tags)


@pytest.mark.parametrize(
    ("line", "author", "shown"),
    [
        ("<span>Hasna Umagapi</span><span>11 Maret 2025, 08:42 WIB</span>", "Hasna Umagapi", "2025-03-11T08:42"),
        ("<span>11 Maret 2025</span><span>Oleh Hasna Umagapi</span>", "", "2025-03-11T00:00"),
        ('<b class="a">by</b><a class="b">Hasna Umagapi</a><i class="c">11 Maret 2025</i><i class="d">0 Komentar</i>',
         "Hasna Umagapi", "2025-03-11T00:00"),
        ("<p>Hasna Umagapi</p><p>Selasa, 11 Maret 2025 | 08:42 WIB</p>", "Hasna Umagapi", "2025-03-11T08:42"),
        ("<p><a href=/daerah>Kabar Daerah</a></p><p>Selasa, 11 Maret 2025 | 08:42 WIB</p>", "", "2025-03-11T08:42"),
        ("<p>Kabar Daerah</p><p>Selasa, 11 Maret 2025 | 08:42 WIB</p>", "", "2025-03-11T08:42"),
        ("<p>Diposkan oleh Hasna Umagapi pada 11 Maret 2025 08.42</p>", "Hasna Umagapi", "2025-03-11T08:42"),
        ("<p>Dikirim oleh Hasna Umagapi pada Selasa, 11/03/2025 - 08:42</p>", "Hasna Umagapi", "2025-03-11T08:42"),
        ("<p>Submitted by Hasna Umagapi on Tue, 03/11/2025 - 08:42</p>", "Hasna Umagapi", "2025-03-11T08:42"),
        ('<p>Hasna Umagapi</p><p><span datetime="2025-03-11T08:42:00+07:00">10 bulan lalu</span></p>',
         "", "2025-03-11T08:42"),
    ],
)  # fmt: skip
def test_lines_of_names_and_dates(line: str, author: str, shown: str) -> None:
    page = make_page().replace(b"<div>11 Maret 2025</div>", f"<div>{line}</div>".encode())
    article = scrape(page, url=STORY.url, source=Source.GENERIC, fetched_at=FETCHED)
    assert article.authors == ((author,) if author else ())
    assert article.published_at is not None
    assert article.published_at.isoformat()[:16] == shown
    assert article.paragraphs == STORY.paragraphs


@pytest.mark.parametrize(
    "inside", ["<b>D</b>PRD", "H<sub>2</sub>O", "<span>Peme</span><span>rintah</span>", "Rp<b>20</b><b>25</b>"]
)
def test_elements_inside_a_word_do_not_split_it(inside: str) -> None:
    text = "".join(part for part in inside.replace(">", "<").split("<")[::2])
    page = make_page().replace(b"Suara alat tenun", f"{inside} alat tenun".encode(), 1)
    article = scrape(page, url=STORY.url, source=Source.GENERIC, fetched_at=FETCHED)
    assert article.paragraphs[0].startswith(f"{text} alat tenun")


def test_a_headline_in_an_element_of_a_prefix_is_read() -> None:
    """The name of such an element is no selector, so that tags after it cannot be asked for by it."""
    page = make_page(behind='<div><a href="/topik/sagu">#sagu</a> <a href="/topik/moti">#Moti</a></div>')
    page = page.replace(b"h1>", b"story:title>")
    article = scrape(page, url=STORY.url, source=Source.GENERIC, fetched_at=FETCHED)
    assert (article.title, article.tags) == (STORY.title, ("sagu", "Moti"))
