"""Articles whose text is only in the page's state, of every framework and editor; and states that hold none to take."""

from __future__ import annotations

import json

import pytest
from kliping.model import Article, Source
from kliping.scrape import scrape

from tests.scrape import states
from tests.scrape.states import AUTHOR, PARAGRAPHS, TITLE, URL, make_article, make_script, make_shell
from tests.scrape.test_layouts import kept_text, words

FRAMEWORKS = states.make_frameworks()
EDITORS = states.make_editors()
STORY = [PARAGRAPHS[0].removeprefix("DOMPU - "), *PARAGRAPHS[1:]]


def read(html: str, url: str = URL) -> Article:
    return scrape(html.encode(), url=url, source=Source.GENERIC)


def assert_story(article: Article) -> None:
    assert article.kind == "article", article.notes
    assert article.title == TITLE
    assert words(article.body) == words("\n".join(STORY))
    assert len(article.paragraphs) == len(STORY)
    assert article.dateline is not None
    assert article.dateline.place == "DOMPU"
    assert words(kept_text(article)) == words(article.body)
    assert article.method["body"].startswith("state:")
    assert "read_from_state" in article.notes


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_story_is_read_from_the_state_of(framework: str) -> None:
    article = read(make_shell(FRAMEWORKS[framework]))
    assert_story(article)
    assert article.published_at is not None
    assert article.published_at.isoformat() == states.PUBLISHED
    if framework != "wordpress":
        assert article.authors == (AUTHOR,)
        assert article.section == "Daerah"
        assert article.tags == ("teripang", "Dompu")


@pytest.mark.parametrize("editor", EDITORS)
def test_the_body_is_read_as_kept_by(editor: str) -> None:
    assert_story(read(make_shell(make_script({"props": {"pageProps": {"article": make_article(EDITORS[editor])}}}))))


def make_page(**props: object) -> str:
    return make_shell(make_script({"props": {"pageProps": props}}))


LONG = " ".join(PARAGRAPHS[1:4])
COMMENTS = [{"user": {"name": "Warga"}, "title": "Komentar warga", "content": LONG, "created_at": states.PUBLISHED}] * 3
NO_STORY = {
    "a teaser": make_page(article={**make_article(states.SHORT), "description": PARAGRAPHS[0]}),
    "a list": make_shell(make_script({"articles": states.list_related()}), title="Berita Daerah Terkini Hari Ini"),
    "other articles": make_page(article=make_article(states.SHORT), related=states.list_related()),
    "comments": make_page(article={**make_article(states.SHORT), "comments": COMMENTS}),
    "a biography": make_page(article={**make_article(states.SHORT), "author": {"name": AUTHOR, "bio": LONG}}),
    "cut off": make_page(article=make_article())[:-900],
    "a script that computes": make_shell(
        f"<script>var judul = ambil('{TITLE}'); var isi = muat(judul + '{LONG}');</script>"
    ),
}


@pytest.mark.parametrize("case", NO_STORY)
def test_a_state_without_the_story_is_no_article(case: str) -> None:
    article = read(NO_STORY[case])
    assert article.kind != "article"
    assert article.body == ""


@pytest.mark.parametrize("address", ["https://www.suarateluk.id/", "https://www.suarateluk.id/daerah"])
def test_a_section_whose_state_has_a_whole_article_is_none(address: str) -> None:
    html = make_shell(make_script({"hero": make_article(), "articles": states.list_related()}), title="Suara Teluk")
    assert read(html, address).kind != "article"


CLOSED = {
    "a flag": make_page(article=make_article(is_premium=True)),
    "a number": make_page(article=make_article(isPaid=1)),
    "a level": make_page(article=make_article(accessLevel="subscriber")),
    "not free": make_page(article=make_article(isAccessibleForFree=False)),
    "json-ld": make_page(article=make_article()).replace(
        "</head>",
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","isAccessibleForFree":false}}'
        "</script></head>",
    ),
    "a meta tag": make_page(article=make_article()).replace(
        "</head>", '<meta property="article:content_tier" content="locked"></head>'
    ),
}


@pytest.mark.parametrize("case", CLOSED)
def test_a_page_that_states_a_paywall_is_a_stub(case: str) -> None:
    article = read(CLOSED[case])
    assert (article.kind, article.body) == ("stub", "")
    assert article.title == TITLE
    assert "state_closed" in article.notes


FISHERMEN = "<p>" + "The fishermen of the bay went out at dawn on Monday. " * 4 + "</p>"
ENGLISH = {**make_article(FISHERMEN * 5),
           "title": "Fishermen of Cempi Bay Harvest Sea Cucumbers Again"}  # fmt: skip
ONE_OF_MANY = {
    "related first": {"related": states.list_related(), "article": make_article()},
    "a list of whole articles": {"articles": [*states.list_related(), make_article(), *states.list_related()]},
    "translations by key": {"translations": {"en": ENGLISH, "id": make_article()}},
    "translations by language": {"versions": [{**ENGLISH, "locale": "en"}, {**make_article(), "locale": "id"}]},
    "comments behind": {"article": {**make_article(), "comments": COMMENTS}},
    "a longer neighbour": {"next": {**states.list_related()[0], "content": states.make_body_html(PARAGRAPHS[3:] * 4)},
                           "article": make_article()},
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_OF_MANY)
def test_of_several_articles_the_page_s_own_is_read(case: str) -> None:
    assert_story(read(make_page(**ONE_OF_MANY[case])))


def show(count: int) -> str:
    return f"<main><h1>{TITLE}</h1><article>{states.make_body_html(PARAGRAPHS[:count])}</article></main>"


def test_a_page_that_shows_all_of_it_is_read_as_before() -> None:
    article = read(make_shell(show(6) + make_script({"article": make_article()})))
    assert article.method["body"] == "generic"
    assert words(article.body) == words("\n".join(STORY))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_page_that_shows_the_first_paragraphs_goes_on_in_its_state(count: int) -> None:
    assert_story(read(make_shell(show(count) + make_script({"article": make_article()}))))


def test_a_state_that_disagrees_with_what_is_visible_is_left_alone() -> None:
    shown = "".join(f"<p>{text} {text.lower()}</p>" for _, text in states.OTHERS)
    html = make_shell(
        f"<main><h1>{TITLE}</h1><article>{shown}</article></main>" + make_script({"article": make_article()})
    )
    article = read(html)
    assert "state_disagrees" in article.notes
    assert "teripang" not in article.body


def test_json_ld_alone_holds_the_story() -> None:
    thing = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": "\n\n".join(PARAGRAPHS),
        "datePublished": states.PUBLISHED,
    }
    article = read(make_shell(make_script(thing, "application/ld+json", "ld")))
    assert_story(article)
    assert article.method["body"] == "state:json-ld"


def test_an_enormous_state_is_read_as_far_as_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    from kliping.pagestate import scripts

    html = make_shell(make_script({"ads": "x" * 60_000}, name="a") + make_script({"article": make_article()}))
    assert read(html).kind == "article"
    monkeypatch.setattr(scripts, "MAX_STATE_CHARS", 50_000)
    assert read(html).kind != "article"


FLIGHT_OF_ITSELF = '1:["$1","$2"]\n2:{"a":"$1"}\n'
HOSTILE = {
    "deep json": f'<script type="application/json">{"[" * 200_000}</script>',
    "deep javascript": f"<script>window.a={'{a:' * 50_000} satu dua tiga empat lima enam tujuh</script>",
    "deep groups": f"<script>window.a={'(' * 50_000} satu dua tiga empat lima enam tujuh</script>",
    "many brackets": f"<script>{'x=({' * 20_000} satu dua tiga empat lima enam tujuh</script>",
    "open strings": "<script>" + "a={b:'satu dua tiga empat lima enam tujuh " * 20_000 + "</script>",
    "itself": make_script([{"a": 0, "title": 1, "content": 0}, "judul " * 60], name="__NUXT_DATA__"),
    "flight of itself": f"<script>self.__next_f.push({json.dumps([1, FLIGHT_OF_ITSELF])})</script>",
    "a text row too long": '<script>self.__next_f.push([1,"1:Tffffffff,abc"])</script>',
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_state_ends_in_no_article(case: str) -> None:
    assert read(make_shell(HOSTILE[case])).kind != "article"


ODDITIES = states.make_oddities()


@pytest.mark.parametrize("case", ODDITIES)
def test_the_story_is_read_where_few_keep_it(case: str) -> None:
    article = read(make_shell(ODDITIES[case]))
    assert article.kind == "article"
    assert article.title == TITLE
    assert words(article.body) == words("\n".join(STORY))
    assert words(kept_text(article)) == words(article.body)


NAMES = {"id": 3, "name": "Kelautan", "slug": "kelautan"}
SECTIONS = {
    "Strapi": {"category": {"data": {"id": 3, "attributes": NAMES}}},
    "GraphQL's nodes": {"categories": {"nodes": [NAMES]}},
    "GraphQL's edges": {"categories": {"edges": [{"node": NAMES}, {"node": {"name": "Nusantara"}}]}},
    "Contentful": {"primaryCategory": {"sys": {"id": "x"}, "fields": {"title": "Kelautan"}}},
    "lists by taxonomy": {"taxonomies": {"sections": [NAMES]}},
    "sections": {"sections": [NAMES]},
    "a name that says whose": {"kanal": {"id": 3, "nama_kanal": "Kelautan"}},
    "several of a list": {"channels": [{"name": "Kelautan", "slug": "kelautan"}]},
    "the same in English": {"channel": {"channelName": "Kelautan"}},
    "a key of its own": {"nama_kategori": "Kelautan"},
    "WordPress's terms": {"_embedded": {"wp:term": [[{"taxonomy": "category", **NAMES}], [{"taxonomy": "post_tag"}]]}},
    "breadcrumbs": {"breadcrumbs": [{"label": "Beranda", "url": "/"}, {"label": "Kelautan", "url": "/kelautan"}]},
}


@pytest.mark.parametrize("system", SECTIONS)
def test_the_section_is_read_as_stated_by(system: str) -> None:
    stated = {key: value for key, value in make_article().items() if key != "category"}
    article = read(make_page(article={**stated, **SECTIONS[system]}))
    assert_story(article)
    assert article.section == "Kelautan"
    assert article.tags == ("teripang", "Dompu")


@pytest.mark.parametrize("key", ["name", "nama_lengkap", "namaLengkap", "full_name"])
def test_an_author_is_named_by(key: str) -> None:
    reporter = {"id": 4, "namespace": "redaksi", key: AUTHOR}
    stated = {name: value for name, value in make_article().items() if name != "author"}
    assert read(make_page(article={**stated, "reporter": reporter})).authors == (AUTHOR,)
