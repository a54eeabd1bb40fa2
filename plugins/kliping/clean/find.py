"""Which spans of a text are not the story: every rule, model and learned block, brought together."""

from __future__ import annotations

import re
from collections.abc import Callable

from kliping.clean import captions, edges, headline, inserted, people
from kliping.clean.findings import Findings
from kliping.clean.rules import Rule, RuleSet, table
from kliping.clean.text import Reading

REACH = 180
"""A match begins at most this many characters before the hint of its rule, and ends well within twice as many after."""
SHORT_REST = 220
"""A line whose rest is no longer than this many characters holds nothing but the headline that a rule announced."""
LONGEST_LINE = 220
"""Longest line that a rule may take whole, in characters."""
_CLOSING = {
    opening: re.compile(rf"(?<=\S)[{mark}]{{1,2}}\s?:?(?=\s|$|[\[(A-Z])")
    for opening, mark in (('"', '"”'), ("“", '"”'), ("'", "'’"), ("‘", "'’"))
}
LISTING = re.compile(r"terkait|lainnya|terpopuler|populer|rekomendasi|pilihan|related|trending|also like|terkini")
_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"”’)]|[A-Z“\"]|$)[\"”’)]?")


def find(
    reading: Reading,
    *,
    title: str | None = None,
    rules: RuleSet | None = None,
    after: Findings | None = None,
    furniture: Callable[[Reading, Findings], None] | None = None,
) -> Findings:
    """Every span of ``reading`` that is taken for something other than the story, sorted and without overlaps.

    ``after``: what the text has been cleaned of; only what those removals have laid bare is looked for.
    ``furniture``: adds the outlet's learned blocks.
    """
    rules = table() if rules is None else rules
    found = Findings()
    found.rules = after.rules if after else rules.worth_trying(reading.folded)
    _announced(reading, found)
    _whole_lines(reading, rules, found)
    captions.find(reading, found)
    found.dateline = after.dateline if after else None
    edges.head(reading, rules.head, found, title, extend)
    edges.tail(reading, rules.tail, found)
    known = len(found.spans)
    if furniture:
        furniture(reading, found)
        if len(found.spans) > known:
            edges.head(reading, rules.head, found, title, extend)
    if after is None:
        inserted.find(reading, found, title)
    if len(found.spans) > known:
        found.settle()
        edges.tail(reading, rules.tail, found)
    return found


def _announced(reading: Reading, found: Findings) -> None:
    """Rules whose pattern may stand inside a line."""
    folded, text = reading.folded, reading.text
    budget = 64 + len(folded) // 256  # a text cannot buy more work than its length pays for
    for rule in found.rules:
        at = 0
        while budget and (hint := rule.hint.search(folded, at)):
            budget -= 1
            match = rule.pattern.search(folded, max(at, hint.start() - REACH), hint.end() + 2 * REACH)
            if match is None:
                at = hint.end()
                continue
            start = match.start()
            at = max(match.end(), start + 1)
            if rule.place != "inline" and not reading.block_start(start):
                if rule.place == "block" or not text[start].isupper() or not text[start - 1].isspace():
                    continue
            end = extend(reading, rule, start, match.end(), found)
            if end and end > start:
                found.add(start, reading.trim(start, end), rule.kind, rule.name)
                at = max(at, end)


def extend(reading: Reading, rule: Rule, start: int, end: int, found: Findings) -> int | None:
    """Where the removal that begins at ``start`` ends, by the rule's extent; None: nothing is removed after all."""
    text = reading.text
    if rule.extent == "match":
        glued = end < len(text) and text[end].islower() and text[end - 1].isalnum()
        return None if glued else end
    line_end = reading.line_end(start if rule.extent == "line" else end)
    if rule.extent == "line":
        return line_end
    if rule.extent == "sentence":
        mark = _SENTENCE_END.search(text, end, line_end)
        return mark.end() if mark else line_end
    if rule.extent == "names":
        return people.end_of_names(reading, end, line_end)
    if rule.extent == "rest" and line_end - end <= SHORT_REST:
        found.headlines.append((end, line_end))
        return line_end
    return _after_headlines(reading, rule, start, end, found)


def _after_headlines(reading: Reading, rule: Rule, start: int, at: int, found: Findings) -> int | None:
    """End of the headline, or of the run of headlines, behind an announcement that spans ``start`` to ``at``."""
    text, folded = reading.text, reading.folded
    line_end = reading.line_end(at)
    opened = folded[start - 1] if start else ""
    if opened in ("(", "["):
        close = folded.find(")" if opened == "(" else "]", at, min(line_end, at + headline.WINDOW))
        if close > 0:
            found.headlines.append((at, close))
            return close
    maybe = rule.extent == "maybe-headlines"
    if not folded[at : min(line_end, at + headline.WINDOW)].strip():
        if maybe:
            return None
        following = reading.line_of(line_end) + 1  # "Baca juga:" on a line of its own: the next line is the headline
        if 0 < following < len(reading.lines) and folded[start:at].rstrip()[-1:] == ":":
            first, last = reading.lines[following]
            if last - first <= inserted.MOST and headline.is_title_case(text[first:last], least=4):
                found.headlines.append((first, last))
                return last
        return at
    if rule.kind != "syndication" and (end := _end_of_quote(text, at, line_end)):
        found.headlines.append((at, end))
        return end
    end = headline.end_of_headline(reading, at, line_end)
    if end is None:
        return None if maybe else at
    if maybe and not headline.is_title_case(text[at:end], least=4):
        whole_line = end == line_end and reading.lines[reading.line_of(start)][0] == start and text[end - 1] not in ".,:"
        if not whole_line or end - start > SHORT_REST:
            return None
    found.headlines.append((at, end))
    while rule.extent != "headline" and end < line_end and not text[end].isspace():
        following_end = headline.end_of_headline(reading, end, line_end)
        if following_end is None or not headline.is_title_case(text[end:following_end]):
            break
        found.headlines.append((end, following_end))
        end = following_end
    return end


def _end_of_quote(text: str, at: int, line_end: int) -> int | None:
    """End of a headline that is given as a quotation, with the colon that may follow; None if none begins at ``at``."""
    closing = _CLOSING.get(text[at : at + 1])
    found = closing.search(text, at + 8, min(line_end, at + headline.WINDOW)) if closing else None
    return found.end() if found else None


def _whole_lines(reading: Reading, rules: RuleSet, found: Findings) -> None:
    match_line = rules.any_line.fullmatch
    listing: re.Match[str] | None = None  # the heading of a list of links, while the list goes on
    for start, end in reading.lines[: 256 + len(reading.text) // 24]:
        if end - start > LONGEST_LINE:
            listing = None
            continue
        match = match_line(reading.folded, start, end)
        if match and match.lastindex:
            rule = rules.lines[match.lastindex - 1]
            found.add(start, end, rule.kind, rule.name)
            listing = LISTING.search(reading.folded, start, end) if rule.kind == "related" else None
        elif listing and headline.is_title_case(reading.text[start:end], least=4):
            found.add(start, end, "related", "related-listed")
            found.headlines.append((start, end))
        else:
            listing = None
