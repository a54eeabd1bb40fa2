"""One walk over the tree: the page as a list of text blocks in document order, and the elements that hold them.

A block is a run of text that no block-level element and no ``<br>`` interrupts. An element covers a range of blocks, so
sums over an element are differences of running sums. No recursion: pages nest as deep as they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.scrape import hints

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "select",
        "option",
        "textarea",
        "button",
        "input",
        "audio",
        "video",
        "source",
        "track",
        "map",
        "area",
        "head",
        "link",
        "meta",
        "base",
        "amp-iframe",
        "amp-script",
        "amp-analytics",
        "amp-youtube",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "picture",
        "amp-img",
        "o:p",
    ]
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_STRONG = frozenset({"b", "strong"})
_CELL = frozenset({"td", "th"})
_UNBROKEN = HEADINGS | {"a", "td", "th"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_TEXT = "-text"
_COMMENT = "-comment"


class Block:
    """One run of text. Mutable and without a dataclass's machinery: a page has hundreds."""

    __slots__ = ("after_br", "bits", "element", "href", "link_chars", "links", "strong_chars", "text")

    def __init__(self, text: str, element: int) -> None:
        self.text = text
        self.element = element
        self.link_chars = 0
        self.links = 0
        self.strong_chars = 0
        self.href: str | None = None
        self.after_br = False
        self.bits = 0


class Element:
    """A block-level element (or an inline one with hints) that holds ``blocks[first:last]``."""

    __slots__ = ("bits", "first", "images", "last", "node", "parent", "tag")

    def __init__(self, node: LexborNode, tag: str, parent: int, bits: int, first: int) -> None:
        self.node = node
        self.tag = tag
        self.parent = parent
        self.bits = bits
        self.first = first
        self.last = first
        self.images = 0


class Layout:
    """The walked page: ``blocks`` in document order; ``elements`` in document order, parents before children."""

    __slots__ = ("blocks", "elements")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.elements: list[Element] = []

    def ancestors(self, element: int) -> Iterator[int]:
        """``element`` and what it stands in, innermost first."""
        while element >= 0:
            yield element
            element = self.elements[element].parent


class _Walk:
    """The state of the walk: the block being gathered."""

    __slots__ = ("br", "href", "layout", "link_chars", "links", "parts", "strong_chars")

    def __init__(self) -> None:
        self.layout = Layout()
        self.parts: list[str] = []
        self.link_chars = self.strong_chars = self.links = 0
        self.href: str | None = None
        self.br = False

    def read(self, text: str, link: str | None, strong: bool) -> None:
        if text.isspace():
            if self.parts:
                self.parts.append(" ")
            return
        self.parts.append(text)
        if link is not None:
            self.link_chars += len(text.strip())
            self.href = self.href or link
        if strong:
            self.strong_chars += len(text.strip())

    def flush(self, element: int) -> None:
        if self.parts:
            text = "".join(self.parts)
            if not text.isascii():
                text = _INVISIBLE.sub("", text)
            text = " ".join(text.split())
            if text:
                block = Block(text, element)
                block.link_chars = min(self.link_chars, len(text))
                block.strong_chars = min(self.strong_chars, len(text))
                block.links, block.href, block.after_br = self.links, self.href, self.br
                self.layout.blocks.append(block)
            self.parts = []
        self.link_chars = self.strong_chars = self.links = 0
        self.href = None
        self.br = False


def walk(tree: LexborHTMLParser) -> Layout:
    """The blocks and elements of a page's body; empty where it has none."""
    root = tree.body
    state = _Walk()
    if root is None:
        return state.layout
    elements, blocks = state.layout.elements, state.layout.blocks
    elements.append(Element(root, "body", -1, 0, 0))
    # What is being read: children to come, element index, tag, address of the link around, inside strong
    stack: list[tuple[Iterator[LexborNode], int, str, str | None, bool]] = [
        (root.iter(include_text=True), 0, "body", None, False)
    ]
    while stack:
        children, at, tag, link, strong = stack[-1]
        node = next(children, None)
        if node is None:
            stack.pop()
            if tag == "td":
                state.parts.append(" ")
            elif tag not in INLINE:
                state.flush(at)
            continue
        name = node.tag
        if name == _TEXT:
            state.read(node.text_content or "", link, strong)
        elif name in _STRONG:
            stack.append((node.iter(include_text=True), at, name, link, True))
        elif name == "br":
            if tag in _UNBROKEN or link is not None:
                state.parts.append(" ")
            else:
                state.flush(at)
                state.br = True
        elif name == "img" or name == "amp-img":
            elements[at].images += 1
        elif name is None or name in SKIPPED or name == _COMMENT:
            continue
        elif name in INLINE:
            if name == "a":
                link = node.attributes.get("href") or ""
                state.links += 1
            stack.append((node.iter(include_text=True), at, name, link, strong))
        elif name in _CELL and not _has_blocks(node):
            state.parts.append(" ")
            stack.append((node.iter(include_text=True), at, "td", link, strong))
        else:
            state.flush(at)
            elements.append(Element(node, name, at, _bits(name, node.attributes), len(blocks)))
            kind = "div" if name in _CELL else name
            stack.append((node.iter(include_text=True), len(elements) - 1, kind, link, strong))
    _close(state.layout)
    return state.layout


def _bits(name: str, attributes: dict[str, str | None]) -> int:
    bits = hints.TAGS.get(name, 0)
    if attributes:
        for key in ("class", "id", "role", "itemprop"):
            if value := attributes.get(key):
                bits |= hints.of_names(value)
        if "hidden" in attributes or ((style := attributes.get("style")) and _HIDDEN.search(style)):
            bits |= hints.HIDDEN
    return bits


def _has_blocks(cell: LexborNode) -> bool:
    return any(child.tag not in INLINE for child in cell.iter())


def _close(layout: Layout) -> None:
    """Ranges from the blocks up: an element ends where its last block does."""
    elements = layout.elements
    for element in elements:
        element.last = element.first
    for number, block in enumerate(layout.blocks, 1):
        elements[block.element].last = number
    for at in range(len(elements) - 1, 0, -1):
        element, parent = elements[at], elements[elements[at].parent]
        parent.last = max(parent.last, element.last)
