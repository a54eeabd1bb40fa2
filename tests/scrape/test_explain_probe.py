"""Reasons for a person, and a first draft of an outlet's file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from kliping.model import Source
from kliping.scrape import draft_outlet, explain_page, scrape
from kliping.sources import load_sources

from tests.scrape.layouts import LAYOUTS, RELATED, STORY, TITLE

URL = "https://www.kabarmuara.id/nusantara/read/77123/panen-kabut"
OTHER = "https://www.kabarmuara.id/nusantara/read/77124/panen-garam"


def test_explain_shows_every_block_with_its_decision() -> None:
    html = LAYOUTS["links_in_paragraphs"].encode()
    explained = explain_page(html, url=URL, source=Source.GENERIC)
    assert explained.article == scrape(html, url=URL, source=Source.GENERIC)
    kinds = {block.text: block.kind for block in explained.blocks}
    assert all(kinds[paragraph] is None for paragraph in STORY)
    assert [kind for text, kind in kinds.items() if text.startswith("Baca juga")] == ["related"] * len(RELATED)
    assert all(block.reasons for block in explained.blocks if block.kind is None)
    shown = "\n".join(explained.lines())
    assert f"title: {TITLE}  [h1]" in shown
    assert "container: " in shown
    assert STORY[0][:60] in shown


@pytest.mark.parametrize("layout", ["inset_table", "links_in_paragraphs", "blog_theme", "breaks_in_div"])
def test_probe_proposes_a_file_that_reads_its_own_pages(layout: str) -> None:
    html = LAYOUTS[layout].encode()
    text = draft_outlet([(URL, html), (OTHER, html)])
    found = yaml.safe_load(text)
    assert found["hosts"] == ["kabarmuara.id"]
    assert found["name"] == "Kabar Muara"
    assert found["article"] == r"/read/\d+"
    rules = found["rules"][0]
    from kliping.model import Rules

    source = Source(id="kabarmuara", name="Kabar Muara", rules=(Rules(**{k: (v,) for k, v in rules.items()}),))
    article = scrape(html, url=URL, source=source)
    assert list(article.paragraphs) == list(STORY)
    assert article.method["body"] == "rule:body"
    assert article.method["title"] == "rule:title"
    assert article.notes == ()


def test_probe_is_accepted_by_the_sources_room(tmp_path: Path) -> None:
    (tmp_path / "kabarmuara.yml").write_text(draft_outlet([(URL, LAYOUTS["inset_table"].encode())]), "utf-8")
    assert load_sources(tmp_path)["kabarmuara"].rules[0].body


def test_probe_finds_wordpress_by_the_interface_that_its_pages_name(tmp_path: Path) -> None:
    head = '<head><link rel="https://api.w.org/" href="https://www.kabarmuara.id/wp-json/"/>'
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed/"/></head>'
    page = LAYOUTS["blog_theme"].replace("</head>", "", 1).replace("<head>", head + feed, 1)
    assert head in page
    (tmp_path / "kabarmuara.yml").write_text(draft_outlet([(URL, page.encode())]), "utf-8")
    (route,) = load_sources(tmp_path)["kabarmuara"].routes
    assert (route.kind, route.url) == ("wordpress", "https://www.kabarmuara.id")


def test_probe_of_no_story_says_so() -> None:
    with pytest.raises(ValueError, match="story"):
        draft_outlet([(URL, b"<html></html>"), (URL, b"")])
