"""A walked page: text blocks in document order, and the elements that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from kliping.model import RemovedKind

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PICTURE_TAGS = frozenset({"img", "picture", "amp-img"})


@dataclass(slots=True, eq=False)
class TextBlock:
    """One run of text."""

    text: str
    element: int
    """The index of the element that holds it."""
    after_br: bool
    links: int = 0
    link_chars: int = 0
    strong_chars: int = 0
    bits: int = 0
    """What the names around it and the rules say: bits of ``hints``."""
    prose: bool = False


@dataclass(slots=True, eq=False)
class PageElement:
    """A block-level element that holds ``blocks[first:last]``. One that holds none has no ``names`` and ``bits``."""

    node: LexborNode
    tag: str
    parent: int
    home: int
    """The index of the element that structures the page around it, or of itself: ``div``, ``section``; not ``p``,
    ``li``, ``tr``."""
    first: int
    last: int
    names: str = ""
    bits: int = 0
    images: int = 0


@dataclass(slots=True, eq=False)
class Layout:
    """The walked page: ``blocks`` in document order; ``elements`` in document order, parents before children."""

    blocks: list[TextBlock] = field(default_factory=list)
    elements: list[PageElement] = field(default_factory=list)
    boxed: dict[int, tuple[RemovedKind, str]] = field(default_factory=dict)
    """Blocks of boxes beside the story: the kind under which each is dropped, and the rule."""
    cut: int = -1
    """The innermost element whose end was not read; -1 where everything was."""

    def ancestors(self, element: int) -> Iterator[int]:
        """Yield ``element`` and what it stands in, innermost first."""
        while element >= 0:
            yield element
            element = self.elements[element].parent
