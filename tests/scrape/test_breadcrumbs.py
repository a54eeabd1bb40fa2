"""The section by breadcrumbs, in the forms in which pages have them: where the page names its section in no better way."""

# ruff: noqa: E501 - markup is written as pages write it
from __future__ import annotations

import json

import pytest
from kliping.model import Source
from kliping.scrape import scrape

TITLE = "Nelayan Rembang Tunda Melaut karena Ombak Tinggi"
STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "Ratusan nelayan di Kabupaten Rembang menunda melaut sejak awal pekan karena ombak di Laut Jawa mencapai tiga meter.",
        "Ketua kelompok nelayan setempat, Sumarno, mengatakan perahu kecil tidak sanggup menghadapi angin barat yang kencang.",
        "Selama tidak melaut, warga memperbaiki jaring dan mengecat perahu sambil menunggu cuaca membaik pada akhir pekan.",
    )
)


def state_crumbs(*items: object, **more: object) -> str:
    return json.dumps({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items, **more})


def make_item(position: object, name: str, **more: object) -> dict[str, object]:
    return {"@type": "ListItem", "position": position, "name": name, **more}


PLAIN = [make_item(1, "Beranda", item="https://laut.test/"), make_item(2, "Daerah"), make_item(3, TITLE)]
STATED = {
    "plain": state_crumbs(*PLAIN),
    "in another order": state_crumbs(*reversed(PLAIN)),
    "positions as texts": state_crumbs(make_item("2", "Daerah"), make_item("1", "Home")),
    "no positions": state_crumbs({"name": "Home"}, {"name": "Daerah"}),
    "names within items": state_crumbs(
        {"position": 1, "item": {"@id": "https://laut.test/", "name": "Laut Test"}},
        {"position": 2, "item": {"@id": "https://laut.test/daerah", "name": "Daerah"}},
    ),
    "a graph": json.dumps({"@graph": [{"@type": "WebSite", "name": "Laut"}, {"@type": ["BreadcrumbList"], "itemListElement": PLAIN}]}),
    "within the page": json.dumps({"@type": "WebPage", "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": PLAIN}}),
    "a list of paths": f"[{state_crumbs(*PLAIN)}, {state_crumbs(make_item(1, 'Terkini'))}]",
    "a cut headline": state_crumbs(make_item(1, "Daerah"), make_item(2, "Nelayan Rembang Tunda Mel...")),
    "escaped names": state_crumbs(make_item(1, "Home"), make_item(2, " Daerah&nbsp;"), make_item(3, TITLE)),
    "a namespace": json.dumps({"@type": "http://schema.org/BreadcrumbList", "itemListElement": PLAIN}),
    "a single item": json.dumps({"@type": "BreadcrumbList", "itemListElement": make_item(1, "Daerah")}),
}  # fmt: skip
SHOWN = {
    "microdata": '<ol itemscope itemtype="https://schema.org/BreadcrumbList"><li itemprop="itemListElement"><a itemprop="item" href="/"><span itemprop="name">Home</span></a></li><li><a href="/daerah"><span>Daerah</span></a></li></ol>',
    "a line of links": '<h4><a href="/">Home</a> › <a href="/daerah">Daerah</a></h4>',
    "links in spans": '<div><span><a href="/">Beranda</a></span> / <span><a href="/daerah">Daerah</a></span></div>',
    "a class": '<div class="breadcrumb__wrap"><a href="/">Home</a><a href="/daerah">Daerah</a></div>',
}
NONE = {
    "a menu": '<div><a href="/">Home</a> | <a href="/politik">Politik</a> | <a href="/olahraga">Olahraga</a></div>',
    "the home page alone": f"<script type=application/ld+json>{state_crumbs(make_item(1, 'Home'), make_item(2, TITLE))}</script>",
    "broken": f"<script type=application/ld+json>{state_crumbs(7, None, 'Daerah', {'name': 3}, {'item': 'https://laut.test/x'})}</script>",
    "an address for a name": f"<script type=application/ld+json>{state_crumbs(make_item(1, 'https://laut.test/daerah'))}</script>",
}


def read_section(before: str) -> str | None:
    page = f"<html><head><title>{TITLE} | Laut Test</title></head><body>{before}<h1>{TITLE}</h1><div>{STORY}</div></body></html>"
    article = scrape(page.encode(), url="https://laut.test/read/17", source=Source.GENERIC)
    assert article.kind == "article"
    assert article.title == TITLE
    return article.section


@pytest.mark.parametrize("stated", STATED.values(), ids=STATED)
def test_a_section_is_read_from_stated_breadcrumbs(stated: str) -> None:
    assert read_section(f'<script type="application/ld+json">{stated}</script>') == "Daerah"


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
def test_a_section_is_read_from_shown_breadcrumbs(shown: str) -> None:
    assert read_section(shown) == "Daerah"


@pytest.mark.parametrize("markup", NONE.values(), ids=NONE)
def test_what_names_no_section_gives_none(markup: str) -> None:
    assert read_section(markup) is None


def test_a_link_to_the_section_is_better() -> None:
    linked = '<a rel="category" href="/kategori/jateng">Jawa Tengah</a>'
    assert read_section(f'{linked}<script type="application/ld+json">{STATED["plain"]}</script>') == "Jawa Tengah"
