"""The author's card at the end of a story, which no name tells: a picture, the name, some words about the person."""

from __future__ import annotations

from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide.decisions import BlockDecision, is_story_indonesian
from kliping.scrape.lines.labelled_names import read_full_name
from kliping.scrape.lines.plain import fold_words

AUTHOR_BOX_RULE = "author_card"
MOST_BLOCKS_OF_CARD, MOST_CHARS_OF_CARD = 4, 500


def drop_author_card(layout: Layout, decisions: list[BlockDecision]) -> None:
    """Drop the last element of the story where it shows a person whom a line above the story names, and a picture."""
    kept = [at for at, decision in enumerate(decisions) if decision.kind is None]
    if not kept:
        return
    last = decisions[kept[-1]].block
    for at in layout.ancestors(layout.elements[layout.blocks[last].element].home):
        element = layout.elements[at]
        blocks = layout.blocks[element.first : element.last]
        if len(blocks) > MOST_BLOCKS_OF_CARD or sum(len(block.text) for block in blocks) > MOST_CHARS_OF_CARD:
            return
        name = read_full_name(blocks[0].text)
        if name is None or element.node.css_first("img,amp-img,svg") is None:
            continue
        if _is_named_above(layout, name, decisions[kept[0]].block) and is_story_indonesian(layout, decisions):
            for index in kept:
                if element.first <= decisions[index].block < element.last:
                    decisions[index] = decisions[index]._replace(kind="credit", rule=AUTHOR_BOX_RULE)
            return


def _is_named_above(layout: Layout, name: str, first: int) -> bool:
    """Return whether a short line before block ``first``, or that block, names the person."""
    words = " ".join(fold_words(name))
    return any(words in " ".join(fold_words(block.text)) for block in layout.blocks[: first + 1] if not block.prose)
