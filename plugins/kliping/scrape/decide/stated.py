"""An article whose text is only in the page's state, or goes on there: read as the page that a script would draw."""

from __future__ import annotations

from dataclasses import replace

from kliping.scrape.blocks.walk import walk_blocks
from kliping.scrape.decide.completion import is_closed
from kliping.scrape.decide.page import ParsedPage, decide_page
from kliping.scrape.lines.plain import fold_words
from kliping.scrape.state.own_article import find_stated_article

MOST_SHOWN_PROSE = 1_500
"""Characters of prose from which on a page shows its story, so that its state is not read."""
MIN_GAIN = 1.25
"""How much more the state must hold than the page shows, where the page shows a part of it."""
MIN_OWN_PROSE = 350
"""Characters of shown prose that are a story of their own: a state without them is another article's."""
STATE_NOTE, CLOSED_NOTE, DISAGREES_NOTE = "read_from_state", "state_closed", "state_disagrees"


def read_state(page: ParsedPage, url: str) -> ParsedPage | None:
    """Return the page as its state tells it; None where that tells no more than is shown, or something else.

    Of a page that is for subscribers only the state's fields are taken, never its text.
    """
    blocks = page.layout.blocks
    shown = [blocks[n].text for n in page.story if blocks[n].prose]
    stated = find_stated_article(page.document, page.facts, url, shown)
    if stated is None or stated.prose < MIN_GAIN * page.prose:
        return None
    if stated.facts.free is False or is_closed(page):
        facts = stated.facts
        facts.free = False
        return replace(page, facts=facts, title=page.title or stated.facts.claims[0], notes=(*page.notes, CLOSED_NOTE))
    drawn = decide_page(stated.document, stated.facts, walk_blocks(stated.document.tree.body), None)
    if page.prose >= MIN_OWN_PROSE and not _holds_shown(drawn, shown):
        return replace(page, notes=(*page.notes, DISAGREES_NOTE))
    if drawn.prose < MIN_GAIN * page.prose:
        return None
    method = "state:title" if drawn.facts is not page.facts else drawn.title_method
    return replace(
        drawn,
        title_method=method,
        body_method=f"state:{stated.name}",
        notes=(*page.notes, *drawn.notes, STATE_NOTE),
    )


def _holds_shown(page: ParsedPage, shown: list[str]) -> bool:
    """Return whether the drawn page holds most of the shown paragraphs."""
    text = " ".join(" ".join(fold_words(block.text)) for block in page.layout.blocks)
    held = sum(len(line) for line in shown if " ".join(fold_words(line)[:8]) in text)
    return held * 2 > sum(map(len, shown))
