"""A first draft of an outlet's file, from one or two of its article pages: a person checks it, the tests hold it.

Each selector is the shortest that finds the element which the generic reader chose, on every page given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping import dates
from kliping.canonical import canonicalise_url, parse_host
from kliping.model import Source
from kliping.scrape.address_pattern import propose_pattern
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.decide.reading import parse_page
from kliping.scrape.lines.labelled_names import read_full_name
from kliping.scrape.parse.page_bytes import why_not_html
from kliping.scrape.selectors import finds_only, list_selectors

_LONGEST_DATE = 120
"""Characters of a line that states the article's date, with the words around it."""
_AUTHOR_MARKS = (
    '[rel="author"], [itemprop="author"], [class*="author"], [class*="penulis"], [class*="byline"], [class*="reporter"]'
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Page:
    url: str
    parsed: ParsedPage
    nodes: dict[int, LexborNode]

    @property
    def tree(self) -> LexborHTMLParser:
        return self.parsed.document.tree


def draft_outlet(
    pages: Sequence[tuple[str, bytes]],
    *,
    routes: Sequence[str] = (),
    articles: Sequence[str] = (),
    others: Sequence[str] = (),
    name: str = "",
    connect: str = "",
) -> str:
    """Return the text of an outlet's YAML file. ``pages``: (address, bytes) of one or several of its article pages.

    ``routes`` are the lines below ``routes:``; without them they are what the first page names. ``articles`` and
    ``others`` are addresses that its routes list and that are no articles', for the pattern of an article's address.
    Raises ``ValueError`` where there is no page, or none that holds a story.
    """
    read_pages = [_read_page(url, html) for url, html in pages if why_not_html(html, None) is None]
    read_pages = [page for page in read_pages if page.parsed.story]
    if not read_pages:
        raise ValueError("none of the pages holds a story")
    first = read_pages[0]
    host = parse_host(first.url)
    site = re.sub(r"^(?:www|m)\.", "", host)
    lines = [
        "# A draft: check every line against the live site, then set `verified`.",
        f"name: {_quote_text(name or (first.parsed.facts.site_names or [site])[0])}",
        f"hosts: [{site}]",
    ]
    if host != site:
        lines.append(f"site: {host}")
    if connect:
        lines.append(f"connect: {connect}")
    if pattern := propose_pattern([*articles, *(page.url for page in read_pages)], others):
        lines.append(f"article: {_quote_text(pattern)}")
    lines += ["routes:", *(routes or _list_routes(first, host))]
    rules = {
        "body": _find_selector(read_pages, [_find_node(page, page.parsed.container) for page in read_pages]),
        "title": _find_selector(read_pages, [_find_block_node(page, page.parsed.title_block) for page in read_pages]),
        "date": _find_selector(read_pages, [_find_date_node(page) for page in read_pages]),
        "authors": _find_selector(read_pages, [_find_author_node(page) for page in read_pages]),
    }
    if found := [f"{name}: {_quote(selector)}" for name, selector in rules.items() if selector]:
        lines += ["rules:", f"  - {found[0]}", *(f"    {rule}" for rule in found[1:])]
    return "\n".join([*lines, "verified: never", ""])


def _read_page(url: str, html: bytes) -> _Page:
    page = parse_page(html, source=Source.GENERIC, day=None, media=None, url=url)
    nodes: dict[int, LexborNode] = {}
    if (body := page.document.tree.body) is not None:
        nodes = {node.mem_id: node for node in body.traverse()}
    return _Page(url, page, nodes)


def _list_routes(page: _Page, host: str) -> list[str]:
    if page.tree.css_first('link[rel="https://api.w.org/"]') is not None:  # WordPress names its interface so
        return [f"  - wordpress: https://{host}"]
    feeds = page.tree.css('link[rel="alternate"][type*="rss"], link[rel="alternate"][type*="atom"]')
    found = [urljoin(page.url, href) for node in feeds if (href := node.attributes.get("href"))]
    lines = [f"  - feed: {address}" for address in dict.fromkeys(found) if "comment" not in address][:2]
    return lines or [f"  - sitemap: https://{host}/sitemap.xml"]


def _find_node(page: _Page, element: int) -> LexborNode | None:
    """Return the node of an element of the layout; None for none."""
    if element < 0:
        return None
    return page.nodes.get(page.parsed.layout.elements[element].node.mem_id)


def _find_block_node(page: _Page, block: int | None) -> LexborNode | None:
    """Return the node that a block of text stands in."""
    if block is None or block < 0:
        return None
    return _find_node(page, page.parsed.layout.blocks[block].element)


def _find_date_node(page: _Page) -> LexborNode | None:
    """Return the smallest node around the date line: a ``span`` or ``time`` may share its block's element with more."""
    node = _find_block_node(page, _find_date_block(page))
    if node is None:
        return None
    short = [each for each in node.traverse() if each.tag != "a" and _is_date_line(each.text(separator=" "))]
    return min(short, key=lambda each: len(each.text()), default=None)


def _find_author_node(page: _Page) -> LexborNode | None:
    """Return the innermost node of the first that is marked as the author's and holds a person's name only."""
    found: LexborNode | None = None
    for node in page.tree.css(_AUTHOR_MARKS):
        if not read_full_name(" ".join(node.text(separator=" ").split())):
            continue
        if found is not None and node.parent != found:
            break
        found = node
    return found


def _is_date_line(text: str) -> bool:
    """Return whether a text is short, names a year, and states a date."""
    return len(text) < _LONGEST_DATE and _YEAR.search(text) is not None and dates.parse_date(text) is not None


def _find_date_block(page: _Page) -> int | None:
    parsed = page.parsed
    start = max(parsed.title_block, 0)
    for n in range(start, min(parsed.story[0], start + 40)):
        if _is_date_line(parsed.layout.blocks[n].text):
            return n
    return None


def _find_selector(pages: Sequence[_Page], wanted: Sequence[LexborNode | None]) -> str:
    """Return the shortest selector that finds exactly these nodes, one on each page; empty where none does."""
    nodes = [node for node in wanted if node is not None]
    if len(nodes) < len(pages):
        return ""
    for candidate in list_selectors(nodes[0]):
        if all(finds_only(page.tree, candidate, node.mem_id) for page, node in zip(pages, nodes, strict=True)):
            return candidate
    return ""


def _quote_text(text: str) -> str:
    """Return a text as YAML reads it back: as it is where it can be, else in quotes."""
    return yaml.safe_dump(text, allow_unicode=True, width=1_000).partition("\n")[0]


def find_stated_address(html: bytes) -> str:
    """Return the address that a saved page states for itself; empty where it states none."""
    facts = parse_page(html, source=Source.GENERIC, day=None, media=None).facts
    stated = (canonicalise_url(address) for _, address in facts.canonical)
    return next((address for address in stated if parse_host(address) and urlsplit(address).path.strip("/")), "")


def _quote(text: str) -> str:
    """Return a selector as YAML takes it for text."""
    if text[0] in "#[" or ": " in text:
        return f"'{text}'"
    return text
