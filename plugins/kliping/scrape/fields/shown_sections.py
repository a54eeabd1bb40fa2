"""The section that a page shows: links to its list, labels by the headline, and breadcrumbs.

Asked only where the page does not state it for machines. It is told by the links' ``rel``, by the addresses that they
lead to, by the names of elements, and by paths from the home page; never by the words alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.byline_blocks import list_byline_blocks
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.facts.other_articles import belongs_to_other_article
from kliping.scrape.fields.context import Evidence, FieldContext
from kliping.scrape.fields.section_labels import find_labels
from kliping.scrape.fields.shown_crumbs import MOST_SECTIONS, drop_other_crumbs, list_crumbs
from kliping.scrape.fields.shown_links import (
    leads_to_section,
    list_own_links,
    read_rel,
    read_term,
)

_GROUP_DEPTH = 3


def list_shown_sections(context: FieldContext) -> Iterator[Evidence]:
    return ((method, (value,)) for method, value in _find_named_sections(context.page, context.url, context.named))


def _find_named_sections(page: ParsedPage, url: str, outlets: Iterable[str]) -> list[tuple[str, str]]:
    """Return the section with how it was found, best first.

    A link to its list, the last breadcrumb, that of JSON-LD, a label by the headline. ``url``: the article's address.
    """
    links = list_own_links(page, leads_to_section)
    around = _list_around_headline(page)
    for link in sorted(links, key=lambda one: "category" not in read_rel(one)):
        own = (text := read_term(link)) and not _stands_in_menu(link, around)
        if own and not belongs_to_other_article(link.parent):
            return [("visible", text)]
    blocks, story = page.layout.blocks, page.story_extent[0]
    near = [n for n in list_byline_blocks(page.layout, page.title_block, story) if n != page.title_block]
    lines = [blocks[n].text for n in near]
    paths = (("visible", list_crumbs(page, lines)), ("json-ld:BreadcrumbList", page.facts.crumbs))
    kept = ((method, drop_other_crumbs(page, crumbs, outlets)) for method, crumbs in paths)
    found = [(method, crumbs[-1]) for method, crumbs in kept if crumbs]
    if not found:
        found = [("visible", text) for text in drop_other_crumbs(page, find_labels(page, url, lines), outlets)]
    return found


def _list_around_headline(page: ParsedPage) -> set[int]:
    """Return the elements that hold the headline: no menu is one of them."""
    layout = page.layout
    found: set[int] = set()
    if page.title_block < 0:
        return found
    node: LexborNode | None = layout.elements[layout.blocks[page.title_block].element].node
    while node is not None:
        found.add(node.mem_id)
        node = node.parent
    return found


def _stands_in_menu(link: LexborNode, around_headline: set[int]) -> bool:
    """Return whether more sections than an article has are linked around the link."""
    holder = link.parent
    for _ in range(_GROUP_DEPTH):
        if holder is None or holder.tag in ("body", "article", "main") or holder.mem_id in around_headline:
            return False
        sections = {other.attributes["href"] for other in holder.css("a[href]") if leads_to_section(other)}
        if len(sections) > MOST_SECTIONS:
            return True
        holder = holder.parent
    return False
