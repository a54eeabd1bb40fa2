"""JSON-LD as newsrooms write it: graphs, arrays, broken."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import json

import pytest
from kliping.model import Source
from kliping.scrape import scrape as scrape_page
from kliping.scrape.decide import title_parts
from kliping.scrape.facts import candidates, page_facts
from kliping.scrape.parse import document

from tests.scrape.layouts import STORY, TITLE

THING = {
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2024-11-26T14:05:00+07:00",
    "author": {"name": "Ani Lestari"},
}
GOOD = json.dumps(THING)
FORMS = {
    "plain": GOOD,
    "array": f"[{GOOD}]",
    "graph": json.dumps({"@graph": [{"@type": "WebPage"}, THING]}),
    "nested graph": json.dumps([{"@graph": [[THING]]}]),
    "type with address": GOOD.replace('"NewsArticle"', '"https://schema.org/NewsArticle"'),
    "several types": GOOD.replace('"NewsArticle"', '["NewsArticle", "Report"]'),
    "main entity": json.dumps({"@type": "WebPage", "mainEntity": THING}),
    "line break in a string": GOOD.replace("Muara Angin", "Muara\nAngin"),
    "trailing comma": GOOD[:-1] + ",}",
    "comment": f"<!-- {GOOD} -->",
    "cdata": f"//<![CDATA[\n{GOOD}\n//]]>",
    "semicolon": GOOD + ";",
    "cut off": GOOD[: GOOD.index('"author"')],
    "escaped quotes": GOOD.replace('"', "&quot;"),
    "numbered escapes": GOOD.replace('"', "&#34;"),
    "backslashed quotes": GOOD.replace('"', '\\"'),
    "text of JSON": json.dumps(GOOD),
    "single quotes": GOOD.replace('"', "'"),
    "bare keys": GOOD.replace('"headline"', "headline").replace('"datePublished"', "datePublished"),
    "comments inside": GOOD.replace('"headline"', '/* judul */ "headline"').replace('"author"', '// penulis\n"author"'),
    "several values": GOOD + '{"@type": "BreadcrumbList"}',
    "byte order mark": "\ufeff" + GOOD,
    "doubled comma": GOOD.replace(", ", ",, "),
    "missing comma": GOOD.replace(", ", " "),
    "not a number": GOOD[:-1] + ', "wordCount": NaN, "position": undefined}',
    "a number without end": GOOD[:-1] + ', "wordCount": ' + "9" * 6_000 + "}",
    "bad escapes": GOOD.replace("Muara Angin", "Muara\\ Angin"),
    "cut inside a text": GOOD[: GOOD.index("Lestari")],
    "about": json.dumps({"@type": "WebPage", "about": THING}),
    "main content": json.dumps({"@type": "WebPage", "mainContentOfPage": [THING]}),
    "prefix": GOOD.replace('"NewsArticle"', '"schema:NewsArticle"').replace('"headline"', '"schema:headline"'),
    "expanded": json.dumps(
        [
            {
                "@type": ["http://schema.org/NewsArticle"],
                "http://schema.org/headline": [{"@value": TITLE}],
                "http://schema.org/datePublished": [{"@value": THING["datePublished"]}],
            }
        ]
    ),
    "type without its sign": GOOD.replace('"@type"', '"type"'),
    "a page's own": GOOD.replace('"NewsArticle"', '"WebPage"').replace('"headline"', '"name"'),
    "created": GOOD.replace('"datePublished"', '"dateCreated"'),
    "teasers beside it": json.dumps(
        [
            {"@type": "NewsArticle", "headline": "Nelayan Tolak Tambang Pasir Laut", "datePublished": "2020-01-01"},
            THING,
            {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Harga Ikan Naik Lagi"}]},
        ]
    ),
    "an editor's quotation marks": GOOD.replace('": "', "”: “")
    .replace('", "', "”, “")
    .replace('{"', "{“")
    .replace('"}', "”}"),
    "one sort of curly quotation mark": GOOD.replace('"', "”"),
    "escaped twice": GOOD.replace('"', "&amp;quot;"),
    "comment of HTML inside": GOOD.replace('"author"', '<!-- penulis --> "author"'),
    "a date that is made": GOOD.replace(f'"{THING["datePublished"]}"', f'new Date("{THING["datePublished"]}")'),
    "a nameless teaser beside it": json.dumps(
        [
            {"@type": "NewsArticle", "url": "https://muara.id/b", "datePublished": "2020-01-01"},
            {**THING, "url": "https://muara.id/a"},
        ]
    )
    + '</script><link rel=canonical href="https://muara.id/a"><script>',
    "unescaped quote": GOOD[:-1] + ', "description": "kata "siapa" ini"}',
}


def facts_of(html: str) -> candidates.PageFacts:
    return page_facts.read_page_facts(document.parse_html(html.encode()).declared)


@pytest.mark.parametrize("form", FORMS)
def test_json_ld(form: str) -> None:
    facts = facts_of(f'<title>{TITLE} - Kabar</title><script type="application/ld+json">{FORMS[form]}</script>')
    assert " ".join(dict(facts.titles).popitem()[1].split()) == TITLE
    assert [value for _, value in facts.published] == [THING["datePublished"]]


@pytest.mark.parametrize("junk", ["null", "[]", "3", '"x"', "{", "{}", '{"@type": 5, "author": [3, null, {"name": {}}], "image": [1]}',
                                  '{"@type":"NewsArticle","headline":["a"],"author":[[]],"keywords":{"a":1},"image":{"url":3}}'])  # fmt: skip
def test_junk_is_skipped(junk: str) -> None:
    facts_of(f'<script type="application/ld+json">{junk}</script>')


def test_meta_and_microdata() -> None:
    facts = facts_of(
        '<html lang="id-ID"><meta property="article:published_time" content="2024-11-26T14:05:00+07:00">'
        '<meta name="author" content="Ani Lestari, Budi"><meta name="keywords" content="kabut, air">'
        '<link rel="canonical" href="/read/1"><span itemprop="author">Citra</span>'
        '<time itemprop="datePublished" datetime="2024-11-26">kemarin</time>'
    )
    assert facts.authors == [("meta:author", ("Ani Lestari", "Budi"))]
    assert facts.tags == [("meta:keywords", ("kabut", "air"))]
    assert facts.canonical[0] == ("link:canonical", "/read/1")
    assert facts.marked == ["Citra"]
    assert [method for method, _ in facts.published] == ["meta:article:published_time", "itemprop:datePublished"]
    assert facts.languages[0] == ("html:lang", "id-ID")


@pytest.mark.parametrize(("seconds", "text"), [(1732604700, "1732604700"), ("1732604700000", "1732604700000")])
def test_a_date_that_is_a_number(seconds: object, text: str) -> None:
    thing = json.dumps(THING | {"datePublished": seconds})
    assert facts_of(f'<script type="application/ld+json">{thing}</script>').published == [
        ("json-ld:datePublished", text)
    ]


PAID = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".bayar"}


@pytest.mark.parametrize(
    ("said", "free"),
    [
        ({}, None),
        ({"isAccessibleForFree": True}, True),
        ({"isAccessibleForFree": "True", "hasPart": {**PAID, "isAccessibleForFree": "False"}}, False),
        ({"isAccessibleForFree": True, "hasPart": [{"@type": "WebPageElement"}, PAID]}, False),
        ({"hasPart": [PAID]}, False),
        ({"isAccessibleForFree": "http://schema.org/False"}, False),
        ({"isAccessibleForFree": {"@value": "false"}}, False),
        ({"isAccessibleForFree": True, "hasPart": {**PAID, "isAccessibleForFree": True}}, True),
        ({"hasPart": ["bukan objek", None, 5]}, None),
    ],
)
def test_paid_parts(said: dict[str, object], free: bool | None) -> None:
    thing = json.dumps(THING | said)
    assert facts_of(f'<script type="application/ld+json">{thing}</script>').free is free


def test_keywords_that_are_a_summary_are_no_tags() -> None:
    assert facts_of(f'<meta name="keywords" content="{",".join(STORY[0].split())}">').tags == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"{TITLE} - Kabar Muara", TITLE),
        (f"{TITLE} | Kabar Muara", TITLE),
        (f"{TITLE} - kabarmuara.com", TITLE),
        (f"{TITLE} - Nusantara - Kabar Muara", TITLE),
        ("Timnas 2-1 Vietnam: Menang di Menit Akhir", "Timnas 2-1 Vietnam: Menang di Menit Akhir"),
        (
            "Harga Beras Naik - Turun Sepanjang Pekan Ini di Pasar Induk Cipinang",
            "Harga Beras Naik - Turun Sepanjang Pekan Ini di Pasar Induk Cipinang",
        ),
        ("Kabut", "Kabut"),
        *(
            (f"{TITLE}{cut}Kabar Muara", TITLE)
            for cut in (": ", " :: ", " :", "- ", " · ", " • ", " ~ ", " / ", " < ", " > ", " >> ", " « ")
        ),
        *((f"Kabar Muara{cut}{TITLE}", TITLE) for cut in (": ", " :: ", " | ", " - ", " » ")),
        *((f"{TITLE}{cut}Nusantara{cut}Kabar Muara", TITLE) for cut in (" :: ", " · ", " / ", " > ")),
        (f"{TITLE}: KabarMuara.com", TITLE),
        (f"{TITLE} - Halaman 2 - Kabar Muara", TITLE),
        (f"{TITLE} Halaman all - Kabar Muara", TITLE),
        (f"{TITLE} | Kabar Muara - Kabar dari Pesisir", TITLE),
        ("Jelang Laga: Persib dan Persija: Kabar Muara", "Jelang Laga: Persib dan Persija"),
        ("Kabar Muara dari Pesisir: Nelayan Panen Air", "Kabar Muara dari Pesisir: Nelayan Panen Air"),
    ],
)
def test_suffix_of_the_outlet(title: str, expected: str) -> None:
    assert (
        title_parts.strip_suffix(title, title_parts.list_outlet_keys(["Kabar Muara"], ["https://kabarmuara.com/a"]))
        == expected
    )


def test_visible_headline_beats_the_metadata() -> None:
    html = f'<title>{TITLE} - Kabar</title><meta property="og:title" content="{TITLE}: Simak!"><h1>{TITLE}</h1><p>{STORY[0]}</p>'
    article = scrape_page(html.encode(), url="https://x.id/read/1/a", source=Source.GENERIC)
    assert (article.title, article.method["title"]) == (TITLE, "h1")


AUTHORS = {
    "prefixed": '{"@type": "schema:NewsArticle", "schema:author": {"schema:name": "Wening Astuti"}}',
    "broken behind the name": '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Wening Astuti"}, "image": {]',
    "broken, a list": '{"@type": "NewsArticle", "author": [{"name": "Wening Astuti"}], "x": }}]',
    "missing comma": '{"@type": "NewsArticle", "headline": "Panen" "author": {"name": "Wening Astuti"}}',
}


@pytest.mark.parametrize("form", AUTHORS)
def test_authors_of_json_ld(form: str) -> None:
    facts = facts_of(f'<script type="application/ld+json">{AUTHORS[form]}</script>')
    assert [names for _, names in facts.authors] == [("Wening Astuti",)]


LABELS = {
    "element named as a label": '<span class="kicker">Kabut Pesisir</span> {}',
    "link": '<a href="/nusantara">Nusantara</a> {}',
    "line of its own": "<small>Kabut Pesisir</small><br>{}",
    "badge behind": '{} <span class="badge">Premium</span>',
    "number of comments": '{} <span class="count">12</span>',
    "date": "{} <small>26 November 2024</small>",
    "outlet": "{} | Kabar Muara",
    "inside a link": '<a href="/a"><em class="label">EKSKLUSIF</em> {}</a>',
}


@pytest.mark.parametrize("form", LABELS)
@pytest.mark.parametrize("place", ["above", "inside"])
def test_a_label_in_the_headline_is_no_part_of_it(form: str, place: str) -> None:
    heading = f"<h1>{LABELS[form].format(TITLE)}</h1>"
    story = "".join(f"<p>{text}</p>" for text in STORY)
    shown = f"{heading}<div>{story}</div>" if place == "above" else f"<div>{heading}{story}</div>"
    head = f'<title>{TITLE} | Kabar Muara</title><meta property="og:site_name" content="Kabar Muara">'
    article = scrape_page(f"{head}<body>{shown}".encode(), url="https://x.id/read/1/a", source=Source.GENERIC)
    assert article.title == TITLE
    assert article.paragraphs == STORY


@pytest.mark.parametrize("stated", [f"Kabut Pesisir: {TITLE}", TITLE])
def test_a_topic_before_a_colon_stays(stated: str) -> None:
    html = f"<title>{stated} - Kabar</title><h1><span class=kicker>Kabut Pesisir:</span> {TITLE}</h1><p>{STORY[0]}</p>"
    article = scrape_page(html.encode(), url="https://x.id/read/1/a", source=Source.GENERIC)
    assert article.title == f"Kabut Pesisir: {TITLE}"


def test_a_title_that_is_cut_off_is_completed() -> None:
    html = f'<title>{TITLE} | Kabar Muara</title><meta property="og:title" content="{TITLE[:30]}..."><p>{STORY[0]}</p>'
    assert scrape_page(html.encode(), url="https://x.id/read/1/a", source=Source.GENERIC).title == TITLE


OTHER = {"@type": "NewsArticle", "headline": "Jalur Sepeda Ditata Ulang", "datePublished": "2024-11-20T08:00:00+07:00"}
OWN = {"@type": "NewsArticle", "headline": "Pasar Dibuka", "datePublished": "2024-11-25T10:05:00+07:00"}
ADDRESS = "https://kabarmuara.id/baca/77/pasar-apung"
STATED_ADDRESSES = [
    {"url": ADDRESS},
    {"mainEntityOfPage": {"@type": "WebPage", "@id": ADDRESS}},
    {"@id": f"{ADDRESS}#article"},
    {"url": ADDRESS.replace("https://", "http://www.") + "?utm_source=umpan"},
]


@pytest.mark.parametrize("stated", STATED_ADDRESSES)
@pytest.mark.parametrize("order", [1, -1])
def test_of_several_articles_that_of_the_pages_address_counts(stated: dict[str, object], order: int) -> None:
    """Also where no headline in JSON-LD is the page's, and the page names no canonical address."""
    other = OTHER | {"url": "https://kabarmuara.id/baca/70/jalur-sepeda"}
    graph = json.dumps({"@graph": [OWN | stated, other][::order]})
    story = "".join(f"<p>{'Warga desa membuka kembali pasar apung di muara. ' * 4}{n}</p>" for n in range(3))
    title = "Pasar Apung Ketapang Kembali Ramai"
    page = f'<title>{title}</title><script type="application/ld+json">{graph}</script><article><h1>{title}</h1>{story}</article>'
    read = scrape_page(page.encode(), url=ADDRESS, source=Source.GENERIC)
    assert str(read.published_at) == "2024-11-25 10:05:00+07:00"
