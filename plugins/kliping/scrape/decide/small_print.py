"""The line below a picture that no element calls a caption: its print alone is smaller, slanted or paler."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from kliping.scrape.blocks import hints
from kliping.scrape.blocks.layout import PICTURE_TAGS, Layout
from kliping.scrape.decide.decisions import BlockDecision, is_story_indonesian

_SMALL_ELEMENTS = 'small,em,i,font[size="1"]'
_SMALL_NAMES = frozenset("muted small italic secondary xs fst ket keterangan gray grey abu".split())  # noqa: SIM905
"""Words of classes that make print smaller, slanted or paler: Bootstrap's, Tailwind's and a programmer's own."""
_UNSEEN = frozenset({"script", "style", "noscript", "template", "-comment", "br"})
_SLANTED = "em,i"
_GOES_ON = re.compile(r"[a-z]{3}[.!?] [A-Z][^.(]*\.$")
_QUOTED = "\"“”'‘"
LEAST_UPRIGHT = 3
"""Paragraphs in upright print that a story with a slanted caption has."""
LONGEST_SLANTED = 250
MAX_STEPS = 60
"""Nodes before a line that are looked at for a picture."""


def drop_small_print(layout: Layout, decisions: list[BlockDecision]) -> None:
    """Drop the line below the picture above a story, where it would be the story's first and only its print tells."""
    kept = [at for at, decision in enumerate(decisions) if decision.kind is None]
    for at in kept:
        decision = decisions[at]
        if decision.rule != "score":
            continue
        others = [decisions[other].block for other in kept if other > at]
        told = [other for other in others if layout.blocks[other].prose]
        if told and _is_small_print(layout, decision.block, told):
            decisions[at] = decision._replace(kind="caption", rule="small_print")
            return
        if layout.blocks[decision.block].prose:
            return


def drop_slanted_captions(layout: Layout, decisions: list[BlockDecision]) -> None:
    """Drop each slanted line right after a picture in the story; not a quotation, and not one of several such lines."""
    kept = [at for at, decision in enumerate(decisions) if decision.kind is None]
    slanted = [at for at in kept if _is_slanted(layout, decisions[at].block)]
    upright = sum(layout.blocks[decisions[at].block].prose for at in kept if at not in slanted)
    if upright < LEAST_UPRIGHT:
        return
    for at in slanted:
        following = next((other for other in kept if other > at), -1)
        element = layout.elements[layout.blocks[decisions[at].block].element]
        if following not in slanted and _stands_after_picture(element.node) and is_story_indonesian(layout, decisions):
            decisions[at] = decisions[at]._replace(kind="caption", rule="slanted")


def _is_slanted(layout: Layout, n: int) -> bool:
    """Return whether all of a short line is slanted, and its element holds no other; two sentences are a paragraph."""
    block = layout.blocks[n]
    element = layout.elements[block.element]
    text = block.text
    if len(text) > LONGEST_SLANTED or text[0] in _QUOTED or _GOES_ON.search(text) or element.last - element.first > 1:
        return False
    return any(" ".join(child.text().split()) == text for child in element.node.css(_SLANTED))


def _is_small_print(layout: Layout, n: int, others: Sequence[int]) -> bool:
    """Return whether a line is in small print right after a picture; ``others``, the story, are in other print."""
    element = layout.elements[layout.blocks[n].element]
    text = layout.blocks[n].text
    for child in element.node.css(_SMALL_ELEMENTS):
        if " ".join(child.text().split()) == text:
            return _stands_after_picture(child)
    named = hints.find_hint_bits(element.names) & hints.KIND_BITS["caption"]
    if not named and _SMALL_NAMES.isdisjoint(hints.split_words(element.names)):
        return False
    alike = sum(layout.elements[layout.blocks[other].element].names == element.names for other in others)
    return 2 * alike < len(others) and _stands_after_picture(element.node)


def _stands_after_picture(node: LexborNode) -> bool:
    """Return whether the first thing before a node that a reader sees is a picture."""
    here: LexborNode | None = node
    for _ in range(MAX_STEPS):
        if here is None or here.tag == "body":
            return False
        before = here.prev
        if before is None:
            here = here.parent
            continue
        while before.tag not in _UNSEEN and before.last_child is not None:
            before = before.last_child
        if before.tag in PICTURE_TAGS:
            return True
        if before.tag == "-text" and (before.text_content or "").strip():
            return False
        here = before
    return False
