"""One walk over the tree: the page as a list of text blocks in document order, and the elements that hold them.

A block is a run of text that no block-level element and no ``<br>`` interrupts. An element covers a range of blocks, so
sums over an element are differences of running sums. No recursion: pages nest as deep as they like.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.hidden import interrupts_line, is_hidden, splits_paragraph
from kliping.scrape.blocks.layout import HEADING_TAGS, Layout, PageElement, TextBlock
from kliping.scrape.blocks.unseen import is_block_unseen
from kliping.scrape.lines.plain import plain_text

SKIPPED_TAGS = frozenset(
    "script style noscript template svg math iframe object embed canvas select option textarea button input audio "  # noqa: SIM905
    "video head meta link map amp-iframe amp-script amp-analytics amp-youtube".split()
)
"""Elements whose text is no text of the page: code, controls, and what stands in for what cannot be shown."""
INLINE_TAGS = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small "  # noqa: SIM905
    "span strike strong sub sup time tt u var wbr img picture source amp-img o:p".split()
)
_TRANSPARENT = HEADING_TAGS | frozenset(
    "p li ul ol dl dt dd blockquote pre table tbody thead tfoot tr figure figcaption caption center".split()  # noqa: SIM905
)
_INTERRUPTING = frozenset({"div", "aside", "section", "dialog"})
"""What may stand inside a line, like elements of the page's own (``tool-tip``), though it is no part of one."""
_PARTED = frozenset({"a", "span", "time", "small", "em", "i", "b", "strong"})
"""Elements of one line that pages lay out beside one another."""
_OWN_LINES = frozenset({"block", "d-block"})
_STORIES = frozenset({"article", "main", "blockquote"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMING = frozenset({"id", "role", "itemprop"})
BLOCKS_BEHIND_STORY = 12
"""So many blocks after the story are read: who wrote it, its source, its tags."""

_Part = tuple[str, bool, bool]
"""A piece of text, whether it stands in a link, and whether it is strong."""
_Place = tuple[Iterator[LexborNode], int, bool, bool, bool]
"""An element's children, the number of the block-level element that they stand in, whether in a link, in strong text,
and whether line breaks are spaces there."""


_TEXT, _BLOCK, _LINK, _STRONG, _INLINE, _IMAGE, _BREAK, _CELL, _BOILERPLATE, _SKIPPED = range(10)
_PARTING = (_BLOCK, _CELL)
_INLINES = (_INLINE, _LINK, _STRONG)
_ROLES: dict[str, int] = {
    **dict.fromkeys(INLINE_TAGS, _INLINE), **dict.fromkeys(SKIPPED_TAGS, _SKIPPED),
    "-text": _TEXT, "-comment": _SKIPPED, "": _SKIPPED,
    "a": _LINK, "b": _STRONG, "strong": _STRONG, "img": _IMAGE, "amp-img": _IMAGE, "br": _BREAK,
    "td": _CELL, "th": _CELL, "nav": _BOILERPLATE, "footer": _BOILERPLATE,
}  # fmt: skip
"""What a node is to the text around it; every other one is a block. Menus and page footers are no text of the story
unless they stand in it."""


def walk_blocks(root: LexborNode | None, past: int = 0) -> Layout:  # noqa: C901, PLR0912, PLR0915 - the hot loop
    """Return the blocks and elements of a page's body, or of the part of it that ``root`` holds; empty for None.

    ``past`` is the number (``mem_id``) of an element after which only ``BLOCKS_BEHIND_STORY`` more blocks are read.
    What is not shown inside a line of text is passed over.
    """
    layout = Layout()
    if root is None:
        return layout
    elements, blocks = layout.elements, layout.blocks
    elements.append(PageElement(root, root.tag or "", -1, 0, 0, 0))
    stop = sys.maxsize
    role_of = _ROLES.get
    parts: list[_Part] = []
    current, after_br = 0, False
    here: _Place = (root.iter(include_text=True, skip_empty=True), 0, False, False, False)
    around: list[_Place] = []
    while True:
        nodes, at, link, strong, unbroken = here
        for node in nodes:
            name = node.tag or ""
            role = role_of(name, _BLOCK)
            if role == _TEXT:
                text = node.text_content or " "
                if parts:
                    if at != current:
                        _end_block(parts, current, after_br, blocks)
                        after_br = False
                    elif not text[0].isspace() and not parts[-1][0][-1].isspace() and _stands_apart(node):
                        parts.append((" ", False, False))
                current = at
                parts.append((text, link, strong))
                continue
            if role == _BLOCK:
                if parts and (name in _INTERRUPTING or "-" in name) and interrupts_line(node):
                    if splits_paragraph(node):
                        current = at  # what was read of the paragraph goes on
                    continue
            elif role in _INLINES and is_hidden(node):
                continue
            if role == _CELL and not _has_blocks(node) and not _is_caption(node):
                parts.append((" ", False, False))
                place = (at, link, strong, True)
            elif role in _PARTING or (role == _BOILERPLATE and _stands_within(layout, at, _STORIES)):
                if parts:
                    _end_block(parts, current, after_br, blocks)
                after_br = False
                number, first = len(elements), len(blocks)
                if past and node.mem_id == past:
                    stop = first + BLOCKS_BEHIND_STORY
                elif first > stop:
                    layout.cut = at
                    _close_elements(layout)
                    return layout
                home = elements[at].home if name in _TRANSPARENT else number
                tag = "div" if role == _CELL else name
                elements.append(PageElement(node, tag, at, home, first, first))
                place = (number, link, strong, link or name in HEADING_TAGS)
            elif role == _LINK:
                place = (at, True, strong, True)
            elif role == _INLINE:
                place = (at, link, strong, unbroken)
            elif role == _STRONG:
                place = (at, link, True, unbroken)
            elif role == _IMAGE:
                elements[at].images += 1
                continue
            elif role == _BREAK and unbroken:
                parts.append((" ", False, False))
                continue
            elif role == _SKIPPED:
                continue
            else:  # a line break, or boilerplate
                _end_block(parts, current, after_br, blocks)
                after_br = role == _BREAK
                continue
            around.append(here)
            here = (node.iter(include_text=True, skip_empty=True), *place)
            break
        else:
            if not around:
                break
            here = around.pop()
    _end_block(parts, current, after_br, blocks)
    _close_elements(layout)
    return layout


def _end_block(parts: list[_Part], element: int, after_br: bool, blocks: list[TextBlock]) -> None:
    """Add the block that ``parts`` make, unless they hold nothing, and empty them."""
    if not parts:
        return
    if len(parts) == 1:
        text, link, strong = parts[0]
        text = text.strip()
        linked = len(text) * link
        bold = len(text) * strong
        links = int(link)
    else:
        text = "".join([part[0] for part in parts]).strip()
        linked = bold = links = 0
        for piece, link, strong in parts:
            if link or strong:
                length = len(piece.strip())
                linked += length * link
                bold += length * strong
                links += link
    parts.clear()
    if not text.isprintable() or "  " in text:  # other spaces than the plain one, and what is invisible, are no print
        text = plain_text(text)
    if text:
        blocks.append(TextBlock(text, element, after_br, links, linked, bold))


def _read_names(element: PageElement) -> None:
    """Give ``element`` its ``names``, and the ``bits`` that they and its tag say."""
    bits = element.bits = hints.TAG_BITS.get(element.tag, 0)
    attributes = element.node.attributes
    if not attributes:  # most paragraphs
        return
    names = element.names = attributes.get("class") or ""
    if names:
        bits |= hints.find_hint_bits(names)
    if len(attributes) > 1 or not names:
        for key, value in attributes.items():
            if key in _NAMING and value:
                bits |= hints.find_hint_bits(value)
            elif key == "hidden" or (key == "style" and value and _HIDDEN.search(value)):
                bits |= hints.HIDDEN_BIT
    if is_block_unseen(attributes):
        bits |= hints.UNSEEN_BIT
    element.bits = bits


def _stands_within(layout: Layout, at: int, tags: Collection[str]) -> bool:
    return any(layout.elements[element].tag in tags for element in layout.ancestors(at))


def _has_blocks(cell: LexborNode) -> bool:
    """Return whether a cell holds blocks, or an empty line between paragraphs: then the table lays the page out."""
    after_break = False
    for child in cell.iter(include_text=True, skip_empty=True):
        if child.tag == "-comment":
            continue
        is_break = child.tag == "br"
        if (is_break and after_break) or not (is_break or child.tag == "-text" or child.tag in INLINE_TAGS):
            return True
        after_break = is_break
    return False


def _is_caption(cell: LexborNode) -> bool:
    """Return whether a cell is named as a caption: Blogger puts a picture and its caption into a table."""
    return bool(hints.find_hint_bits(cell.attributes.get("class") or "") & hints.KIND_BITS["caption"])


def _stands_apart(text: LexborNode) -> bool:
    """Return whether white space stood before this text in its block, or a layout parts it from the element before.

    (The walk skips nodes of white space.)
    """
    node, before = text, text.prev
    while True:
        while before is None:
            parent = node.parent
            if parent is None or parent.tag not in INLINE_TAGS:
                return False
            node, before = parent, parent.prev
        if before.tag == "-text":
            return (before.text_content or "").isspace()
        if before.tag not in INLINE_TAGS:  # a comment
            before = before.prev
            continue
        inside = before.text_lexbor() if before.first_child is not None else ""
        if inside.strip():
            return inside[-1].isspace() or _are_parted(before, node, inside[-1], (text.text_content or " ")[0])
        if inside:
            return True
        before = before.prev


def _are_parted(before: LexborNode, after: LexborNode, end: str, start: str) -> bool:
    """Return whether a style sheet parts two elements that touch: ``<span>Ani Sari</span><span>11 Maret</span>``.

    So it is where a name, a number or a sentence would run into another; two numbers are apart in elements with names.
    """
    if before.tag not in _PARTED or after.tag not in _PARTED:
        return False
    if (start == "#" and end.isalnum()) or _is_own_line(before) or _is_own_line(after):
        return True
    if end.isdigit() and start.isdigit():
        return bool(before.attributes.get("class") and after.attributes.get("class"))
    return (
        (end.islower() and start.isupper())
        or (end.isalpha() and start.isdigit())
        or (end.isdigit() and start.isalpha())
    )


def _is_own_line(element: LexborNode) -> bool:
    """Return whether a class of Tailwind or Bootstrap gives an element of a line a line of its own."""
    return not _OWN_LINES.isdisjoint((element.attributes.get("class") or "").split())


def _close_elements(layout: Layout) -> None:
    """Find where each element ends, after its last block, and the names of those that hold any."""
    elements = layout.elements
    for number, block in enumerate(layout.blocks, 1):
        elements[block.element].last = number
    for element in reversed(elements):
        if element.last > element.first:
            _read_names(element)
            if element.parent >= 0:
                parent = elements[element.parent]
                if element.last > parent.last:  # noqa: PLR1730 - max() costs three times as much, for every element
                    parent.last = element.last
