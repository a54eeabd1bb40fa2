"""Who may read an article, as its page states it; and teasers, which are stubs."""

from __future__ import annotations

import json

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape

from tests.scrape.states import PARAGRAPHS, PUBLISHED, TITLE, URL, make_article, make_body_html, make_script, make_shell

APPEAL = "<div><p>Berlangganan untuk membaca kelanjutan artikel ini.</p></div>"


def read(head: str = "", *, shown: int = 6, behind: str = "", **thing: object) -> Article:
    described = {"@type": "NewsArticle", "headline": TITLE, "datePublished": PUBLISHED, **thing}
    head += f'<script type="application/ld+json">{json.dumps(described)}</script>'
    story = f"<main><h1>{TITLE}</h1><article>{make_body_html(PARAGRAPHS[:shown])}</article>{behind}</main>"
    return scrape(make_shell(story, head=head).encode(), url=URL, source=Source.GENERIC)


PAID_PART = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
STATED = {
    "nothing": ("", {}, None),
    "free": ("", {"isAccessibleForFree": True}, "free"),
    "free, a word": ("", {"isAccessibleForFree": "True"}, "free"),
    "free, an address": ("", {"isAccessibleForFree": "http://schema.org/True"}, "free"),
    "closed": ("", {"isAccessibleForFree": False}, "subscriber"),
    "closed, a word": ("", {"isAccessibleForFree": "false"}, "subscriber"),
    "a part is closed": ("", {"isAccessibleForFree": True, "hasPart": PAID_PART}, "subscriber"),
    "tier free": ('<meta property="article:content_tier" content="free">', {}, "free"),
    "tier metered": ('<meta property="article:content_tier" content="metered">', {}, "metered"),
    "tier locked": ('<meta property="article:content_tier" content="locked">', {}, "subscriber"),
    "tier above the flag": ('<meta name="content_tier" content="Metered">', {"isAccessibleForFree": False}, "metered"),
    "registered": ('<meta name="paywall" content="registration">', {}, "registered"),
    "premium": ('<meta name="is-premium" content="true">', {}, "subscriber"),
    "not premium": ('<meta name="is-premium" content="false">', {}, "free"),
    "not premium, in Indonesian": ('<meta name="is-premium" content="tidak">', {}, "free"),
    "microdata closed": ('<meta itemprop="isAccessibleForFree" content="False">', {}, "subscriber"),
    "microdata free": ('<meta itemprop="isAccessibleForFree" content="https://schema.org/True">', {}, "free"),
    "registration is the condition": ("", {"conditionsOfAccess": "Registration required"}, "registered"),
    "a subscription is the condition": ("", {"conditionsOfAccess": "Khusus pelanggan berbayar"}, "subscriber"),
    "a condition about something else": ("", {"conditionsOfAccess": "Dilarang mengutip tanpa izin"}, None),
    "access premium": ('<meta name="access" content="premium">', {}, "subscriber"),
    "access registered": ('<meta property="article:access" content="registered">', {}, "registered"),
    "access of another kind": ('<meta name="access" content="12 kali">', {}, None),
    "an empty tier": ('<meta name="content_tier" content="">', {}, None),
}


@pytest.mark.parametrize("case", STATED)
def test_access_is_what_the_page_states(case: str) -> None:
    head, thing, expected = STATED[case]
    article = read(head, **thing)
    assert article.access == expected
    assert article.kind == "article", "it shows the whole story, whoever may read it"


CLOSED = ("closed", "a part is closed", "tier locked", "registered", "premium")


@pytest.mark.parametrize("case", CLOSED)
@pytest.mark.parametrize("shown", [1, 2, 4])
def test_a_teaser_is_a_stub(case: str, shown: int) -> None:
    head, thing, expected = STATED[case]
    article = read(head, shown=shown, behind=APPEAL, **thing)
    assert (article.kind, article.body, article.access) == ("stub", "", expected)


@pytest.mark.parametrize("case", ["nothing", "free", "tier free", "not premium"])
def test_a_short_article_that_states_no_wall_is_none(case: str) -> None:
    head, thing, expected = STATED[case]
    article = read(head, shown=3, **thing)
    assert (article.kind, article.access) == ("article", expected)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [("isPremium", True, "subscriber"), ("access", "metered", "metered"), ("access", "registered", "registered"),
     ("isFree", False, "subscriber")],
)  # fmt: skip
def test_a_state_says_it_too(field: str, value: object, expected: str) -> None:
    html = make_shell(make_script({"article": make_article(**{field: value})}))
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert (article.kind, article.access) == ("stub", expected)


def test_a_state_that_is_free_says_so() -> None:
    html = make_shell(make_script({"article": make_article(isFree=True)}))
    article = scrape(html.encode(), url=URL, source=Source.GENERIC)
    assert (article.kind, article.access) == ("article", "free")


APPEALS = {
    "Lanjutkan membaca dengan berlangganan.": "subscriber",
    "Artikel ini hanya untuk pelanggan.": "subscriber",
    "Berlangganan agar bisa melanjutkan membaca artikel ini.": "subscriber",
    "Daftar gratis untuk melanjutkan membaca.": "registered",
    "Masuk untuk melanjutkan membaca artikel ini.": "registered",
}


@pytest.mark.parametrize("appeal", APPEALS)
def test_what_a_teaser_shows_says_for_whom_the_rest_is(appeal: str) -> None:
    page = make_shell(
        f"<main><h1>{TITLE}</h1><article>{make_body_html(PARAGRAPHS[:1])}</article><p>{appeal}</p></main>"
    )
    article = scrape(page.encode(), url=URL, source=Source.GENERIC)
    assert (article.kind, article.access, article.body) == ("stub", APPEALS[appeal], "")
