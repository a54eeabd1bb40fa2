"""Cut a text into pieces: the lines, sentences and fragments that are story or boilerplate as a whole."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, Implementation

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.signature import INITIAL_LETTERS
from kliping.clean.rules.findings import Findings
from kliping.clean.vocabulary.words import is_abbreviation, one_name
from kliping.dates.words import LOCAL_WEEKDAY, LOCAL_ZONE, MONTH_BEGINNING
from kliping.lexicon import word_classes
from kliping.model import Removed

HARMLESS_CLASSES = frozenset({"function", "say", "day", "month", "time"})
"""Classes of words that a story is full of."""
HEAD_CHARS, HEAD_LINES = 1500, 12
"""Where a head block may stand: title, stamp, byline, caption and dateline, with or without breaks between them."""
STAMP_CHARS = 700
"""Characters at either end of a text in which a time stamp is cut off from what stands around it."""
DASH_CHARS = 120
"""Characters of a head line in which a dash, bar or colon may end a dateline."""
HEAD_DASH_CHARS = 500
"""The same for the first lines: one may hold title, stamp, caption and dateline."""
BRACKET_CHARS = 80
"""Characters of a head line in which a bracket may end a dateline."""
WORD_CHARS = 40
"""Characters on either side of a lost break that are looked at to tell two words from one name."""
WRAPPED_CHARS = 40
"""A line that is wrapped inside a sentence is no shorter."""
_NO_WRAP = frozenset('.!?:;"”)…')

_SENTENCE = re.compile(r"[.!?…](?<!\b[Dd]ok\.)[\"”’')\]]{0,3}[ \u00a0]+(?=[A-Z\"“‘'(\[0-9#@>»•*&-])")
_LOST_BREAK = re.compile(
    r"[A-Z“\"(\[#©](?:(?<=[a-z0-9%)\]?!\"”’.…*;,].)(?:(?<![“\"])|(?=\S\S))"
    r"|(?<=[A-Z].)(?<![“\"(\[#©])(?=[a-z]{2,}\s)|(?<=\S©))"
)
"""Where a break may be lost; a quotation mark with less than two characters after it closes a quotation."""
_STARS = re.compile(r"(?<=[.!?\"”])\*+|\*{2,}")
"""An end mark, often glued to the last sentence."""
_SITE = re.compile(r"[A-Z]\w+\.(?:com|co|id|net|news)\b")
"""The second half of a site's name, as in "SuaraKita.com"."""
_OPENER = re.compile(
    r"(?:B[Aa][Cc][Aa]\s?[Jj][Uu][Gg][Aa]|BACA|Baca [Ss]elengkapnya|Simak|Lihat [Jj]uga|Tonton|Artikel ini|Berita ini|"
    r"C(?:opyright|OPYRIGHT)|Berita [Tt]erkait|Ikuti|Dapatkan|Bagikan|A(?:dvertisement|DVERTISEMENT)|"
    r"S[Cc][Rr][Oo][Ll][Ll]|Halaman|Dilarang)\b|(?:[Pp]enulis|PENULIS|[Ee]ditor|EDITOR|[Rr]eporter|REPORTER|[Pp]ewarta|"
    r"[Rr]edaktur|[Ff]oto|FOTO|[Ss]umber|SUMBER|[Ll]aporan|LAPORAN|[Oo]leh|OLEH|TAGS|[Tt]ags|TOPIK|Topik|Kontributor|"
    r"Fotografer|Video)\s?:"
)
"""What opens boilerplate; its first words are in the lexicon."""
_NO_OPENER = frozenset('(["“/.-_')
"""What stands before a word that opens nothing."""
_BRACKET = re.compile(r"[(\[][^()\[\]\n]{1,120}[)\]]")
_GLUED_ON = frozenset('“"#([')
_BEFORE_BRACKET = frozenset('.!?"”’…\n')
_DATE_IN_BRACKETS = re.compile(r"[(\[]\s?\d[\d/.\- ]*[)\]]$")
_DATELINE_END = re.compile(
    r"\.?(?:\s?[–—−|»]{1,3}|(?<=\s)-{1,3}|-{2,3}|(?<=[\w.)])(?<!\bse)(?<!\bnon)(?<!\beks)-(?=\s|[A-Z“\"])|(?<=[A-Za-z)]):)"
    r"\s*(?=[A-Z\"“‘'(*\[0-9])"
)
_PLACE_IN_CAPITALS = re.compile(r"[A-Z](?<=[a-z] .)[A-Z]{2,}(?: [A-Z]{3,}){0,2}, [\w.]{4,30}\s?[-–—]")
"""A dateline after a name in the same line: "Dewi Lestari CIANJUR, Kabar.id -"."""
_OUT_OF_BRACKET = frozenset(")\n")
_GREETED = re.compile(r"\b(?i:sobat|sahabat|kawan|teman) [A-Z][a-z]+$")
_NAME_AND_DASH = re.compile(r"[A-Z][a-z]+ ?[-–—] ?[A-Z]")
_WORD_BEFORE = re.compile(r"[A-Za-z]{3,}$")
_DATELINE_MARK = re.compile(r"[–—−|»:-]")
"""What each match of ``_DATELINE_END`` holds, with at most a full stop and a space in front."""
_BRACKETED_END = re.compile(r"(?:[^\s()]+ ){0,4}(?:[^\s()]+ ?)?\((?P<inner>[^()\n]*)\)\s?[,.]?(?=\s?[A-Z\"“])")
"""A dateline that ends with a bracket, without a dash: "Jakarta (ANTARA) Harga ..."."""
STAMP = re.compile(
    rf"\d(?:\d?(?:[ /.-](?:{MONTH_BEGINNING})[a-z]*\.?[ ,/-]{{1,2}}\d{{4}}|/\d{{1,2}}/\d{{4}})"
    rf"(?:[ ,|/-]*(?:pukul |jam )?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d\d)?(?:\s?(?:{LOCAL_ZONE}|am|pm))?)?"
    r"|\d* (?:hari|jam|menit|minggu|bulan) (?:yang )?lalu)"
)
"""A time stamp as pages print it, in folded text: "27 des 2018 15:01 wib", "27/12/2018 15:01", "3 jam lalu".

Every form begins with the same digit, so that the search stops at digits only.
"""
_WEEKDAY = re.compile(rf"(?:{LOCAL_WEEKDAY})\s?[,/|]?\s?\(?$")


def cut_pieces(reading: FoldedText, found: Findings, title: str) -> list[tuple[int, int]]:
    """Return (start, end) of the pieces of a text, in order; they hold every character but the white space between.

    ``found``: what the rules found, each of whose spans is one piece; ``title``: the article's, "" where it is unknown.
    """
    cues = find_cue_words(reading.plain)
    text = reading.text
    borders = {0, len(text)}
    borders.update(reading.lines.starts, reading.lines.ends)
    borders.difference_update(_hard_wraps(reading))
    borders.update(match.end() for match in _SENTENCE.finditer(text))
    borders.update(_lost_breaks(text))
    if "*" in text:
        borders.update(border for match in _STARS.finditer(text) for border in match.span())
    borders.update(at for at in cues if _OPENER.match(text, at) and not _opens_nothing(text, at))
    if "(" in text or "[" in text:
        borders.update(_bracket_borders(text))
    borders.update(_head_borders(reading, title))
    ordered = _outside_spans(sorted(borders), found.spans)
    pieces = []
    for start, end in pairwise(ordered):
        piece = text[start:end].lstrip()
        if piece:
            pieces.append((end - len(piece), end - len(piece) + len(piece.rstrip())))
    return pieces


def _outside_spans(borders: list[int], spans: Sequence[Removed]) -> list[int]:
    """Return the borders with those of the rules' spans, and without those inside them: a rule's span is one piece."""
    outside: list[int] = []
    at = 0
    for span in spans:
        inside = bisect_right(borders, span.start, at)
        outside += borders[at:inside]
        outside += (span.start, span.end)
        at = bisect_left(borders, span.end, inside)
    return sorted({*outside, *borders[at:]})


@lru_cache(maxsize=1)
def find_cue_words(plain: str) -> Sequence[int]:
    """Return where words begin that speak for boilerplate, in order. The last text is kept: it is asked for twice."""
    return [start for _, start, _ in _cue_word_finder().find_matches_as_indexes(plain)]


@cache
def _cue_word_finder() -> AhoCorasick:
    """Return a finder of the words, of four letters and more, of the classes that speak for boilerplate."""
    words = (word for word, names in word_classes().items() if len(word) > 3 and not HARMLESS_CLASSES.issuperset(names))
    return AhoCorasick(sorted(words), store_patterns=False, implementation=Implementation.DFA)  # the fastest


def _hard_wraps(reading: FoldedText) -> Iterator[int]:
    """Return ends and starts of lines between which a sentence goes on, wrapped at a width."""
    text = reading.text
    for (start, end), (following, _) in pairwise(reading.lines):
        if text[following].islower() and end - start >= WRAPPED_CHARS and text[end - 1] not in _NO_WRAP:
            yield end
            yield following


def _opens_nothing(text: str, start: int) -> bool:
    """Return whether what looks like an opening word is the end of another, or stands in quotation marks."""
    before = text[start - 1] if start else "\n"
    return before.isupper() or before in _NO_OPENER


def _bracket_borders(text: str) -> Iterator[int]:
    """Return both ends of brackets that stand apart: after a sentence, at a line's end, or glued to a word."""
    for match in _BRACKET.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else "\n"
        after = text[end : end + 1]
        rest = text[end : end + 3].lstrip(" \u00a0")[:1]
        if _DATE_IN_BRACKETS.match(match.group()):
            continue
        apart = (
            before.isalnum()
            or before in _BEFORE_BRACKET
            or (before == " " and (rest in ("", "\n") or text[start - 2 : start - 1] in _BEFORE_BRACKET))
        )
        ends = rest in ("", "\n") or after.isupper() or after in _GLUED_ON
        if apart and (ends or (before == " " and rest.isupper() and INITIAL_LETTERS.fullmatch(match.group()))):
            yield from (start, end)


def _lost_breaks(text: str) -> Iterator[int]:
    """Return offsets where one word is glued to another that begins a sentence or a line."""
    for match in _LOST_BREAK.finditer(text):
        at = match.start()
        low, high = max(0, at - WORD_CHARS), min(len(text), at + WORD_CHARS)
        if text[at] in "([#©":
            yield at
            continue
        before = text[low:at].rsplit(maxsplit=1)[-1]
        after = text[at:high].split(maxsplit=1)[0]
        if len(before) == 1 and before.isupper():
            continue  # "DIakui" for "Diakui"
        site = before[0].isupper() and before.isalpha() and _SITE.match(after)
        if not site and not _is_one_token(text, at, before) and not one_name(before + after, len(before)):
            yield at


def _is_one_token(text: str, at: int, before: str) -> bool:
    """Return whether the capital at ``at`` is inside a topic, a signature or the name of the outlet in front of a dash.

    "#WargaBicara", "(Dewi/KabarKita)", "KabarKita – Harga ...", "Halo Sobat KabarKita".
    """
    bracket = text.rfind("(", max(0, at - BRACKET_CHARS), at)
    in_signature = bracket >= 0 and "/" in text[bracket:at] and _OUT_OF_BRACKET.isdisjoint(text[bracket:at])
    if before[0] == "#" or in_signature or _GREETED.search(text, max(0, at - WORD_CHARS), at):
        return True
    start = at - len(before)
    opens_line = start == 0 or text[start - 1] == "\n"
    return opens_line and before.isalpha() and _NAME_AND_DASH.match(text, at) is not None


def _head_borders(reading: FoldedText, title: str) -> Iterator[int]:
    """Return borders that only the head of a text has, and time stamps at both ends."""
    text, folded = reading.text, reading.folded
    tail = max(STAMP_CHARS, len(text) - STAMP_CHARS)
    for low, high in ((0, min(STAMP_CHARS, len(text))), (tail, len(text))):
        for match in STAMP.finditer(folded, low, high):
            start, end = match.span()
            weekday = _WEEKDAY.search(folded, max(low, start - 12), start)
            start = weekday.start() if weekday else start
            bracketed = text[match.start() - 1 : match.start()] == "(" and text[end : end + 1] == ")"
            if not bracketed and not _in_sentence(text, start, end):
                yield from (start, end)
    yield from (match.start() for match in _PLACE_IN_CAPITALS.finditer(text, 0, min(HEAD_CHARS, len(text))))
    if len(title) > 8:
        at = text.find(title, 0, HEAD_CHARS)
        if at >= 0:
            yield from (at, at + len(title))
    for start, end in reading.lines[:HEAD_LINES]:
        if start > HEAD_CHARS:
            break
        reach = start + (HEAD_DASH_CHARS if start < STAMP_CHARS else DASH_CHARS)
        yield from _dateline_ends(text, start, min(end, reach))
        bracket = _BRACKETED_END.match(text, start, min(end, start + BRACKET_CHARS))
        if bracket and not is_abbreviation(bracket["inner"], text, bracket.start("inner") - 1):
            yield bracket.end()


def _dateline_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Return where the matches of ``_DATELINE_END`` end; it is tried only where its mark stands."""
    for mark in _DATELINE_MARK.finditer(text, start, stop):
        for begin in range(max(start, mark.start() - 2), mark.end()):
            match = _DATELINE_END.match(text, begin, stop)
            if match and not _joins_words(text, mark.start()):
                start = match.end()
                yield start
                break


def _joins_words(text: str, at: int) -> bool:
    """Return whether the dash at ``at`` joins two figures, "7–8 November", or says a word twice: "Saudara-Saudara"."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isdigit() and after.isdigit():
        return True
    twice = _WORD_BEFORE.search(text, max(0, at - WORD_CHARS), at)
    return twice is not None and text.startswith(twice.group(), at + 1)


def _in_sentence(text: str, start: int, end: int) -> bool:
    """Return whether a date at ``start`` to ``end`` is of a sentence: "pada hari Rabu, 5 Februari 2020, di ..."."""
    before = text[max(0, start - WORD_CHARS) : start].rsplit(maxsplit=1)
    after = text[end : end + 3]
    goes_on = after[:1] in ",)" or after.lstrip(" ")[:1].islower()
    return bool(before) and before[-1].islower() and (goes_on or (text[start - 1] == " " and before[-1].isalpha()))
