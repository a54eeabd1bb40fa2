"""What can be seen of each block inside its container: how long it is, what stands around it, how it ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import HEADING_TAGS, Layout, TextBlock
from kliping.scrape.decide.features import MARK_BITS, RELATION_SCALE, BlockFeatures
from kliping.scrape.lines.line_heuristics import ends_sentence, is_caption, is_pitch, is_side_heading

_GROUP = {
    "p": 1, "h1": 2, "h2": 3, "h3": 4, "h4": 5, "h5": 5, "h6": 5, "li": 6, "dd": 6, "dt": 6, "dl": 6, "tr": 7, "td": 7,
    "blockquote": 8, "pre": 9, "figcaption": 10,
}  # fmt: skip
_STEPS = (0, 1, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 5)
"""The index of ``DISTANCE_SCALE`` for so many blocks."""
FARTHEST_STEP = len(_STEPS) - 1
_TELLING = hints.ANY_KIND_BITS | sum(MARK_BITS.values())


_SIZES = (20, 45, 90, 200)
_LINK_SHARES = (0.2, 0.55, 0.9)
_PROSE_SHARES = (0.02, 0.1, 0.4)
"""Where the second value of a scale begins, and the others."""


def _scale_links(part: int, whole: int) -> int:
    """Return the index of ``LINKS_SCALE`` for ``part`` of ``whole`` characters that are links."""
    if not part:
        return 0
    return 1 + bisect_right(_LINK_SHARES, part / whole)


class _Home:
    """One structuring element: what it holds of the container, and how it is related to the main one.

    The main one is the element with most of the prose.
    """

    __slots__ = (
        "chars",
        "density",
        "headlines",
        "linked",
        "paragraphs",
        "prose",
        "relation",
        "share",
        "stretches",
        "teaser",
    )

    def __init__(self) -> None:
        self.headlines = self.teaser = self.stretches = 0
        self.chars = self.linked = self.prose = self.paragraphs = self.relation = self.share = self.density = 0


def observe_blocks(layout: Layout, numbers: Sequence[int]) -> Sequence[BlockFeatures | None]:
    """Return the features of the blocks ``numbers``, which are those of one container, in order.

    Each is None where the container holds no prose that the blocks could be compared to.
    """
    if not numbers:
        return []
    blocks = layout.blocks[numbers[0] : numbers[-1] + 1]
    stands: dict[int, _Home] = {}
    mine = []
    for block in blocks:
        where = layout.elements[block.element].home
        home = stands.get(where)
        if home is None:
            home = stands[where] = _Home()
        mine.append(home)
        length = len(block.text)
        home.chars += length
        home.linked += block.link_chars
        home.stretches += block.prose
        home.headlines += 20 <= length <= 160 and block.link_chars >= 0.8 * length
        if block.prose and not block.bits & hints.ANY_KIND_BITS:
            home.prose += length
    whole = sum(home.prose for home in stands.values())
    if not whole:
        return [None] * len(blocks)
    main = max(stands, key=lambda where: (stands[where].prose, -where))
    _relate_homes(layout, stands, main, whole)
    _find_teasers(list(stands.values()))
    anchors = [
        i for i, (block, home) in enumerate(zip(blocks, mine, strict=True))
        if block.prose and home.relation in _ANCHORING and not block.bits & hints.ANY_KIND_BITS
    ]  # fmt: skip
    for i in anchors:
        mine[i].paragraphs += 1
    return _describe_blocks(layout, blocks, mine, anchors)


_ANCHORING = frozenset(RELATION_SCALE.index(word) for word in ("main", "within", "alike", "twin"))


def _relate_homes(layout: Layout, stands: dict[int, _Home], main: int, whole: int) -> None:
    """Set how each home is related to the ``main`` one, and its share of the ``whole`` prose and of links."""
    main_path = list(layout.ancestors(main))
    for where, home in stands.items():
        home.relation = RELATION_SCALE.index(_find_relation(layout, where, main_path))
        home.share = bisect_right(_PROSE_SHARES, home.prose / whole)
        home.density = _scale_links(home.linked, home.chars)


def _find_teasers(stands: list[_Home]) -> None:
    """Mark homes that hold one linked headline and one paragraph: so pages announce another article."""
    found = [home for home in stands if home.stretches == 1 and home.headlines >= 1]
    teaser = 1
    if len(found) >= 3:
        teaser = 2
    for home in found:
        home.teaser = teaser


def _find_relation(layout: Layout, at: int, main_path: list[int]) -> str:
    """Return how the element ``at`` is related to the main one, as a word of ``RELATION_SCALE``.

    ``main_path`` is the main element and its ancestors, innermost first. ``within`` is a child of the main element,
    ``deep`` a further descendant, ``above`` an ancestor. Of the others, ``alike`` has its names, ``twin`` is reached
    by the same tags, ``beside`` has its parent, ``near`` its grandparent, ``apart`` neither.
    """
    elements = layout.elements
    common = set(main_path)
    path = list(takewhile(lambda element: element not in common, layout.ancestors(at)))
    up = len(path)
    meeting = elements[path[-1]].parent if path else at
    down = main_path.index(meeting)
    if down == 0:
        return ("main", "within", "deep")[min(up, 2)]
    if up == 0:
        return "above"
    here, main = elements[at], elements[main_path[0]]
    if main.names and here.names == main.names:
        return "alike"
    if up == down == 1:
        nameless = not here.names and not main.names
        return "twin" if nameless and here.tag == main.tag else "beside"
    if up == down and all(elements[a].tag == elements[b].tag for a, b in zip(path, main_path, strict=False)):
        return "twin"
    return "near" if max(up, down) == 2 else "apart"


def _describe_blocks(
    layout: Layout, blocks: list[TextBlock], mine: list[_Home], anchors: list[int]
) -> list[BlockFeatures]:
    """Return the features of ``blocks``; ``mine``: the home of each; ``anchors``: which are the story's paragraphs."""
    elements = layout.elements
    first, ends = anchors[0], (anchors[-1] + 1, anchors[-1] + 4)
    distance = _measure_distances(len(blocks), anchors)
    views = [_see_neighbour(block, elements[block.element].tag) for block in blocks]
    views.append(0)
    out: list[BlockFeatures] = []
    seen: set[str] = set()
    under = 0
    since = 9
    for i, block in enumerate(blocks):
        text, home = block.text, mine[i]
        length = len(text)
        element = elements[block.element]
        tag = _GROUP.get(element.tag, 0)
        size = bisect_right(_SIZES, length)
        links = _scale_links(block.link_chars, length)
        strong = block.strong_chars > 0.9 * length
        if 2 <= tag <= 5 or (strong and length < 60):
            under = 1 if is_side_heading(text) else 2
        before, behind = views[i - 1], views[i + 1]
        if before >= 6 or before == 2:
            before += mine[i - 1] is not home
        if behind >= 6 or behind == 2:
            behind += mine[i + 1] is not home
        where = 0
        if i >= first:
            where = 1 + bisect_right(ends, i)
        out.append(BlockFeatures._make((
            where, size, links, tag, home.relation, home.share, home.density, ends_sentence(text), before,
            behind, element.images > 0, distance[i], under, min(home.paragraphs, 4), block.prose, block.bits & _TELLING,
            is_pitch(text), since, home.teaser, strong, text in seen, length < 250 and is_caption(text), "©" in text,
            block.after_br and not tag,
        )))  # fmt: skip
        since = 1 if 20 <= length <= 160 and links >= 3 else min(since + 1, 9)
        seen.add(text)
    return out


def _see_neighbour(block: TextBlock, tag: str) -> int:
    """Return what a neighbour sees, as an index of ``NEIGHBOUR_SCALE``; one more where it stands in another home."""
    if block.bits & hints.ANY_KIND_BITS:
        return 1
    if block.prose:
        return 2
    if block.link_chars * 2 > len(block.text):
        return 4
    if tag in HEADING_TAGS:
        return 5
    return 6


def _measure_distances(count: int, anchors: list[int]) -> list[int]:
    """Return how many blocks away the nearest paragraph of the story is, as an index of ``DISTANCE_SCALE``."""
    away = [5] * count
    before = -999
    following = iter([*anchors, count + 999])
    after = next(following)
    for i in range(count):
        if i == after:
            before, after = i, next(following)
            away[i] = 0
            continue
        away[i] = _STEPS[min(i - before, after - i, FARTHEST_STEP)]
    return away
