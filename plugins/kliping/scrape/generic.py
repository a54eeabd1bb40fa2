"""The story on a page that has no rules: which element holds it, and which of its blocks are it.

Every block gets one score from what can be seen of it: its length, how much of it is link, what the names of the
elements around it say, how it ends. The container is the element whose blocks sum highest; inside, a block is kept
or dropped by its own score and its neighbours'.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from kliping.model import RemovedKind
from kliping.scrape import features, hints, looks
from kliping.scrape.blocks import HEADINGS, Block, Element, Layout
from kliping.scrape.bylines import is_date, labelled
from kliping.scrape.features import Look
from kliping.scrape.plain import fold_words as words
from kliping.scrape.plain import title_text
from kliping.scrape.wording import ends_sentence, is_announcement, is_caption, without_announcement

WEIGHTS = Path(__file__).parent / "data" / "weights.json"
"""Learned by training/scrape_blocks.py: feature names and what they count for."""

_UNLIKELY = (
    hints.BIT["related"] | hints.BIT["ad"] | hints.BIT["nav"] | hints.BIT["share"] | hints.BIT["follow"]
    | hints.BIT["tags"] | hints.BIT["other"] | hints.HIDDEN
)  # fmt: skip
_BELIED = (
    hints.BIT["related"] | hints.BIT["ad"] | hints.BIT["nav"] | hints.BIT["media"] | hints.BIT["tags"] | hints.HIDDEN
)
_BELIED_AT_LENGTH = _BELIED | hints.BIT["credit"] | hints.BIT["share"] | hints.BIT["follow"]
_CUT = hints.ANY_KIND | hints.HIDDEN


PROSE, LONG = 60, 140
"""Fewest characters of a block that reads like sentences: of one that ends as they do, and of any."""


class Decision(NamedTuple):
    """What became of one block of the container: ``kind`` None is kept. ``rule`` names why, ``score`` how surely."""

    block: int
    score: float
    kind: RemovedKind | None
    rule: str


def inherit(layout: Layout) -> None:  # noqa: C901 - two passes over the elements
    """Give every block the bits of the elements around it, but not those that the text inside belies.

    A ``has-sidebar`` on the wrapper of the whole page must not drop the page, nor ``rich-text-editor`` on each of its
    paragraphs: what holds most of a page's prose, alone or together with the others of its name, is no side matter.
    """
    prose, links, total = [0], [0], [0]
    sentences = linked = chars = 0
    for block in layout.blocks:
        length = len(block.text)
        chars += length
        linked += block.link_chars
        if length >= PROSE and block.link_chars * 3 < length and (length >= LONG or ends_sentence(block.text)):
            block.prose = True
            sentences += length
        prose.append(sentences)
        links.append(linked)
        total.append(chars)
    half = max(prose[-1] * 0.4, 1)
    named: dict[str, int] = {}
    for element in layout.elements:
        if element.bits & _CUT and (inside := prose[element.last] - prose[element.first]):
            named[element.names] = named.get(element.names, 0) + inside
    bits: list[int] = []
    for element in layout.elements:
        own = element.bits
        if own & _CUT:
            first, last = element.first, element.last
            inside = prose[last] - prose[first]
            if inside >= 2 * half:
                own &= ~_CUT
            elif inside >= half or (element.names and named.get(element.names, 0) >= half):
                own &= ~_CUT | hints.BIT["other"]  # comments can be longer than the story
            elif inside >= 150 and links[last] - links[first] < 0.15 * (total[last] - total[first]):
                own &= ~(_BELIED if inside < 800 else _BELIED_AT_LENGTH)
        around = bits[element.parent] & ~hints.BODY if element.parent >= 0 else 0
        if own & (hints.TABLE_CELL | hints.QUOTE):
            around &= ~hints.FIGURE
        bits.append(own | around)
    for block in layout.blocks:
        block.bits = bits[block.element]


def weigh(layout: Layout, block: Block) -> float:
    """How much the block speaks for (above 0) or against (below 0) the element that holds it being the story."""
    length = len(block.text)
    dense = block.link_chars / length
    if block.bits & (hints.RULE | hints.BOX):
        return -10.0
    if block.bits & _UNLIKELY:
        return -10.0 - 0.1 * length * (dense > 0.5)
    if dense > 0.5:
        return -12.0 - 0.1 * length
    if block.bits & (hints.BIT["caption"] | hints.BIT["credit"] | hints.FIGURE):
        return -2.0
    if block.prose:
        return float(min(length, 800)) * (1.0 - dense)
    if layout.elements[block.element].tag in HEADINGS:
        return 4.0
    return 0.1 * length if ends_sentence(block.text) else -3.0


def container(layout: Layout, weights: list[float]) -> int:
    """Index of the element that holds the story, the innermost of equals; -1 where the page has no prose.

    Never a paragraph or a list by itself, but the element that structures the page around it.
    """
    total = [0.0, *accumulate(weights)]
    best, best_score = -1, 0.0
    for at, element in enumerate(layout.elements):
        score = total[element.last] - total[element.first]
        if element.bits & hints.BODY:
            score += 20.0
        if score > best_score or (best >= 0 and score == best_score and element.parent == best):
            best, best_score = at, score
    return layout.elements[best].home if best >= 0 else -1


def decide(layout: Layout, at: int, title: str | None, inside: Collection[int] | None = None) -> list[Decision]:
    """One decision for every block of the container ``at``; ``inside``: the blocks that an outlet's rule points at."""
    element = layout.elements[at]
    numbers = range(element.first, element.last)
    folded, length = words(title or ""), len(title or "")
    out: list[Decision] = []
    first = next((n for n in numbers if layout.blocks[n].prose), element.last)
    scores = [score_of(look) for look in looks.of_container(layout, numbers)]
    _together(layout, numbers, scores)
    for n, score in zip(numbers, scores, strict=True):
        block = layout.blocks[n]
        kind: RemovedKind | None = None
        if inside is not None and n not in inside:
            kind, rule = "other", "rule:outside"
        elif block.bits & hints.RULE:
            kind, rule = hints.kind_of(block.bits), "rule:drop"
        elif block.bits & hints.BOX:
            kind, rule = layout.boxed[n]
        elif folded and -20 < len(block.text) - length < 20 and words(title_text(block.text)) == folded:
            kind, rule = "title", "title"
        elif n < first and len(block.text) < 90 and not block.prose and any(labelled(block.text)):
            kind, rule = "credit", "byline"
        elif n < first and not block.prose and is_date(block.text):
            kind, rule = "credit", "date"
        elif score > 0:
            rule = "score"
        else:
            kind, rule = _kind(layout, n), "score"
        out.append(Decision(n, score, kind, rule))
    _announced(layout, out)
    if all(decision.kind is not None for decision in out):
        return [_unless_prose(layout.blocks[decision.block], decision) for decision in out]
    return out


def _together(layout: Layout, numbers: range, scores: list[float]) -> None:
    """Teasers stand or fall together: the last of a list looks like the end of a story, but for its siblings.

    Paragraphs that stand each alone in a box of one make (same tags, same names) share their mean where it is below 0.
    """
    groups: dict[tuple[str, str, str], list[int]] = {}
    for i, n in enumerate(numbers):
        block = layout.blocks[n]
        if block.prose:
            element = layout.elements[block.element]
            home = layout.elements[element.home]
            groups.setdefault((home.tag, home.names, element.tag), []).append(i)
    for members in groups.values():
        homes = {layout.elements[layout.blocks[numbers[i]].element].home for i in members}
        if len(members) >= 3 and len(homes) == len(members):
            mean = sum(scores[i] for i in members) / len(members)
            if mean < 0:
                for i in members:
                    scores[i] = min(scores[i], mean)


def _announced(layout: Layout, decisions: list[Decision]) -> None:
    """Links in a box that "Baca juga:" heads are headlines of other articles, whatever they look like."""
    boxes: dict[int, bool] = {}  # elements that hold a label and no prose: a story's own element is none
    box: Element | None = None
    for at, decision in enumerate(decisions):
        block = layout.blocks[decision.block]
        if is_announcement(block.text):
            home = layout.elements[block.element].home
            element = layout.elements[home]
            if home not in boxes:
                boxes[home] = not any(other.prose for other in layout.blocks[element.first : element.last])
            box = element if boxes[home] else None
        linked = block.link_chars * 5 >= len(block.text) * 4
        if box is not None and decision.block < box.last and decision.kind is None and linked:
            decisions[at] = decision._replace(kind="related", rule="announced")


def _unless_prose(block: Block, decision: Decision) -> Decision:
    """Where the model keeps nothing at all, what reads like a story is kept."""
    if decision.rule == "score" and block.prose and not block.bits & _CUT:
        return Decision(decision.block, decision.score, None, "prose")
    return decision


def _kind(layout: Layout, n: int) -> RemovedKind:
    """What a dropped block is, by the names around it and by its look."""
    block = layout.blocks[n]
    if block.bits & hints.ANY_KIND:
        return hints.kind_of(block.bits)
    if block.bits & hints.FIGURE or (len(block.text) < 250 and is_caption(block.text)):
        return "caption"
    if block.links and without_announcement(block.text) != block.text:
        return "related"
    return "related" if block.link_chars * 5 >= len(block.text) * 4 else "other"


@lru_cache(maxsize=65_536)
def score_of(look: Look | None) -> float:
    """The sum of the weights of what is seen."""
    return sum(map(learned(), features.numbers(look)))


@cache
def learned() -> Callable[[int], float]:
    """The weight of a feature's number; a name that the features no longer know counts for nothing."""
    flat = [0.0] * len(features.NUMBERS)
    for name, weight in json.loads(WEIGHTS.read_text("utf-8")).items():
        if name in features.NUMBERS:
            flat[features.NUMBERS[name]] = weight
    return flat.__getitem__
