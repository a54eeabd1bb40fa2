"""Which spans of a text are not the story: the rules, the dateline, credits and the learned blocks, brought together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from kliping.clean import dateline, headline, people
from kliping.clean.rules import Rule, table
from kliping.clean.text import Reading
from kliping.model import Dateline, Removed

TAIL = 400
"""Characters at the end of a text in which a tail rule looks for its beginning."""

INITIALS = re.compile(
    r"[(\[]\s?(?:\*{1,3}|\*{0,3}/?[a-z]{2,5}|[A-Za-z]{2,9}(?:/[a-zA-Z*]{2,9}){1,3}|\*/[A-Za-z.\- ]{2,40}|[a-z]{2,4}(?:[-,;|] ?[a-z]{2,4}){1,2})\s?[)\]]"
)
SIGNED = re.compile(
    rf"[(\[](?:{people.NAME}(?:[ ]?[/&,][ ]?{people.NAME})?|(?:[A-Z][\w-]*(?:[ .][A-Za-z]\w*){{0,2}})/{people.NAME}"
    r"|(?:Penulis|Editor|Reporter|Pewarta|Sumber)\s?:[^()\n]{3,120})[)\]]"
)


@dataclass(slots=True)
class Findings:
    """Spans found so far, not yet resolved, and what they say."""

    spans: list[Removed] = field(default_factory=list)
    dateline: Dateline | None = None
    headlines: list[tuple[int, int]] = field(default_factory=list)


@cache
def _by_place(place: str, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.place == place)


def find(reading: Reading, *, title: str | None = None, rules: tuple[Rule, ...] | None = None) -> Findings:
    """Every span of ``reading`` that a rule takes for something other than the story."""
    rules = table() if rules is None else rules
    found = Findings()
    _inline(reading, rules, found)
    _lines(reading, rules, found)
    found.spans = resolve(found.spans)
    _head(reading, rules, found, title)
    found.spans = resolve(found.spans)
    _tail(reading, rules, found)
    found.spans = resolve(found.spans)
    return found


def resolve(spans: list[Removed]) -> list[Removed]:
    """Sorted spans without overlaps; the longer of two that overlap wins and the other keeps what sticks out."""
    kept: list[Removed] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.kind, s.rule)):
        if kept and span.start < kept[-1].end:
            if span.end <= kept[-1].end:
                continue
            span = Removed(kept[-1].end, span.end, span.kind, span.rule)
        kept.append(span)
    return kept


def _inline(reading: Reading, rules: tuple[Rule, ...], found: Findings) -> None:
    folded = reading.folded
    budget = 64 + len(folded) // 96
    for rule in (*_by_place("inline", rules), *_by_place("block", rules)):
        if rule.hint not in folded:
            continue
        at = 0
        while budget and (match := rule.pattern.search(folded, at)):
            at = max(match.end(), match.start() + 1)
            budget -= 1
            if rule.place == "block" and not reading.block_start(match.start()):
                continue
            end = _extend(reading, rule, match.start(), match.end(), found)
            if end and end > match.start():
                found.spans.append(Removed(match.start(), _trim(reading, match.start(), end), rule.kind, rule.name))
                at = max(at, end)


def _trim(reading: Reading, start: int, end: int) -> int:
    return start + len(reading.text[start:end].rstrip())


def _extend(reading: Reading, rule: Rule, start: int, end: int, found: Findings) -> int | None:
    """Where the removal that begins at ``start`` ends, by the rule's extent; None: nothing is removed after all."""
    text = reading.text
    if rule.extent == "match":
        glued = end < len(text) and text[end].islower() and text[end - 1].isalnum()
        return None if glued else end
    if rule.extent == "line":
        return reading.line_end(start)
    if rule.extent == "sentence":
        stop = reading.line_end(start)
        mark = re.compile(r"[.!?](?=\s|[A-Z\"“]|$)").search(text, end, stop)
        return mark.end() if mark else stop
    if rule.extent == "names":
        return people.end_of_names(reading, end, reading.line_end(end))
    return _after_headlines(reading, start, end, found, many=rule.extent == "headlines")


def _after_headlines(reading: Reading, start: int, at: int, found: Findings, *, many: bool) -> int | None:
    """End of the headline, or of the run of headlines, behind a trigger that spans ``start`` to ``at``."""
    folded = reading.folded
    opened = folded[start - 1] if start else ""
    if opened in "([":
        close = folded.find(")" if opened == "(" else "]", at, at + headline.WINDOW)
        if 0 < close < reading.line_end(at):
            return close
    strong = folded[at - 1] in ":;-=>|» " and any(mark in folded[start:at] for mark in ":-=>|»\n")
    line_end = reading.line_end(at)
    if at >= line_end:
        return at
    end = headline.end_of_headline(reading, at, line_end)
    if end is None:
        return at if strong else None
    if not strong and not headline.looks_like_headline(reading.text[at:end]) and reading.text[at:end][:1] not in "'\"":
        return None
    found.headlines.append((at, end))
    while many and end < line_end:
        following = headline.end_of_headline(reading, end, line_end)
        if following is None or following >= line_end or not headline.looks_like_headline(reading.text[end:following].strip()):
            break
        if reading.text[end].isspace():
            break
        found.headlines.append((end, following))
        end = following
    return end


@cache
def _line_pattern(rules: tuple[Rule, ...]) -> tuple[re.Pattern[str], tuple[Rule, ...]]:
    lines = _by_place("line", rules)
    return re.compile("|".join(f"({rule.pattern.pattern})" for rule in lines)), lines


def _lines(reading: Reading, rules: tuple[Rule, ...], found: Findings) -> None:
    pattern, lines = _line_pattern(rules)
    for start, end in reading.lines:
        if end - start > 120:
            continue
        match = pattern.fullmatch(reading.folded, start, end)
        if match and match.lastindex:
            rule = lines[match.lastindex - 1]
            found.spans.append(Removed(start, end, rule.kind, rule.name))


def _skip(reading: Reading, at: int, spans: list[Removed]) -> int:
    """First offset at or after ``at`` that is neither space nor removed."""
    folded = reading.folded
    for span in spans:
        while at < len(folded) and folded[at].isspace():
            at += 1
        if span.start > at:
            break
        at = max(at, span.end)
    while at < len(folded) and folded[at].isspace():
        at += 1
    return at


def _head(reading: Reading, rules: tuple[Rule, ...], found: Findings, title: str | None) -> None:
    text, folded = reading.text, reading.folded
    at = 0
    _above_dateline(reading, found, title)
    found.spans = resolve(found.spans)
    for _ in range(12):
        at = _skip(reading, at, found.spans)
        if at >= len(text):
            return
        if title and len(title) > 12 and text.startswith(title.strip(), at):
            end = at + len(title.strip())
            follows = text[end : end + 1]
            if follows == "\n" or (follows and not follows.islower() and not title.strip()[-1].isspace() and _restarts(text, end)):
                found.spans.append(Removed(at, end, "title", "title"))
                found.spans = resolve(found.spans)
                continue
        line = dateline.match(text, at)
        if line:
            end, found.dateline = line
            found.spans.append(Removed(at, _trim(reading, at, end), "dateline", "dateline"))
            return
        for rule in _by_place("head", rules):
            match = rule.pattern.match(folded, at)
            stop = _extend(reading, rule, at, match.end(), found) if match else None
            if stop and stop > at:
                found.spans.append(Removed(at, _trim(reading, at, stop), rule.kind, rule.name))
                found.spans = resolve(found.spans)
                break
        else:
            return


def _restarts(text: str, at: int) -> bool:
    rest = text[at : at + 3].lstrip()
    return bool(rest) and (rest[0].isupper() or rest[0] in "\"“(")


def _above_dateline(reading: Reading, found: Findings, title: str | None) -> None:
    """Lines above a dateline that are no sentences: the title, again and again, and captions."""
    text = reading.text
    above: list[tuple[int, int]] = []
    for start, end in reading.lines[:7]:
        if dateline.match(text, start) and above:
            for first, last in above:
                line = text[first:last]
                is_title = line == title or (title is None and line == text[above[0][0] : above[0][1]])
                kind, rule = ("title", "title") if is_title else ("caption", "caption-above-dateline")
                found.spans.append(Removed(first, last, kind, rule))  # type: ignore[arg-type]
            return
        if text[end - 1] in ".!?\"”" or end - start > 330:
            return
        above.append((start, end))


def _tail(reading: Reading, rules: tuple[Rule, ...], found: Findings) -> None:
    text, folded = reading.text, reading.folded
    end = len(text)
    for _ in range(40):
        before = None
        while before != end:
            before = end
            end = len(text[max(0, end - 4000) : end].rstrip()) + max(0, end - 4000)
            for span in reversed(found.spans):
                if span.end == end:
                    end = span.start
                if span.end < end:
                    break
        if end <= 0:
            return
        removed = _tail_match(reading, end, _by_place("tail", rules))
        if removed is None:
            return
        found.spans.append(removed)
        found.spans.sort()
        end = removed.start


def _tail_match(reading: Reading, end: int, rules: tuple[Rule, ...]) -> Removed | None:
    text, folded = reading.text, reading.folded
    low = max(0, end - TAIL)
    if text[end - 1] in ")]":
        at = max(text.rfind("(", low, end), text.rfind("[", low, end))
        if at >= 0 and reading.block_start(at):
            if INITIALS.fullmatch(text, at, end):
                return Removed(at, end, "credit", "initials")
            if SIGNED.fullmatch(text, at, end):
                return Removed(at, end, "credit", "signed")
    for rule in rules:
        for match in re.compile(rf"(?:{rule.pattern.pattern})$").finditer(folded[low:end]):
            at = low + match.start()
            if reading.block_start(at):
                return Removed(at, end, rule.kind, rule.name)
    return None
