"""A first draft of an outlet's file, from one or two of its article pages: a person checks it, the tests hold it.

Each selector is the shortest that finds the element which the generic reader chose, on every page given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping import dates
from kliping.canonical import parse_host
from kliping.model import Source
from kliping.scrape.decide.page import ParsedPage
from kliping.scrape.decide.reading import parse_page
from kliping.scrape.parse.page_bytes import why_not_html
from kliping.scrape.selectors import finds_only, list_selectors


@dataclass(frozen=True, slots=True)
class _Page:
    url: str
    parsed: ParsedPage
    nodes: dict[int, LexborNode]

    @property
    def tree(self) -> LexborHTMLParser:
        return self.parsed.document.tree


def draft_outlet(pages: Sequence[tuple[str, bytes]]) -> str:
    """Return the text of an outlet's YAML file. ``pages``: (address, bytes) of one or several of its article pages.

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
        f"name: {(first.parsed.facts.site_names or [site])[0]}",
        f"hosts: [{site}]",
    ]
    if host != site:
        lines.append(f"site: {host}")
    if pattern := _find_common_pattern([urlsplit(page.url).path for page in read_pages]):
        lines.append(f"article: {pattern}")
    lines += ["routes:", *_list_routes(first, host)]
    rules = {
        "body": _find_selector(read_pages, [page.parsed.container for page in read_pages]),
        "title": _find_selector(read_pages, [_find_element(page, page.parsed.title_block) for page in read_pages]),
        "date": _find_selector(read_pages, [_find_element(page, _find_date_block(page)) for page in read_pages]),
    }
    if found := [f"{name}: {_quote(selector)}" for name, selector in rules.items() if selector]:
        lines += ["rules:", f"  - {found[0]}", *(f"    {rule}" for rule in found[1:])]
    return "\n".join([*lines, "verified: never", ""])


def _read_page(url: str, html: bytes) -> _Page:
    page = parse_page(html, source=Source.GENERIC, day=None, media=None)
    nodes: dict[int, LexborNode] = {}
    if (body := page.document.tree.body) is not None:
        nodes = {node.mem_id: node for node in body.traverse()}
    return _Page(url, page, nodes)


def _find_common_pattern(paths: Sequence[str]) -> str:
    """Return what the addresses have in common: a word before a number, as in ``/read/\\d+``."""
    shapes = [{f"/{a}/\\d+" for a in re.findall(r"/([a-z][a-z_-]{1,20})/\d{3,}", path)} for path in paths]
    if shared := set.intersection(*shapes):
        return min(shared)
    if all(re.search(r"/\d{4}/\d{1,2}(?:/\d{1,2})?/", path) for path in paths):
        return r"/\d{4}/\d{2}/"
    if all(re.search(r"-\d{5,}", path) for path in paths):
        return r"-\d{5,}"
    return ""


def _list_routes(page: _Page, host: str) -> list[str]:
    if page.tree.css_first('link[rel="https://api.w.org/"]') is not None:  # WordPress names its interface so
        return [f"  - wordpress: https://{host}"]
    feeds = page.tree.css('link[rel="alternate"][type*="rss"], link[rel="alternate"][type*="atom"]')
    found = [urljoin(page.url, href) for node in feeds if (href := node.attributes.get("href"))]
    lines = [f"  - feed: {address}" for address in dict.fromkeys(found) if "comment" not in address][:2]
    return lines or [f"  - sitemap: https://{host}/sitemap.xml"]


def _find_element(page: _Page, block: int | None) -> int:
    if block is None or block < 0:
        return -1
    return page.parsed.layout.blocks[block].element


def _find_date_block(page: _Page) -> int | None:
    parsed = page.parsed
    start = max(parsed.title_block, 0)
    for n in range(start, min(parsed.story[0], start + 40)):
        text = parsed.layout.blocks[n].text
        if len(text) < 120 and re.search(r"\b(?:19|20)\d\d\b", text) and dates.parse_date(text):
            return n
    return None


def _find_selector(pages: Sequence[_Page], elements: Sequence[int]) -> str:
    """Return the shortest selector that finds exactly these elements, one on each page; empty where none does."""
    if any(at < 0 for at in elements):
        return ""
    wanted = [page.parsed.layout.elements[at].node.mem_id for page, at in zip(pages, elements, strict=True)]
    first = pages[0].nodes.get(wanted[0])
    if first is None:
        return ""
    for candidate in list_selectors(first):
        if all(finds_only(page.tree, candidate, node) for page, node in zip(pages, wanted, strict=True)):
            return candidate
    return ""


def _quote(text: str) -> str:
    """Return a selector as YAML takes it for text."""
    if text[0] in "#[" or ": " in text:
        return f"'{text}'"
    return text
