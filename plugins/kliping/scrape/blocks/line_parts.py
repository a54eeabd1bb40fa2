"""The parts of a line: what pages write into elements of their own, and style sheets lay out beside or below another.

The walk makes one block of ``<a><span>Headline</span><span>Summary</span></a>``, as of any words in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks.hidden import is_hidden
from kliping.scrape.blocks.layout import HEADING_TAGS, PICTURE_TAGS, Layout, TextBlock
from kliping.scrape.blocks.walk import INLINE_TAGS, SKIPPED_TAGS
from kliping.scrape.lines.plain import plain_text

MAX_LINE_PARTS, MAX_JOINED_LINES = 40, 8
"""Most parts of a line, and most lines of an element that are taken for one."""
MIN_LINKED_CHARS, MAX_LINKED_LINE_CHARS = 25, 2_000
"""Fewest linked characters of a line, unless it ends in a call to read on, and most characters of it."""
_CALL_AT_END = re.compile(r"(?i)(?:selengkapnya|lebih lanjut|berita ini|read (?:more|on))\W*$")
_IN_LINES = INLINE_TAGS | SKIPPED_TAGS | {"td", "th"}
"""What stands in a line; the cells of a row make one, too."""
_PICTURES = ",".join(sorted(PICTURE_TAGS))


class LinePart(NamedTuple):
    """One element's text, or text that stands between elements."""

    text: str
    address: str
    """Where a link leads that holds it or that it is; empty where there is none."""
    is_bare: bool
    """Whether it stands between elements."""
    touches: bool
    """Whether no white space parts it from the part before."""
    after_picture: bool
    after_break: bool


class LinkedLine(NamedTuple):
    """Blocks directly in one element, of which one holds a link, and their parts."""

    first: int
    last: int
    parts: list[LinePart]


def list_linked_lines(layout: Layout) -> list[LinkedLine]:
    """Return each block that may be a linked headline, and each element of few lines that begins with one.

    The elements come first. Those are left out whose parts are not found, and all above the first paragraph.
    """
    found: list[LinkedLine] = []
    at, lines = -1, dict[str, list[LinePart]]()
    start = next((n for n, block in enumerate(layout.blocks) if block.prose), len(layout.blocks))
    for n, block in enumerate(layout.blocks[start:], start):
        if not block.links or not _may_be_linked_headline(layout, block):
            continue
        if block.element != at:
            at, lines = block.element, _map_lines(layout, block.element)
        for last in sorted({_find_last_line(layout, n), n}, reverse=True):
            text = _fold_line(one.text for one in layout.blocks[n : last + 1])
            if parts := lines.get(text):
                found.append(LinkedLine(n, last, parts))
    return found


def _may_be_linked_headline(layout: Layout, block: TextBlock) -> bool:
    if len(block.text) > MAX_LINKED_LINE_CHARS:
        return False
    if block.link_chars < MIN_LINKED_CHARS and _CALL_AT_END.search(block.text) is None:
        return False
    return layout.elements[block.element].tag not in HEADING_TAGS


def _find_last_line(layout: Layout, n: int) -> int:
    """Return the last line of the element that block ``n`` begins, where it holds few lines and nothing else."""
    at = layout.blocks[n].element
    element = layout.elements[at]
    if element.first != n or element.last - n > MAX_JOINED_LINES:
        return n
    if any(block.element != at for block in layout.blocks[n : element.last]):
        return n
    return element.last - 1


def _map_lines(layout: Layout, at: int) -> dict[str, list[LinePart]]:
    """Return the parts of the lines directly in an element, and of neighbours, by ``_fold_line`` of their text."""
    holder = layout.elements[at].node
    address = _find_address_around(holder)
    lines: dict[str, list[LinePart]] = {}
    runs = [*_list_runs(holder, with_breaks=False)]
    if len(runs) > 1:
        runs += _list_runs(holder, with_breaks=True)
    for run in runs:
        parts = split_line(run, address)
        lines.setdefault(_fold_line(part.text for part in parts), parts)
    return lines


def _fold_line(texts: Iterable[str]) -> str:
    """Return the texts as one without white space, which the walk and a style sheet put in otherwise."""
    return "".join("".join(texts).split())


def split_line(nodes: Sequence[LexborNode], address: str = "") -> list[LinePart]:
    """Return the parts of neighbouring nodes; ``address`` is that of a link around them. Empty for very many."""
    found: list[LinePart] = []
    ahead = [(node, address) for node in reversed(nodes)]
    touches, after_picture, after_break = True, False, False
    while ahead:
        node, link = ahead.pop()
        name = node.tag or ""
        if name == "br":
            after_break, touches = True, False
            continue
        if name in PICTURE_TAGS:
            after_picture = True
            continue
        if _is_passed_over(node):
            continue
        is_bare = name == "-text"
        stated = node.text_content or "" if is_bare else node.text_lexbor()
        if not stated.strip():
            touches = touches and not stated
            if not is_bare:
                after_picture = after_picture or node.css_first(_PICTURES) is not None
            continue
        if name == "a":
            link = (node.attributes.get("href") or "").strip()
        if not is_bare and not _holds_text(node):
            ahead += [(child, link) for child in reversed(list(node.iter(include_text=True)))]
            continue
        touches = touches and not stated[0].isspace()
        found.append(LinePart(plain_text(stated), link, is_bare, touches, after_picture, after_break))
        if len(found) > MAX_LINE_PARTS:
            return []
        touches, after_picture, after_break = not stated[-1].isspace(), False, False
    return found


def _is_passed_over(node: LexborNode) -> bool:
    return node.tag == "-comment" or node.tag in SKIPPED_TAGS or (node.tag != "-text" and is_hidden(node))


def _holds_text(node: LexborNode) -> bool:
    """Return whether text stands directly in an element."""
    return any(child.tag == "-text" and (child.text_content or "").strip() for child in node.iter(include_text=True))


def _list_runs(holder: LexborNode, with_breaks: bool) -> Iterator[list[LexborNode]]:
    """Yield the neighbours among an element's children that make a line, or lines that only breaks part."""
    run: list[LexborNode] = []
    for child in holder.iter(include_text=True):
        name = child.tag or ""
        if name in _IN_LINES or name.startswith("-") or (with_breaks and name == "br"):
            run.append(child)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _find_address_around(node: LexborNode) -> str:
    """Return where the link leads that holds an element or is it; empty where there is none."""
    around: LexborNode | None = node
    while around is not None and around.tag != "body":
        if around.tag == "a":
            return (around.attributes.get("href") or "").strip()
        around = around.parent
    return ""
