"""A walked page: text blocks in document order, and the elements that hold them."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from kliping.model import RemovedKind

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class TextBlock:
    """One run of text. Mutable and without a dataclass's machinery: a page has hundreds."""

    __slots__ = ("after_br", "bits", "element", "link_chars", "links", "prose", "strong_chars", "text")

    def __init__(
        self, text: str, element: int, after_br: bool, links: int = 0, link_chars: int = 0, strong_chars: int = 0
    ) -> None:
        self.text = text
        self.element = element
        self.after_br = after_br
        self.links = links
        self.link_chars = link_chars
        self.strong_chars = strong_chars
        self.bits = 0
        self.prose = False


class PageElement:
    """A block-level element that holds ``blocks[first:last]``. One that holds none has no ``names`` and ``bits``.

    ``home`` is the index of the element that structures the page around it, or of itself: ``div``, ``section``; not
    ``p``, ``li``, ``tr``.
    """

    __slots__ = ("bits", "first", "home", "images", "last", "names", "node", "parent", "tag")

    def __init__(self, node: LexborNode, tag: str, parent: int, home: int, first: int) -> None:
        self.node = node
        self.tag = tag
        self.names = ""
        self.parent = parent
        self.home = home
        self.first = first
        self.last = first
        self.bits = self.images = 0


class Layout:
    """The walked page: ``blocks`` in document order; ``elements`` in document order, parents before children."""

    __slots__ = ("blocks", "boxed", "cut", "elements")

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.boxed: dict[int, tuple[RemovedKind, str]] = {}
        """Blocks of boxes beside the story: the kind under which each is dropped, and the rule."""
        self.elements: list[PageElement] = []
        self.cut = -1
        """The innermost element whose end was not read; -1 where everything was."""

    def ancestors(self, element: int) -> Iterator[int]:
        """Yield ``element`` and what it stands in, innermost first."""
        while element >= 0:
            yield element
            element = self.elements[element].parent
