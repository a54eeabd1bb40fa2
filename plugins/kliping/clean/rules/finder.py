"""Which spans of a text are not the story: every rule, model and learned block, brought together."""

from __future__ import annotations

import re
from collections.abc import Callable

from kliping.clean import words
from kliping.clean.folded_text import FoldedText
from kliping.clean.rules import bare_headlines, bylines, captions, embedded_headlines, header_footer, headline_ends
from kliping.clean.rules.findings import Findings
from kliping.clean.rules.table import Rule, RuleSet, shipped_rules

HINT_REACH = 180
"""A match begins at most this many characters before the hint of its rule, and ends well within twice as many after."""
SHORT_REST = 220
"""A line whose rest is no longer than this many characters holds nothing but the headline that a rule announced."""
LONGEST_RULE_LINE = 220
"""Longest line that a rule may take whole, in characters."""
_CLOSING = {
    opening: re.compile(rf"(?<=\S)[{mark}]{{1,2}}(?:\s?:)?(?=\s|$|[\[(A-Z])")
    for opening, mark in (('"', '"”'), ("“", '"”'), ("'", "'’"), ("‘", "'’"))
}
LEAST_LISTED_CHANCE, SHORTEST_LISTED = 0.1, 28
"""Least probability, and length in characters, of a second and further headline below "Baca juga:"."""
SHORTEST_UNMARKED_HEADLINE = 40
"""Least length in characters of a headline below "Baca juga" without a colon."""
LISTING_HEADING = re.compile(
    r"juga|terkait|lainnya|terpopuler|populer|rekomendasi|pilihan|related|trending|also like|terkini"
)
LONGEST_SENTENCE_REST = 200
"""Characters behind a match in which the end of its sentence is looked for."""
LEAST_SENTENCE_WORDS = 5
"""Words of a sentence that shows that the headline before it was lost."""
_SENTENCE_MARKS = frozenset('.”"')
_GLUED_QUOTE = re.compile(r"\w[\"“](?=[A-Z])")
_SPEECH = re.compile(r"[,!?.][\"”] [a-z]")
"""The end of what somebody says, with who says it behind: no call of the outlet goes on so."""
_OPENING = re.compile(r"(?<=\s)[\"“](?=[A-Z])")
_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"”’)]|[A-Z“\"]|$)[\"”’)]?")


def find_boilerplate(
    reading: FoldedText,
    *,
    title: str | None = None,
    rules: RuleSet | None = None,
    after: Findings | None = None,
    boilerplate: Callable[[FoldedText, Findings], None] | None = None,
) -> Findings:
    """Every span of ``reading`` that is taken for something other than the story, sorted and without overlaps.

    ``after``: what the text has been cleaned of; only what those removals have laid bare is looked for.
    ``boilerplate``: adds the outlet's learned blocks.
    """
    rules = shipped_rules() if rules is None else rules
    found = Findings()
    found.rules = after.rules if after else rules.worth_trying(reading.plain)
    _announced(reading, found)
    _whole_lines(reading, rules, found)
    captions.find_captions(reading, found)
    found.dateline = after.dateline if after else None
    header_footer.find_header(reading, rules.head, found, title, extend_match)
    header_footer.find_footer(reading, rules.tail, found)
    known = len(found.spans)
    if boilerplate:
        boilerplate(reading, found)
        if len(found.spans) > known:
            header_footer.find_header(reading, rules.head, found, title, extend_match)
    if after is None or after.has_bare_headlines:
        embedded_headlines.find_embedded_headlines(reading, found, title)
    if len(found.spans) > known:
        found.resolve_spans()
        header_footer.find_footer(reading, rules.tail, found)
    return found


def needs_second_pass(reading: FoldedText, found: Findings, *, title: str | None, parted: bool) -> bool:
    """May a second look at ``reading``, which has been cleaned of ``found``, find more?

    It may if the title stands at the head, if a rule fires again, if a line that a removal or the repair of paragraphs
    has ``parted`` from another is boilerplate, if a headline stands out that nothing announces, if the head, not
    settled by a dateline yet, holds any, or if the end does.
    """
    if title and reading.text.startswith(title.strip()):
        return True
    look = Findings(dateline=found.dateline, rules=found.rules)
    _announced(reading, look)
    if parted:
        _whole_lines(reading, shipped_rules(), look)
    if found.dateline is None:
        header_footer.find_header(reading, shipped_rules().head, look, title, extend_match)
    header_footer.find_footer(reading, shipped_rules().tail, look)
    if found.has_bare_headlines and not look.spans:
        embedded_headlines.find_embedded_headlines(reading, look, title)
    return bool(look.spans)


def _announced(reading: FoldedText, found: Findings) -> None:
    """Rules whose pattern may stand inside a line."""
    folded, plain = reading.folded, reading.plain
    budget = 64 + len(folded) // 256  # a text cannot buy more work than its length pays for
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
            if rule.place != "inline" and not _may_begin(reading, start, capital=rule.place == "capital"):
                continue
            end = extend_match(reading, rule, start, match.end(), found)
            if end and end > start:
                found.add(reading.bullet(start), reading.trim(start, end), rule.kind, rule.name)
                at = max(at, end)


def _next_hint(plain: str, ahead: list[tuple[int, str]], at: int) -> tuple[int, str] | None:
    """The first hint at or behind ``at``; ``ahead``: where each was last found, kept so that nothing is read twice."""
    for index, (place, hint) in enumerate(ahead):
        if 0 <= place < at:
            ahead[index] = plain.find(hint, at), hint
    return min((hinted for hinted in ahead if hinted[0] >= 0), default=None)


def _may_begin(reading: FoldedText, at: int, *, capital: bool) -> bool:
    """Does a sentence or line begin at ``at``, or at least (``capital``) a word with a capital?"""
    return reading.block_start(at) or (capital and reading.text[at].isupper() and reading.text[at - 1].isspace())


def extend_match(reading: FoldedText, rule: Rule, start: int, end: int, found: Findings) -> int | None:
    """Where the removal that begins at ``start`` ends, by the rule's extent; None: nothing is removed after all."""
    text = reading.text
    if rule.extent == "match":
        glued = end < len(text) and text[end].islower() and text[end - 1].isalnum()
        return None if glued else end
    line_end = reading.line_end(start if rule.extent == "line" else end)
    if rule.extent == "line":
        return line_end
    if rule.extent == "sentence":
        if rule.kind != "syndication":  # which quotes a title
            if _GLUED_QUOTE.search(text, start, end):
                return None
            line_end = min(line_end, _lost_break(text, end, line_end))
        mark = _SENTENCE_END.search(text, end, line_end)
        if _SPEECH.search(text, start, mark.end() if mark else line_end):
            return None
        if mark and mark.group()[-1] == '"' and text.count('"', start, mark.end()) % 2:
            return mark.end() - 1  # that quote opens the next sentence
        return mark.end() if mark else line_end
    if rule.extent == "names":
        stop = bylines.end_of_names(reading, end, line_end)
        sentence = stop and text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].islower()
        return None if sentence else stop  # "Penulis: Budi juga."
    if rule.extent == "rest" and line_end - end <= SHORT_REST:
        found.headlines.append((end, line_end))
        return line_end
    return _after_headlines(reading, rule, start, end, found)


def _parts(text: str, at: int) -> bool:
    """Is the word around ``at`` two words rather than an address or what a quotation closes?"""
    return text[at].isupper() and not any(mark in text[max(0, at - 60) : at].rsplit(maxsplit=1)[-1] for mark in '/"”')


def _lost_break(text: str, at: int, stop: int) -> int:
    """Where a lost break, or a quotation that begins behind a space, parts the end of a call from the story."""
    if at < stop and (text[at].isupper() or text[at] in '"“') and text[at - 1].isalnum():
        return at
    reach = min(stop, at + LONGEST_SENTENCE_REST)
    ends = [end for _, end in words.find_words(text, at, reach) if end < reach and _parts(text, end)]
    quote = _OPENING.search(text, at, reach)
    nearest = min([*ends[:1], *([quote.start()] if quote else [])], default=stop)
    return min(stop, nearest)


def _after_headlines(reading: FoldedText, rule: Rule, start: int, at: int, found: Findings) -> int | None:
    """End of the headline, or of the run of headlines, behind an announcement that spans ``start`` to ``at``."""
    text, folded = reading.text, reading.folded
    if text[at : at + 1].islower() and not _is_own_line(reading, start, reading.line_end(at)):
        return None  # "Berita lainnya: harga kertas naik."
    announced = reading.trim(start, at)
    if "\n" in folded[announced:at]:
        at = announced
    line_end = reading.line_end(at)
    maybe = rule.extent == "maybe-headlines"
    if not folded[at : min(line_end, at + headline_ends.LONGEST_HEADLINE)].strip():
        if folded[announced - 1] == ":" and not maybe:
            return _headlines_below(reading, at, found)
        return None if maybe else at
    end = _end_of_bracket(reading, start, at, line_end) or _end_of_quote(text, at, line_end, rule)
    if end:
        found.headlines.append((at, end))
        return end
    end = headline_ends.end_of_headline(reading, at, line_end)
    if end is None or _story_goes_on(reading, start, at, end, line_end):
        return None if maybe else at
    if maybe and not headline_ends.is_title_case(reading, at, end, least=4) and not _is_own_line(reading, start, end):
        return None
    found.headlines.append((at, end))
    return end if rule.extent == "headline" else _further_headlines(reading, end, line_end, found)


def _story_goes_on(reading: FoldedText, start: int, at: int, end: int, line_end: int) -> bool:
    """Tell whether an announcement's headline was lost and its line goes on with the story: "- Baca Juga: Menurut ...".

    A headline is a line of its own, in Title Case, or glued to what follows; a line of sentences that a space parts
    from the announcement is none of these.
    """
    text = reading.text
    if text[line_end - 1] not in _SENTENCE_MARKS or (end < line_end and not _is_one_space(text, end)):
        return False
    # an announcement that begins the text, too, is one only where the text has lines
    if "\n" not in (text[max(0, start - 4) : start] or text):
        return False
    mark = _SENTENCE_END.search(text, at, line_end)
    first = text[at : mark.end() if mark else line_end]
    return len(first.split()) >= LEAST_SENTENCE_WORDS and not headline_ends.is_title_case(reading, at, end, least=4)


def _is_one_space(text: str, at: int) -> bool:
    return text[at] == " " and not text[at + 1 : at + 2].isspace()


def _further_headlines(reading: FoldedText, end: int, line_end: int, found: Findings) -> int:
    """End of the headlines that are glued to one that ends at ``end``."""
    text = reading.text
    while end < line_end and not text[end].isspace():
        following = headline_ends.end_of_headline(reading, end, line_end)
        if following is None or not headline_ends.is_title_case(reading, end, following):
            break
        found.headlines.append((end, following))
        end = following
    return end


def _is_own_line(reading: FoldedText, start: int, end: int) -> bool:
    """Is ``start`` to ``end`` a short line of its own that is no sentence?"""
    return reading.is_line(start, end) and end - start <= SHORT_REST and reading.text[end - 1] not in ".,:"


def _end_of_bracket(reading: FoldedText, start: int, at: int, line_end: int) -> int | None:
    """Where the bracket closes that opens before ``start``: "(Baca juga: ...)"."""
    close = {"(": ")", "[": "]"}.get(reading.folded[start - 1 : start])
    found = reading.folded.find(close, at, min(line_end, at + headline_ends.LONGEST_HEADLINE)) if close else 0
    return found if found > 0 else None


def _headlines_below(reading: FoldedText, at: int, found: Findings) -> int:
    """End of the headlines on the lines below an announcement that ends at ``at`` ("Baca juga:")."""
    end = at
    for index in range(reading.line_of(at) + 1, min(reading.line_of(at) + 12, len(reading.lines))):
        first, last = reading.lines[index]
        link = end == at and _is_link(reading.text[first:last])
        if last - first > embedded_headlines.LONGEST_EMBEDDED or not (
            link or headline_ends.is_title_case(reading, first, last, least=4)
        ):
            break
        if end != at and (
            last - first < SHORTEST_LISTED or bare_headlines.headline_chance(reading, first, last) < LEAST_LISTED_CHANCE
        ):
            break  # a further one must look the part: the story's own subheading may follow
        found.headlines.append((first, last))
        end = last
    return end


def _is_link(line: str) -> bool:
    """May the line below "Baca juga:" be a headline in sentence case? It is short, and no sentence."""
    return 4 <= len(line.split()) <= 20 and line[0].isupper() and line[-1].isalnum() and ". " not in line


def _end_of_quote(text: str, at: int, line_end: int, rule: Rule) -> int | None:
    """End of a headline that is given as a quotation, with the colon that may follow; None if none begins at ``at``."""
    closing = _CLOSING.get(text[at : at + 1])
    found = closing.search(text, at + 8, min(line_end, at + headline_ends.LONGEST_HEADLINE)) if closing else None
    if found is None or rule.kind == "syndication":
        return None
    whole = rule.kind == "media" or found.group()[-1] == ":" or text[found.end() : found.end() + 2] in ("", "  ")
    return found.end() if whole or not text[found.end()].isspace() or text[found.end()] == "\n" else None


def _is_listed(reading: FoldedText, start: int, end: int, heading: str) -> bool:
    """Is the line a headline below this heading? Below "Baca juga", whose link may be lost, the story may go on."""
    if not headline_ends.is_title_case(reading, start, end, least=4):
        return False
    if heading != "juga":
        return True
    return (
        end - start >= SHORTEST_UNMARKED_HEADLINE
        and not reading.text[start].isdigit()
        and bare_headlines.headline_chance(reading, start, end) >= LEAST_LISTED_CHANCE
    )


def _whole_lines(reading: FoldedText, rules: RuleSet, found: Findings) -> None:
    match_line = rules.any_line.fullmatch
    listing: re.Match[str] | None = None  # the heading of a list of links, while the list goes on
    for start, end in reading.first_lines:
        if end - start > LONGEST_RULE_LINE:
            listing = None
            continue
        match = match_line(reading.folded, start, end)
        if match and match.lastindex:
            rule = rules.lines[match.lastindex - 1]
            found.add(start, end, rule.kind, rule.name)
            listing = LISTING_HEADING.search(reading.folded, start, end) if rule.kind == "related" else None
        elif listing and _is_listed(reading, start, end, listing.group()):
            found.add(start, end, "related", "related-listed")
            found.headlines.append((start, end))
        else:
            listing = None
