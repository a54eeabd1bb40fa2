"""The linear model of blocks: what was seen of a block (``BlockFeatures``) as features, and their weights.

Features are crosses of coarse scales, so that a sum of weights can say what a tree would: "a short line after the last
paragraph, in another element". A number stands for a name that tells what it means, ``place:after/short/link``
(``name_feature``, ``FEATURE_NUMBERS``). Most of a page's blocks have the same
features as one before them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from kliping.scrape.blocks import hints

BLOCK_WEIGHTS_FILE = Path(__file__).parents[1] / "data" / "weights.json"
"""Learned by training/scrape_blocks.py: feature names and what they count for."""
WHERE_SCALE = ("before", "within", "behind", "after")
SIZE_SCALE = ("tiny", "short", "line", "medium", "long")
LINKS_SCALE = ("plain", "touched", "mixed", "linked", "link")
TAG_SCALE = ("div", "p", "h1", "h2", "h3", "h4", "li", "tr", "quote", "pre", "caption")
RELATION_SCALE = ("main", "within", "deep", "above", "alike", "twin", "beside", "near", "apart")
SHARE_SCALE = ("none", "little", "some", "most")
ENDS_SCALE = ("open", "ends")
NEIGHBOUR_SCALE = ("edge", "hinted", "nearprose", "farprose", "links", "heading", "near", "far")
DISTANCE_SCALE = ("0", "1", "2", "5", "12", "on")
UNDER_SCALE = ("none", "side", "plain")
MANY_SCALE = ("0", "1", "2", "3", "4")
PROSE_SCALE = ("line", "prose")
IMAGE_SCALE = ("without", "with")
TEASER_SCALE = ("one", "many")
ANNOUNCED_SCALE = ("above", "near")
MARK_BITS = {
    "figure": hints.FIGURE_BIT, "quote": hints.QUOTE_BIT, "list": hints.LIST_BIT, "table": hints.TABLE_BIT,
    "header": hints.HEADER_BIT, "aside": hints.ASIDE_BIT, "form": hints.FORM_BIT, "hidden": hints.HIDDEN_BIT,
    "body": hints.BODY_BIT,
}  # fmt: skip
_CROSSES: dict[str, tuple[Sequence[str], ...]] = {
    "bias": (),
    "place": (WHERE_SCALE, SIZE_SCALE, LINKS_SCALE),
    "tag": (TAG_SCALE, WHERE_SCALE, RELATION_SCALE),
    "rel": (RELATION_SCALE, SHARE_SCALE, SIZE_SCALE),
    "density": (LINKS_SCALE, LINKS_SCALE, SIZE_SCALE),
    "ends": (ENDS_SCALE, SIZE_SCALE, TAG_SCALE),
    "around": (NEIGHBOUR_SCALE, NEIGHBOUR_SCALE, SIZE_SCALE),
    "between": (NEIGHBOUR_SCALE, NEIGHBOUR_SCALE, WHERE_SCALE, TAG_SCALE),
    "own": (RELATION_SCALE, WHERE_SCALE, ENDS_SCALE),
    "image": (IMAGE_SCALE, SIZE_SCALE, ENDS_SCALE),
    "far": (DISTANCE_SCALE, SIZE_SCALE, LINKS_SCALE),
    "reach": (DISTANCE_SCALE, TAG_SCALE, RELATION_SCALE),
    "under": (UNDER_SCALE, WHERE_SCALE, SIZE_SCALE),
    "many": (MANY_SCALE, WHERE_SCALE, RELATION_SCALE),
    "hint": (hints.HINT_KINDS, PROSE_SCALE, RELATION_SCALE),
    "hinted": (WHERE_SCALE, LINKS_SCALE, SIZE_SCALE),
    "mark": (tuple(MARK_BITS), TAG_SCALE, PROSE_SCALE),
    "pitch": (WHERE_SCALE, SIZE_SCALE, RELATION_SCALE),
    "strong": (WHERE_SCALE, SIZE_SCALE),
    "again": (SIZE_SCALE,),
    "caption": (WHERE_SCALE, TAG_SCALE),
    "copyright": (WHERE_SCALE,),
    "br": (SIZE_SCALE,),
    "teaser": (TEASER_SCALE, WHERE_SCALE, PROSE_SCALE, RELATION_SCALE),
    "announced": (ANNOUNCED_SCALE, WHERE_SCALE, PROSE_SCALE, RELATION_SCALE),
}
FEATURE_NUMBERS: dict[str, int] = {}
"""Every feature's number by its name."""
_BASE: dict[str, int] = {}
for _cross, _scales in _CROSSES.items():
    _BASE[_cross] = len(FEATURE_NUMBERS)
    for _values in product(*_scales):
        FEATURE_NUMBERS[f"{_cross}:{'/'.join(_values)}" if _values else _cross] = len(FEATURE_NUMBERS)
name_feature = list(FEATURE_NUMBERS).__getitem__
"""The name of a feature's number."""

(_BIAS, _PLACE, _TAG, _REL, _DENSITY, _ENDS, _AROUND, _BETWEEN, _OWN, _IMAGE, _FAR, _REACH, _UNDER, _MANY, _HINT,
 _HINTED, _MARK, _PITCHED, _STRONG, _AGAIN, _CAPTION, _COPYRIGHT, _BR, _TEASER,
 _ANNOUNCED) = _BASE.values()  # fmt: skip
_HINT_BITS = tuple((bit, n) for n, bit in enumerate(hints.KIND_BITS.values()))
_MARK_BITS = tuple((bit, n) for n, bit in enumerate(MARK_BITS.values()))
_ANY_MARK = sum(MARK_BITS.values())


class BlockFeatures(NamedTuple):
    """What is seen of a block in its container: indices of the scales above, flags as 0 and 1, bits of ``hints``."""

    where: int
    size: int
    links: int
    tag: int
    relation: int
    share: int
    density: int
    """How much of the block's home is link."""
    ends: int
    before: int
    """What the neighbour above looks like, and the one below."""
    behind: int
    image: int
    far: int
    under: int
    many: int
    prose: int
    bits: int
    pitch: int
    since: int
    """How many blocks ago a linked headline stood."""
    teaser: int
    strong: int
    again: int
    caption: int
    copyright: int
    br: int


@lru_cache(maxsize=65_536)
def number_features(seen: BlockFeatures | None) -> tuple[int, ...]:  # noqa: C901 - one list of features, read from top to bottom
    """Return the numbers of the features that a block has; none for None."""
    if seen is None:
        return (_BIAS,)
    (where, size, links, tag, rel, share, density, ends, before, behind, image, far, under, many, prose, bits, pitch,
     since, teaser, strong, again, caption, copyright_, br) = seen  # fmt: skip
    row = [
        _BIAS,
        _PLACE + (where * 5 + size) * 5 + links,
        _TAG + (tag * 4 + where) * 9 + rel,
        _REL + (rel * 4 + share) * 5 + size,
        _DENSITY + (density * 5 + links) * 5 + size,
        _ENDS + (ends * 5 + size) * 11 + tag,
        _AROUND + (before * 8 + behind) * 5 + size,
        _BETWEEN + ((before * 8 + behind) * 4 + where) * 11 + tag,
        _OWN + (rel * 4 + where) * 2 + ends,
        _IMAGE + (image * 5 + size) * 2 + ends,
        _FAR + (far * 5 + size) * 5 + links,
        _REACH + (far * 11 + tag) * 9 + rel,
        _UNDER + (under * 4 + where) * 5 + size,
        _MANY + (many * 4 + where) * 9 + rel,
    ]
    if bits & hints.ANY_KIND_BITS:
        row += [_HINT + (kind * 2 + prose) * 9 + rel for bit, kind in _HINT_BITS if bits & bit]
        row.append(_HINTED + (where * 5 + links) * 5 + size)
    if bits & _ANY_MARK:
        row += [_MARK + (mark * 11 + tag) * 2 + prose for bit, mark in _MARK_BITS if bits & bit]
    if pitch:
        row.append(_PITCHED + (where * 5 + size) * 9 + rel)
    if since <= 2:  # a linked headline stands right above, or above a label or date
        row.append(_ANNOUNCED + (((since > 1) * 4 + where) * 2 + prose) * 9 + rel)
    if teaser:
        row.append(_TEASER + (((teaser - 1) * 4 + where) * 2 + prose) * 9 + rel)
    if strong:
        row.append(_STRONG + where * 5 + size)
    if again:
        row.append(_AGAIN + size)
    if caption:
        row.append(_CAPTION + where * 11 + tag)
    if copyright_:
        row.append(_COPYRIGHT + where)
    if br:
        row.append(_BR + size)
    return tuple(row)


@lru_cache(maxsize=65_536)
def score_features(seen: BlockFeatures | None) -> float:
    """Return the sum of the weights of a block's features."""
    return sum(map(load_block_weights(), number_features(seen)))


@cache
def load_block_weights() -> Callable[[int], float]:
    """Return what gives a feature's weight by its number; a name that is no longer a feature's counts for nothing."""
    flat = [0.0] * len(FEATURE_NUMBERS)
    for name, weight in json.loads(BLOCK_WEIGHTS_FILE.read_text("utf-8")).items():
        if name in FEATURE_NUMBERS:
            flat[FEATURE_NUMBERS[name]] = weight
    return flat.__getitem__
