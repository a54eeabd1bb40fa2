"""What a page says about itself to machines: JSON-LD, OpenGraph and other meta tags, microdata.

Nothing is decided here: each field keeps every candidate with where it came from, most trusted first.
"""

from __future__ import annotations

from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from kliping.scrape.facts.access import find_access
from kliping.scrape.facts.article_object import read_article_object
from kliping.scrape.facts.candidates import PageFacts
from kliping.scrape.facts.meta_tags import read_meta_tag, read_whole_head
from kliping.scrape.facts.microdata import DATE_PROPERTIES, read_microdata
from kliping.scrape.facts.other_articles import belongs_to_other_article
from kliping.scrape.facts.scripts import Thing, read_script, read_script_text
from kliping.scrape.lines.plain import plain_text, title_text

MAX_JSON_CHARS = 2_000_000
"""Characters of JSON-LD that are read of one page."""


def read_page_facts(declared: Iterable[LexborNode], url: str = "") -> PageFacts:
    """Return every candidate that the machine-readable nodes of a page hold. Broken parts are skipped, never fatal.

    ``url`` tells the page's own article among several where the page states no address of its own.
    """
    facts = PageFacts()
    several: dict[str, list[str]] = {}
    links: list[LexborNode] = []
    things: list[Thing] = []
    script_chars = 0
    for node in declared:
        tag = node.tag
        if tag == "meta":
            _read_meta(node, several, facts)
        elif tag == "script":
            source = read_script_text(node)
            script_chars += len(source)
            if script_chars <= MAX_JSON_CHARS:
                things += read_script(source, facts)
        elif tag == "link":
            links.append(node)
        elif tag == "html":
            if language := node.attributes.get("lang"):
                facts.languages.insert(0, ("html:lang", plain_text(language)))
        elif tag == "title":
            facts.page_title = facts.page_title or _read_title(node)
        else:
            read_microdata(node, facts)
    addresses = {value for _, value in facts.canonical} | {link.attributes.get("href") or "" for link in links}
    read_article_object(things, facts, (addresses - {""}) or {url} - {""})
    read_whole_head(several, links, facts)
    facts.access = find_access(facts)
    facts.claims = [value for _, value in facts.titles]
    if facts.page_title:
        facts.claims.append(facts.page_title)
    return facts


def _read_meta(node: LexborNode, several: dict[str, list[str]], facts: PageFacts) -> None:
    """Take what a meta tag states, but for the date of an article beside the page's own."""
    attributes = node.attributes
    if attributes.get("itemprop") not in DATE_PROPERTIES or not belongs_to_other_article(node.parent):
        read_meta_tag(attributes, several, facts)


def _read_title(node: LexborNode) -> str:
    """Return the text of the page's title; empty for the title of a drawing in its body."""
    parent = node.parent
    if parent is None or parent.tag != "head":
        return ""
    return title_text(node.text_lexbor())
