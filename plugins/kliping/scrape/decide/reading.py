"""From bytes to decisions: parse, facts, blocks, and which of them are the story."""

from __future__ import annotations

import datetime as dt

from kliping.model import Source
from kliping.scrape.blocks.scope import walk_story
from kliping.scrape.decide.page import ParsedPage, decide_page
from kliping.scrape.decide.rules_in_force import choose_rules
from kliping.scrape.decide.stated import MOST_SHOWN_PROSE, read_state
from kliping.scrape.decide.whole_story import holds_whole_story
from kliping.scrape.facts.page_facts import read_page_facts
from kliping.scrape.parse.document import parse_html


def parse_page(html: bytes, *, source: Source, day: dt.date | None, media: str | None, url: str = "") -> ParsedPage:
    """Parse the page, walk what holds its story, decide. ``day`` picks the outlet's rules of that time.

    A page that shows little is read from its state, where that holds more of the article at ``url``.
    """
    parsed = parse_html(html, media)
    facts = read_page_facts(parsed.declared, url)
    rules = choose_rules(source, facts, day)
    for layout in walk_story(parsed, facts):
        page = decide_page(parsed, facts, layout, rules)
        if holds_whole_story(page):
            break
    if url and page.prose < MOST_SHOWN_PROSE:
        return read_state(page, url) or page
    return page
