"""Which spans of a text are not the story: every rule, model and learned block, brought together."""

from __future__ import annotations

import re

from kliping.clean.folded_text import FoldedText
from kliping.clean.headlines import headline_ends
from kliping.clean.rules import (
    bare_headlines,
    captions,
    doubled_lines,
    embedded_headlines,
    header_footer,
    own_calls,
    own_title,
)
from kliping.clean.rules.extents import LEAST_LISTED_CHANCE, extend_match
from kliping.clean.rules.findings import AddBoilerplate, Findings
from kliping.clean.rules.table import RuleSet, shipped_rules

HINT_REACH = 180
"""A match begins at most this many characters before the hint of its rule, and ends well within twice as many after."""
LONGEST_RULE_LINE = 220
"""Longest line that a rule may take whole, in characters."""
SHORTEST_UNMARKED_HEADLINE = 40
"""Least length in characters of a headline below "Baca juga" without a colon."""
LISTING_HEADING = re.compile(
    r"juga|terkait|lainnya|terpopuler|populer|rekomendasi|pilihan|related|trending|also like|terkini"
)


def find_boilerplate(
    reading: FoldedText,
    *,
    title: str | None = None,
    rules: RuleSet | None = None,
    add_learned: AddBoilerplate | None = None,
) -> Findings:
    """Return every span of ``reading`` that is taken for something other than the story, sorted, without overlaps.

    ``add_learned``: adds the outlet's learned blocks.
    """
    rules = rules or shipped_rules()
    found = Findings(rules=rules.worth_trying(reading.plain))
    _apply_inline_rules(reading, found)
    _apply_line_rules(reading, rules, found)
    captions.find_captions(reading, found)
    doubled_lines.find_doubled_lines(reading, found)
    header_footer.find_header(reading, rules.head, found, title)
    header_footer.find_footer(reading, rules.tail, found)
    own_title.find_own_title(reading, found, title)
    known = len(found.spans)
    if add_learned:
        add_learned(reading, found)
        if len(found.spans) > known:
            header_footer.find_header(reading, rules.head, found, title)
    embedded_headlines.find_embedded_headlines(reading, found, title)
    if len(found.spans) > known:
        found.resolve_spans()
        header_footer.find_footer(reading, rules.tail, found)
    return found


def needs_second_pass(reading: FoldedText, found: Findings, *, title: str | None, parted: bool) -> bool:
    """Return whether a second pass over ``reading``, from which ``found`` was removed, may find more.

    It may if the title stands at the head, if a rule matches again, if a headline that nothing announces stands out,
    or if the head, where no dateline was found yet, or the end holds boilerplate. ``parted``: a removal or the repair
    of paragraphs has made new lines, and one of them may be boilerplate.
    """
    if title and reading.text.startswith(title.strip()):
        return True
    look = Findings(dateline=found.dateline, rules=found.rules)
    _apply_inline_rules(reading, look)
    if parted:
        _apply_line_rules(reading, shipped_rules(), look)
    if found.dateline is None:
        header_footer.find_header(reading, shipped_rules().head, look, title)
    header_footer.find_footer(reading, shipped_rules().tail, look)
    if found.has_bare_headlines and not look.spans:
        embedded_headlines.find_embedded_headlines(reading, look, title)
    return bool(look.spans) or own_title.has_own_title(reading)


def _apply_inline_rules(reading: FoldedText, found: Findings) -> None:
    """Apply the rules whose pattern may stand inside a line."""
    folded, plain = reading.folded, reading.plain
    budget = 64 + len(folded) // 256  # matches tried; it grows with the length, so the work stays linear
    for rule, hints in found.rules:
        at = 0
        ahead = [(plain.find(hint), hint) for hint in hints]
        while budget and (hinted := _next_hint(plain, ahead, at)):
            budget -= 1
            place, hint = hinted
            match = rule.pattern.search(folded, max(at, place - HINT_REACH), place + len(hint) + 2 * HINT_REACH)
            if match is None:
                at = place + len(hint)
                continue
            start = match.start()
            at = max(match.end(), start + 1)
            if rule.place != "inline" and not _may_begin_at(reading, start, capital=rule.place == "capital"):
                continue
            end = extend_match(reading, rule, start, match.end(), found)
            if end and end > start:
                found.add(reading.bullet(start), reading.trim(start, end), rule.kind, rule.name)
                at = max(at, end)


def _next_hint(plain: str, ahead: list[tuple[int, str]], at: int) -> tuple[int, str] | None:
    """Return the first hint at or after ``at``; ``ahead`` keeps where each was last found, so it is sought once."""
    for index, (place, hint) in enumerate(ahead):
        if 0 <= place < at:
            ahead[index] = plain.find(hint, at), hint
    return min((hinted for hinted in ahead if hinted[0] >= 0), default=None)


def _may_begin_at(reading: FoldedText, at: int, *, capital: bool) -> bool:
    """Return whether a sentence or line begins at ``at``, or at least (``capital``) a word with a capital."""
    return reading.block_start(at) or (capital and reading.text[at].isupper() and reading.text[at - 1].isspace())


def _is_listed(reading: FoldedText, start: int, end: int, heading: str) -> bool:
    """Return whether the line is a headline below this heading.

    Below "Baca juga" the story may go on, because the link itself may be lost; so more is asked of a headline there.
    """
    if not headline_ends.is_title_case(reading, start, end, least=4):
        return False
    if heading != "juga":
        return True
    return (
        end - start >= SHORTEST_UNMARKED_HEADLINE
        and not reading.text[start].isdigit()
        and bare_headlines.headline_chance(reading, start, end) >= LEAST_LISTED_CHANCE
    )


def _apply_line_rules(reading: FoldedText, rules: RuleSet, found: Findings) -> None:
    """Apply the rules for whole lines, and take the headlines listed below a heading such as "Berita terkait"."""
    match_line = rules.any_line.fullmatch
    listing: re.Match[str] | None = None  # the heading of a list of links, while the list goes on
    for start, end in reading.first_lines:
        if end - start > LONGEST_RULE_LINE:
            listing = None
            continue
        match = match_line(reading.folded, start, end)
        rule = rules.lines[match.lastindex - 1] if match and match.lastindex else None
        if rule and rule.extent == "own-call" and not own_calls.is_own_call(reading.text, start, end):
            rule = None
        if rule:
            found.add(start, end, rule.kind, rule.name)
            listing = LISTING_HEADING.search(reading.folded, start, end) if rule.kind == "related" else None
        elif listing and _is_listed(reading, start, end, listing.group()):
            found.add(start, end, "related", "related-listed")
            found.headlines.append((start, end))
        else:
            listing = None
