"""Outlet rules: CSS selectors from an outlet's file, applied to the walked page.

A rule that finds nothing leaves its field to structured data and the generic reader, and is noted as
``rule_missed:<field>``: that is how a redesign is noticed.
"""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from kliping.model import Rules
from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import Layout
from kliping.scrape.lines.plain import plain_text, title_text


def find_texts(tree: LexborHTMLParser, selectors: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of all elements of the first selector that finds any."""
    for selector in selectors:
        if found := tuple(text for node in _select_nodes(tree, selector) if (text := _read_text(node))):
            return found
    return ()


def mark_dropped(layout: Layout, tree: LexborHTMLParser, rules: Rules | None) -> None:
    """Mark the blocks that an outlet's ``drop`` rules find."""
    if rules is None or not rules.drop:
        return
    for at in _find_elements(layout, tree, rules.drop, every=True):
        element = layout.elements[at]
        for block in layout.blocks[element.first : element.last]:
            block.bits |= hints.RULE_BIT


def find_body(layout: Layout, tree: LexborHTMLParser, selectors: Sequence[str]) -> tuple[int, set[int]]:
    """Return the innermost element that holds what an outlet's ``body`` rule finds (-1: none), and the blocks found."""
    found = _find_elements(layout, tree, selectors)
    if not found:
        return -1, set()
    inside = {n for at in found for n in range(layout.elements[at].first, layout.elements[at].last)}
    return _find_common_element(layout, found), inside


def was_walked(layout: Layout, tree: LexborHTMLParser, selectors: Sequence[str]) -> bool:
    """Return whether everything that the selectors find is an element of the layout."""
    walked = {element.node.mem_id for element in layout.elements}
    return all(node.mem_id in walked for node in _select_nodes(tree, ",".join(selectors)))


def _find_elements(
    layout: Layout, tree: LexborHTMLParser, selectors: Sequence[str], *, every: bool = False
) -> list[int]:
    """Return the indices of the walked elements that the first fruitful selector (``every``: any of them) finds."""
    index = {element.node.mem_id: at for at, element in enumerate(layout.elements)}
    found: list[int] = []
    for selector in selectors:
        for node in _select_nodes(tree, selector):
            at = index.get(node.mem_id)
            if at is not None and layout.elements[at].last > layout.elements[at].first:
                found.append(at)
        if found and not every:
            break
    return sorted(set(found))


def _find_common_element(layout: Layout, found: Sequence[int]) -> int:
    """Return the innermost element that holds all of ``found``."""
    if len(found) == 1:
        return found[0]
    first, last = min(layout.elements[n].first for n in found), max(layout.elements[n].last for n in found)
    for at in layout.ancestors(found[0]):
        if layout.elements[at].first <= first and last <= layout.elements[at].last:
            return at
    return 0


def _select_nodes(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """Return the nodes that a selector finds; none for one that is no selector."""
    try:
        return tree.css(selector)
    except SelectolaxError:  # sources checks selectors when it reads them; rules made by hand are forgiven
        return []


def _read_text(node: LexborNode) -> str:
    if node.tag == "meta":
        return title_text(node.attributes.get("content") or "")
    if node.tag == "time" and not node.text(strip=True):
        return plain_text(node.attributes.get("datetime") or "")
    return title_text(node.text(separator=" "))
