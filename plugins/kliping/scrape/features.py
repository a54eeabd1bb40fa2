"""What can be seen of a block inside its container, as a handful of numbered features for the linear model.

Features are crosses of coarse scales, so that a sum of weights can say what a tree would: "a short line behind the last
paragraph, in another element". A number stands for a name that tells what it means, ``place:after/short/link``
(``name``, ``NUMBERS``); numbers are what is summed for every block of every page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from kliping.scrape import hints
from kliping.scrape.blocks import HEADINGS, Block, Layout
from kliping.scrape.wording import ends_sentence, is_caption, is_pitch, is_side_heading

WHERE = ("before", "within", "behind", "after")
SIZE = ("tiny", "short", "line", "medium", "long")
LINKS = ("plain", "touched", "mixed", "linked", "link")
TAG = ("div", "p", "h1", "h2", "h3", "h4", "li", "tr", "quote", "pre", "caption")
RELATION = ("main", "within", "deep", "above", "alike", "twin", "beside", "near", "apart")
SHARE = ("none", "little", "some", "most")
ENDS = ("open", "ends")
NEAR = ("edge", "hinted", "nearprose", "farprose", "links", "heading", "near", "far")
FAR = ("0", "1", "2", "5", "12", "on")
UNDER = ("none", "side", "plain")
MANY = ("0", "1", "2", "3", "4")
PROSE = ("line", "prose")
IMAGE = ("without", "with")
TEASER = ("one", "many")
ANNOUNCED = ("above", "near")
MARKS = {
    "figure": hints.FIGURE, "quote": hints.QUOTE, "list": hints.LIST, "table": hints.TABLE_CELL, "header": hints.HEADER,
    "aside": hints.ASIDE, "form": hints.FORM, "hidden": hints.HIDDEN, "body": hints.BODY,
}  # fmt: skip
_CROSSES: dict[str, tuple[Sequence[str], ...]] = {
    "bias": (),
    "place": (WHERE, SIZE, LINKS),
    "tag": (TAG, WHERE, RELATION),
    "rel": (RELATION, SHARE, SIZE),
    "density": (LINKS, LINKS, SIZE),
    "ends": (ENDS, SIZE, TAG),
    "around": (NEAR, NEAR, SIZE),
    "between": (NEAR, NEAR, WHERE, TAG),
    "own": (RELATION, WHERE, ENDS),
    "image": (IMAGE, SIZE, ENDS),
    "far": (FAR, SIZE, LINKS),
    "reach": (FAR, TAG, RELATION),
    "under": (UNDER, WHERE, SIZE),
    "many": (MANY, WHERE, RELATION),
    "hint": (hints.KINDS, PROSE, RELATION),
    "hinted": (WHERE, LINKS, SIZE),
    "mark": (tuple(MARKS), TAG, PROSE),
    "pitch": (WHERE, SIZE, RELATION),
    "strong": (WHERE, SIZE),
    "again": (SIZE,),
    "caption": (WHERE, TAG),
    "copyright": (WHERE,),
    "br": (SIZE,),
    "teaser": (TEASER, WHERE, PROSE, RELATION),
    "announced": (ANNOUNCED, WHERE, PROSE, RELATION),
}
NUMBERS: dict[str, int] = {}
"""Every feature's number by its name."""
_BASE: dict[str, int] = {}
for _cross, _scales in _CROSSES.items():
    _BASE[_cross] = len(NUMBERS)
    for _values in product(*_scales):
        NUMBERS[f"{_cross}:{'/'.join(_values)}" if _values else _cross] = len(NUMBERS)
name = list(NUMBERS).__getitem__
"""The name of a feature's number."""

(_BIAS, _PLACE, _TAG, _REL, _DENSITY, _ENDS, _AROUND, _BETWEEN, _OWN, _IMAGE, _FAR, _REACH, _UNDER, _MANY, _HINT,
 _HINTED, _MARK, _PITCHED, _STRONG, _AGAIN, _CAPTION, _COPYRIGHT, _BR, _TEASER,
 _ANNOUNCED) = _BASE.values()  # fmt: skip
_GROUP = {
    "p": 1, "h1": 2, "h2": 3, "h3": 4, "h4": 5, "h5": 5, "h6": 5, "li": 6, "dd": 6, "dt": 6, "dl": 6, "tr": 7, "td": 7,
    "blockquote": 8, "pre": 9, "figcaption": 10,
}  # fmt: skip
_HINT_BITS = tuple((bit, n) for n, bit in enumerate(hints.BIT.values()))
_MARK_BITS = tuple((bit, n) for n, bit in enumerate(MARKS.values()))
_ANY_MARK = sum(MARKS.values())
_STEPS = (0, 1, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4)


def _size(n: int) -> int:
    return 0 if n < 20 else 1 if n < 45 else 2 if n < 90 else 3 if n < 200 else 4


def _linked(part: int, whole: int) -> int:
    if not part:
        return 0
    share = part / whole
    return 1 if share < 0.2 else 2 if share < 0.55 else 3 if share < 0.9 else 4


def _share(part: float) -> int:
    return 0 if part < 0.02 else 1 if part < 0.1 else 2 if part < 0.4 else 3


class _Home:
    """One structuring element: what it holds of the container, and how it stands to the one with most of the prose."""

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


def of_container(layout: Layout, numbers: Sequence[int]) -> list[list[int]]:
    """The features of the blocks ``numbers`` (those of one container, in order)."""
    blocks = layout.blocks[numbers[0] : numbers[-1] + 1] if numbers else []
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
        if block.prose and not block.bits & hints.ANY_KIND:
            home.prose += length
    whole = sum(home.prose for home in stands.values())
    if not whole:
        return [[_BIAS] for _ in blocks]
    main = max(stands, key=lambda where: (stands[where].prose, -where))
    _relate(layout, stands, main, whole)
    _find_teasers(list(stands.values()))
    anchors = [
        i for i, (block, home) in enumerate(zip(blocks, mine, strict=True))
        if block.prose and home.relation in _ANCHORING and not block.bits & hints.ANY_KIND
    ]  # fmt: skip
    for i in anchors:
        mine[i].paragraphs += 1
    return _rows(layout, blocks, mine, anchors)


_ANCHORING = frozenset(RELATION.index(word) for word in ("main", "within", "alike", "twin"))


def _relate(layout: Layout, stands: dict[int, _Home], main: int, whole: int) -> None:
    others = list(layout.ancestors(main))
    index = {element: step for step, element in enumerate(others)}
    for where, home in stands.items():
        home.relation = _relation(layout, where, main, others, index)
        home.share = _share(home.prose / whole)
        home.density = _linked(home.linked, home.chars)


def _find_teasers(stands: list[_Home]) -> None:
    """A linked headline and one paragraph, alone in a box: how a page announces another article."""
    found = [home for home in stands if home.stretches == 1 and home.headlines >= 1]
    for home in found:
        home.teaser = 1 if len(found) < 3 else 2


def _relation(layout: Layout, at: int, main: int, others: list[int], index: dict[int, int]) -> int:
    """How the element ``at`` stands to ``main``, as an index of ``RELATION``.

    ``within`` is its child, ``alike`` another element of its name, ``twin`` one reached by the same tags, ``beside``
    has its parent, ``near`` its grandparent.
    """
    if at == main:
        return 0
    elements = layout.elements
    path = []
    while at not in index:
        path.append(at)
        at = elements[at].parent
    up, down = len(path), index[at]
    if down == 0:
        return 1 if up == 1 else 2
    if up == 0:
        return 3
    here, other = elements[path[0]], elements[main]
    if other.names and here.names == other.names:
        return 4
    if up == down > 1 and all(elements[a].tag == elements[b].tag for a, b in zip(path, others, strict=False)):
        return 5
    if up == 1 and down == 1:
        return 5 if here.tag == other.tag and not here.names and not other.names else 6
    return 7 if max(up, down) == 2 else 8


def _rows(  # noqa: C901, PLR0912, PLR0915 - one list of features, read from top to bottom
    layout: Layout, blocks: list[Block], mine: list[_Home], anchors: list[int]
) -> list[list[int]]:
    elements = layout.elements
    first, last = anchors[0], anchors[-1]
    distance = _distances(len(blocks), anchors)
    looks = [_look(block, elements[block.element].tag) for block in blocks]
    looks.append(0)
    rows: list[list[int]] = []
    seen: set[str] = set()
    under = 0
    since = 9
    for i, block in enumerate(blocks):
        text, bits, home = block.text, block.bits, mine[i]
        length = len(text)
        tag_name = elements[block.element].tag
        tag = _GROUP.get(tag_name, 0)
        size = _size(length)
        links = _linked(block.link_chars, length)
        where = 0 if i < first else 1 if i <= last else 2 if i - last < 4 else 3
        rel = home.relation
        ends = ends_sentence(text)
        strong = block.strong_chars > 0.9 * length
        if 2 <= tag <= 5 or (strong and length < 60):
            under = 1 if is_side_heading(text) else 2
        previous, following = looks[i - 1], looks[i + 1]
        if previous >= 6 or previous == 2:
            previous += mine[i - 1] is not home
        if following >= 6 or following == 2:
            following += mine[i + 1] is not home
        far = distance[i]
        row = [
            _BIAS,
            _PLACE + (where * 5 + size) * 5 + links,
            _TAG + (tag * 4 + where) * 9 + rel,
            _REL + (rel * 4 + home.share) * 5 + size,
            _DENSITY + (home.density * 5 + links) * 5 + size,
            _ENDS + (ends * 5 + size) * 11 + tag,
            _AROUND + (previous * 8 + following) * 5 + size,
            _BETWEEN + ((previous * 8 + following) * 4 + where) * 11 + tag,
            _OWN + (rel * 4 + where) * 2 + ends,
            _IMAGE + ((elements[block.element].images > 0) * 5 + size) * 2 + ends,
            _FAR + (far * 5 + size) * 5 + links,
            _REACH + (far * 11 + tag) * 9 + rel,
            _UNDER + (under * 4 + where) * 5 + size,
            _MANY + (min(home.paragraphs, 4) * 4 + where) * 9 + rel,
        ]
        if bits:
            if bits & hints.ANY_KIND:
                row += [_HINT + (kind * 2 + block.prose) * 9 + rel for bit, kind in _HINT_BITS if bits & bit]
                row.append(_HINTED + (where * 5 + links) * 5 + size)
            if bits & _ANY_MARK:
                row += [_MARK + (mark * 11 + tag) * 2 + block.prose for bit, mark in _MARK_BITS if bits & bit]
        if is_pitch(text):
            row.append(_PITCHED + (where * 5 + size) * 9 + rel)
        if since <= 2:  # a linked headline stands right above, or above a label or date
            row.append(_ANNOUNCED + (((since > 1) * 4 + where) * 2 + block.prose) * 9 + rel)
        since = 1 if 20 <= length <= 160 and links >= 3 else since + 1
        if home.teaser:
            row.append(_TEASER + (((home.teaser - 1) * 4 + where) * 2 + block.prose) * 9 + rel)
        if strong:
            row.append(_STRONG + where * 5 + size)
        if text in seen:
            row.append(_AGAIN + size)
        seen.add(text)
        if length < 250 and is_caption(text):
            row.append(_CAPTION + where * 11 + tag)
        if "©" in text:
            row.append(_COPYRIGHT + where)
        if block.after_br and not tag:
            row.append(_BR + size)
        rows.append(row)
    return rows


def _look(block: Block, tag: str) -> int:
    """What a neighbour sees, as an index of ``NEAR``; one more where it stands in another home."""
    if block.bits & hints.ANY_KIND:
        return 1
    if block.prose:
        return 2
    if block.link_chars * 2 > len(block.text):
        return 4
    return 5 if tag in HEADINGS else 6


def _distances(count: int, anchors: list[int]) -> list[int]:
    """How many blocks away the nearest paragraph of the story is, either way, as an index of ``FAR``."""
    away = [5] * count
    before = -999
    following = iter([*anchors, count + 999])
    after = next(following)
    for i in range(count):
        if i == after:
            before, after = i, next(following)
            away[i] = 0
            continue
        steps = min(i - before, after - i)
        away[i] = _STEPS[steps] if steps < 13 else 5
    return away
