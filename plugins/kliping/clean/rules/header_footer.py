"""What stands before and after the story: titles, bylines and the dateline; initials, sources and tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import attrgetter

from kliping.clean.folded_text import LONGEST_BLANK, FoldedText
from kliping.clean.rules import bylines, dateline, glued_head
from kliping.clean.rules.dateline import LONGEST_EVIDENCE
from kliping.clean.rules.extents import extend_match
from kliping.clean.rules.findings import Findings
from kliping.clean.rules.table import Rule
from kliping.clean.vocabulary.places import is_called_place, is_place
from kliping.clean.vocabulary.words import FUNCTION_WORDS, word_list
from kliping.model import Dateline, Removed, RemovedKind

LONGEST_FOOTER_RULE = 300
"""Characters at the end of a text in which a tail rule looks for its beginning."""
MOST_EDGE_PIECES = 40
"""Most pieces taken off each end."""
LONGEST_HEADER_LINE = 330
"""A title, byline or caption above the dateline is at most this many characters."""
MOST_HEADER_LINES, LONGEST_HEADER = 7, 1500
"""A dateline stands in the first lines and characters."""

INITIALS = re.compile(
    r"[(\[]\s?(?:\*{1,3}|(?:\*{0,3}/)?[a-z]{2,5}\d{0,3}|[A-Za-z]{2,9}\d{0,3}(?:/[a-zA-Z*]{2,9}\d{0,3}){1,3}|"
    r"\*/[A-Za-z.\- ]{2,40}|[a-z]{2,5}\d{0,3}/[\w-]{3,25}\.(?:com|co\.id|id|net)|"
    r"\d{2,4}/[a-z]{2,6}|[a-z]{2,6}_[a-z]{2,6}|[a-z]{2,5}-\d{1,3}|"
    r"[a-z]{1,3}\d{0,2}/[a-z]{1,3}/[a-z]{2,5}|[a-z]{2,4}(?:[-,;|] ?[a-z]{2,4}){1,2}|"
    r"[A-Z]-\d{1,2}|[A-Z]{2,4}\d{0,3})\s?[)\]]"
)
SIGNED = re.compile(
    rf"[(\[]\s?(?:{bylines.NAME}(?:[ ]?[/&,][ ]?{bylines.NAME}){{0,3}}"
    rf"|(?:[A-Z][\w-]*(?:[ .][A-Za-z]\w*){{0,2}})/{bylines.NAME}|[a-z]{{3,12}}(?: [a-z]{{3,12}}){{1,2}}/[a-z]{{2,5}}"
    rf"|(?:{bylines.ROLE_LABEL}|Sumber)\s?:[^()\n]{{3,120}})\s?[)\]]"
)
NOT_INITIALS = word_list("not_initials") | FUNCTION_WORDS
OUTLET_IN_CAPITALS = re.compile(
    r"[A-Z](?<![\w.@/].)[A-Z0-9-]{3,24}\.(?:COM|CO\.ID|CO|ID|NET|TV|com|co\.id|id|net)\b(?=[^\n]{0,40}?[-–—|])"
)

_BAR = re.compile(r"\s[|•·]\s")
_SIGNED_CAPTION = re.compile(rf"[.\w] ?\({bylines.NAME}\)$")
"""The end of a caption that names who took the photo: "Warga mengungsi, Senin. (Dewi Lestari)"."""
_PHOTO = re.compile(r"\b(?:Foto|FOTO|Dok)\s?[:.]\s?")
_GAP = re.compile(r"(?<=[\w)])\s{1,3}(?=[A-Z])")

FooterRules = tuple[tuple[Rule, re.Pattern[str]], ...]


def find_header(reading: FoldedText, rules: tuple[Rule, ...], found: Findings, title: str | None) -> None:
    """Add title, byline, boilerplate and dateline at the beginning of the text to ``found``."""
    text, folded = reading.text, reading.folded
    opening = _find_opening(reading)
    first = dateline.match_dateline(text, opening) if found.dateline is None else None
    if found.dateline is None and first is None:
        _find_lower_dateline(reading, found, title)
        glued_head.find_glued_head(reading, opening, found)
    found.resolve_spans()
    known = iter(found.spans.copy())
    span = next(known, None)
    at = opening
    for _ in range(MOST_EDGE_PIECES):
        while True:  # skip white space and spans found before
            at += len(folded[at : at + LONGEST_BLANK]) - len(folded[at : at + LONGEST_BLANK].lstrip())
            while span is not None and span.end <= at:
                span = next(known, None)
            if span is None or span.start > at:
                break
            at = span.end
        if at >= len(text):
            break
        end = _end_of_title(text, at, title)
        if end:
            found.add(at, end, "title", "title")
        elif found.dateline is None and (line := first if at == opening else dateline.match_dateline(text, at)):
            found.dateline = line[1]
            found.add(at, reading.trim(at, line[0]), "dateline", "dateline")
            _add_title_line(text, line[0], found, title)
            break
        else:
            end = _apply_head_rules(reading, at, rules, found)
            if not end:
                break
        at = end
    found.resolve_spans()


def _add_title_line(text: str, at: int, found: Findings, title: str | None) -> None:
    """Add the title that fills the rest of a dateline's line to ``found``: "KABARKITA.COM - Judul", then the story."""
    at += len(text[at : at + LONGEST_BLANK]) - len(text[at : at + LONGEST_BLANK].lstrip())
    end = _end_of_title(text, at, title)
    if end and text[end : end + 1] == "\n":
        found.add(at, end, "title", "title")


def _find_opening(reading: FoldedText) -> int:
    """Return where a text begins: after the quotation mark that a CSV file put around all of it, dateline included."""
    if not reading.lines:
        return 0
    at = reading.lines[0][0]
    if reading.text[at] == '"' and dateline.match_dateline(reading.text, at + 1):
        return at + 1
    return at


def _apply_head_rules(reading: FoldedText, at: int, rules: tuple[Rule, ...], found: Findings) -> int | None:
    """Add what a head rule, or a caption with its credit, takes at ``at``, and return its end; None for nothing."""
    for rule in rules:
        match = rule.pattern.match(reading.folded, at)
        if match is None:
            continue
        end = extend_match(reading, rule, at, match.end(), found)
        if end and end > at:
            found.add(at, reading.trim(at, end), rule.kind, rule.name)
            return end
    end = end_of_captioned_header(reading, at)
    if end:
        found.add(at, end, "caption", "caption-above-dateline")
    return end


def end_of_captioned_header(reading: FoldedText, at: int) -> int | None:
    """Return the end of a caption and photo credit on one line with a dateline ("Foto: Dewi/KabarKita Jakarta -")."""
    text = reading.text
    stop = min(at + 260, reading.line_end(at))
    credit = _PHOTO.search(text, at, stop)
    if not credit:
        return None
    for gap in _GAP.finditer(text[credit.end() : min(credit.end() + 80, stop)]):
        if dateline.match_dateline(text, credit.end() + gap.end()):
            return credit.end() + gap.start()
    return None


def _end_of_title(text: str, at: int, title: str | None) -> int | None:
    """Return the end of the article's title where it is repeated at ``at``; None where it is not."""
    title = (title or "").strip()
    if len(title) < 12 or text[at : at + len(title)].casefold() != title.casefold():
        return None
    end = at + len(title)
    rest = text[end : end + 3]
    if not rest or rest[0] == "\n":
        return end
    rest = rest.lstrip()
    sentence_follows = rest and (rest[0].isupper() or rest[0] in '"“' or (rest[0] == "(" and title[-1] in "?!"))
    if not sentence_follows:
        return None
    return end


def _find_lower_dateline(reading: FoldedText, found: Findings, title: str | None) -> None:
    """Add a dateline that does not open the text, and the titles and bylines above it, to ``found``."""
    text = reading.text
    above: list[tuple[int, int]] = []
    for start, end in reading.lines[:MOST_HEADER_LINES]:
        line = dateline.match_dateline(text, start) if above else None
        if line and (line[1].outlet or (_names_place(line[1], text) and _is_head(text, above, line[1]))):
            stop, found.dateline = line
            found.add(start, reading.trim(start, stop), "dateline", "dateline")
            _name_lines_above(reading, above, found, title)
            return
        if start > LONGEST_HEADER:
            break
        above.append((start, end))
    for match in OUTLET_IN_CAPITALS.finditer(text, 0, min(len(text), LONGEST_HEADER // 2)):
        start = match.start()
        if start and reading.block_start(start) and (line := dateline.match_dateline(text, start)) and line[1].outlet:
            stop, found.dateline = line
            found.add(start, reading.trim(start, stop), "dateline", "dateline")
            return


def _names_place(said: Dateline, text: str) -> bool:
    """Return whether a dateline's place is known, or in capitals and called one in the text: "PPU —"."""
    place = said.place or ""
    return is_place(place) or (place.isupper() and is_called_place(place, text[:LONGEST_EVIDENCE]))


def _is_head(text: str, above: Sequence[tuple[int, int]], said: Dateline) -> bool:
    """Return whether the lines above a dateline are a head: no sentences, or one beside a byline or above capitals."""
    prose = sum(text[last - 1] in '.!?"”' for _, last in above)
    lines = [text[slice(*line)] for line in above]
    is_named = any(bylines.LABEL.match(line) or bylines.time_stamp(line) for line in lines)
    in_capitals = said.text.split()[0].strip(",.-–—").isupper()
    return prose == 0 or (prose == 1 < len(above) and (is_named or in_capitals))


def _name_lines_above(
    reading: FoldedText, above: Sequence[tuple[int, int]], found: Findings, title: str | None
) -> None:
    """Add the bylines, captions and titles among the lines above a dateline, (start, end) each, to ``found``."""
    text = reading.text
    for first, last in above:
        line = text[first:last]
        if line[-1] in '.!?"”' or line[0] in '"“' or last - first > LONGEST_HEADER_LINE or found.covers(first):
            continue
        if bylines.LABEL.match(line) or bylines.time_stamp(line):
            found.add(first, last, "credit", "byline-above-dateline")
        elif _SIGNED_CAPTION.search(line):
            found.add(first, last, "caption", "caption-above-dateline")
        elif line == (title or text[above[0][0] : above[0][1]]).strip():
            found.add(first, last, *_name_first_line(line))


def _name_first_line(line: str) -> tuple[RemovedKind, str]:
    """Return kind and rule of the first line above a dateline: the title, or the author with a bar after the name."""
    if _BAR.search(line):
        return "credit", "byline-above-dateline"
    return "title", "title"


def find_footer(reading: FoldedText, rules: FooterRules, found: Findings) -> None:
    """Add initials, signatures, sources and tags at the end of the text to ``found``."""
    _find_tags_below_initials(reading, found)
    end = len(reading.text)
    spans = sorted(found.spans, key=attrgetter("start", "end"))
    for _ in range(MOST_EDGE_PIECES):
        while True:
            end = reading.trim(0, end, back=2000)
            if not spans or spans[-1].end < end:
                break
            end = min(end, spans.pop().start)
        if end <= 0:
            break
        removed = _find_last_piece(reading, end, rules)
        if removed is None:
            break
        found.spans.append(removed)
        end = removed.start
    found.resolve_spans()


def _find_tags_below_initials(reading: FoldedText, found: Findings) -> None:
    """Add the lines below a line of initials to ``found``: they are the page's tags."""
    text = reading.text
    last = len(reading.lines)
    for index in range(last - 1, max(0, last - 14), -1):
        start, end = reading.lines[index]
        if end - start <= 16 and "/" in text[start:end] and INITIALS.fullmatch(text, start, end):
            for first, stop in reading.lines[index + 1 :]:
                if not found.covers(first):
                    kind: RemovedKind = "tags" if text[first:stop].islower() else "other"
                    found.add(first, stop, kind, "tags-below-initials")
            return
        if end - start > 90 or text[end - 1] in '."”':
            return


def _find_last_piece(reading: FoldedText, end: int, rules: FooterRules) -> Removed | None:
    """Return the initials, signature or match of a tail rule that ends at ``end``; None where the story does."""
    if signature := _find_signature(reading, end):
        return signature
    folded = reading.folded
    low = max(0, end - LONGEST_FOOTER_RULE)
    window = folded[low:end]
    for rule, pattern in rules:
        if not any(hint in window for hint in rule.hints):
            continue
        match = pattern.search(window)
        if match and (window[match.start()] == "#" or reading.block_start(low + match.start())):
            return Removed(low + match.start(), end, rule.kind, rule.name)
    return None


def _find_signature(reading: FoldedText, end: int) -> Removed | None:
    """Return the initials or the signature in brackets that end at ``end``.

    A full stop may follow them, if they stand after a sentence: "di desa. (*)." but not "dua kilogram (kg).".
    """
    text = reading.text
    is_stopped = text[end - 1] == "." and text[max(0, end - 2) : end - 1] in (")", "]")
    close = end - int(is_stopped)
    low = max(0, end - LONGEST_FOOTER_RULE)
    at = max(text.rfind("(", low, close), text.rfind("[", low, close))
    if text[close - 1] not in ")]" or at < 0 or (is_stopped and not reading.block_start(at)):
        return None
    bare = reading.folded[at + 1 : close - 1].strip()
    initials = INITIALS.fullmatch(text, at, close) and bare not in NOT_INITIALS
    if initials and (text[at + 1 : close - 1].islower() or "/" in bare or reading.block_start(at)):
        return Removed(at, end, "credit", "initials")
    if SIGNED.fullmatch(text, at, close) and reading.block_start(at):
        return Removed(at, end, "credit", "signed")
    return None
