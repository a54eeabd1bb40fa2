"""The links of a page of links, with the title and the date that each one's card shows.

lexbor reads the page, in a hundredth of BeautifulSoup's time, and a busy day has hundreds of such pages. BeautifulSoup
reads what lexbor should not be given: bytes that are not UTF-8, nesting beyond reason, a selector it cannot read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from kliping.canonical import is_article_url
from kliping.discover.days import read_moment
from kliping.discover.walk import FoundUrl, resolve_url, to_one_line
from kliping.model import Page, Route, Source

MAX_LEXBOR_TAGS = 20_000
"""Of a page for lexbor, which walks all open elements for each block: 100,000 nested ones take it 20 s."""
MAX_CARD_DEPTH = 6
"""Elements between a link and the edge of its card."""
MAX_DATE_LINE = 48
"""Characters of a line that is a date and little else: ``Kompas.com - Selasa, 26 November 2024 | 14:05 WIB``."""
MAX_DATE_WORDS = 5
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")


def read_card_links(source: Source, route: Route, page: Page) -> Iterator[FoundUrl]:
    """Yield the links that the route's selector points at; without one, every link to an article. Each address once.

    ``published_at`` is what the link's card states; it is not checked whether that is the article's date.
    """
    tree = _parse_page(page.body)
    if tree is not None:
        try:
            yield from _read_by_lexbor(tree, source, route, page)
        except SelectolaxError:
            pass  # raised by the selector, before the first link
        else:
            return
    yield from _read_by_soup(source, route, page)


def _parse_page(body: bytes) -> LexborHTMLParser | None:
    """Parse the page with lexbor; return None where BeautifulSoup has to read it."""
    if b"\0" in body or body.count(b"<") > MAX_LEXBOR_TAGS:
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return LexborHTMLParser(body)


def _read_by_lexbor(tree: LexborHTMLParser, source: Source, route: Route, page: Page) -> Iterator[FoundUrl]:
    """Yield each address that the page links to, with its longest link text and the date of its card."""
    found = tree.css(route.links or "a[href]")
    base = page.final_url
    if (base_tag := tree.css_first("base[href]")) is not None:
        base = resolve_url(base, base_tag.attributes.get("href")) or base
    anchors: dict[str, list[LexborNode]] = {}
    for element in found:
        for anchor in _list_anchors(element):
            url = resolve_url(base, anchor.attributes.get("href"))
            if url and (route.links or is_article_url(source, url)):
                anchors.setdefault(url, []).append(anchor)
    cards = _find_cards(anchors)
    for url, same in anchors.items():
        title = max(filter(None, (to_one_line(anchor.text(separator=" ")) for anchor in same)), key=len, default=None)
        stated = (_find_card_date(card, title, source.timezone) for card in cards.get(url, ()))
        yield FoundUrl(url, title, next(filter(None, stated), None))


def _list_anchors(element: LexborNode) -> list[LexborNode]:
    """Return the element, where it is a link, else the links in it."""
    if element.tag == "a":
        return [element]
    return element.css("a[href]")


def _find_cards(anchors: dict[str, list[LexborNode]]) -> dict[str, list[LexborNode]]:
    """Return, for each link of several, the largest elements around it that hold no link to another article."""
    if len(anchors) < 2:
        return {}
    chains: dict[str, list[list[LexborNode]]] = {}
    held: dict[int, set[str]] = {}
    for url, same in anchors.items():
        for anchor in same:
            chain, node = [anchor], anchor
            while len(chain) < MAX_CARD_DEPTH and node.parent is not None and node.parent.tag not in ("body", "html"):
                node = node.parent
                chain.append(node)
            chains.setdefault(url, []).append(chain)
            for node in chain:
                held.setdefault(node.mem_id, set()).add(url)
    cards: dict[str, list[LexborNode]] = {}
    for url, all_of_it in chains.items():
        tops = [[node for node in chain if len(held[node.mem_id]) == 1] for chain in all_of_it]
        cards[url] = list({own[-1].mem_id: own[-1] for own in tops if own}.values())
    return cards


def _find_card_date(card: LexborNode, title: str | None, timezone: str) -> dt.datetime | None:
    """Return the date of a card: of the first line that is a date and little else, else of a ``time`` element."""
    for node in card.traverse(include_text=True):
        if node.tag != "-text":
            continue
        line = to_one_line(node.text_content)
        if line and line != title and _may_be_date(line) and (stated := read_moment(line, timezone)):
            return stated
    for node in card.css("time[datetime]"):
        if stated := read_moment(node.attributes.get("datetime"), timezone):
            return stated
    return None


def _may_be_date(line: str) -> bool:
    """Return whether a line is short, holds a year and hardly any words."""
    return len(line) <= MAX_DATE_LINE and _YEAR.search(line) is not None and len(_WORD.findall(line)) <= MAX_DATE_WORDS


def _read_by_soup(source: Source, route: Route, page: Page) -> Iterator[FoundUrl]:
    """Yield the links with BeautifulSoup: slower, and without dates, but it reads anything."""
    from bs4 import BeautifulSoup, Tag  # rarely needed, and slow to import

    soup = BeautifulSoup(page.body, "lxml", from_encoding=_stated_charset(page))
    base = page.final_url
    if isinstance(base_tag := soup.find("base", href=True), Tag):
        base = resolve_url(base, str(base_tag["href"])) or base
    anchors: dict[str, list[Tag]] = {}
    for element in soup.select(route.links or "a[href]"):
        inside = [element]
        if element.name != "a":
            inside = element.find_all("a", href=True)
        for anchor in inside:
            url = resolve_url(base, str(anchor.get("href") or ""))
            if url and (route.links or is_article_url(source, url)):
                anchors.setdefault(url, []).append(anchor)
    for url, same in anchors.items():
        texts = [to_one_line(anchor.get_text(" ")) for anchor in same]
        yield FoundUrl(url, max(filter(None, texts), key=len, default=None))


def _stated_charset(page: Page) -> str | None:
    """Return the character set that the server states, if any."""
    for part in (page.header("content-type") or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \"'") or None
    return None
