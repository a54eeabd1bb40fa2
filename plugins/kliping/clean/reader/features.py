"""Describe the pieces of a text by named features, from which the reader decides what is story.

A feature is a short string. Each piece has its own features; what its neighbours need to know of it (``near`` for the
pieces right before and behind it, ``far`` for those two away) is listed apart, so that nothing is written twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.context import close_story, describe_context
from kliping.clean.reader.cutting import telling_offsets
from kliping.clean.reader.marks import read_marks
from kliping.clean.reader.piece import COMMON_CLASSES, Buckets, Piece, bundle
from kliping.clean.reader.plain import EDGE_FOOT, EDGE_HEAD, is_deep, is_plain
from kliping.clean.reader.signature import find_signature
from kliping.clean.reader.tokens import Token, read_token
from kliping.clean.rules.findings import Findings
from kliping.model import Removed

BAG_WORDS, BAG_PAIRS = 25, 6
"""A piece of no more words than this has each word, or each pair of words, as a feature."""
LONG_WORDS = 60
"""Words of a long piece that are looked at, from its beginning."""
SENTENCE_WORDS = 7
"""A sentence has at least this many words."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|_")
_WORDS = re.compile(r"\w+")
_ENDS = '.!?…"”)]'
_NO_CLASSES: Counter[str] = Counter()
_TIMES = frozenset({"day", "month", "time"})
_LONG_WORD = re.compile(r"\w{4,}")

_COUNT = Buckets("nw", 0, 1, 2, 3, 5, 8, 12, 18, 30)
_LENGTH = Buckets("ln", 4, 10, 20, 40, 70, 110, 160, 250, 400)
_DENSITY = Buckets("dens", 0, 0.1, 0.2, 0.35, 0.5, 0.75)
_CAPITALS = Buckets("caps", 0.1, 0.25, 0.5, 0.75, 0.99)
_UPPER = Buckets("up", 0, 0.3, 0.7, 0.99)
_CONTENT = Buckets("lowc", 0, 1, 2, 4)
_TITLE = Buckets("tit", 0, 0.2, 0.4, 0.7, 0.99)


def describe_pieces(reading: FoldedText, found: Findings, pieces: Sequence[tuple[int, int]], title: str) -> list[Piece]:
    """Return the pieces with their features, in order; plain sentences deep inside the story are one piece together."""
    text = reading.text
    outlet = _outlet_words(found)
    title_words = frozenset(word for word in _WORDS.findall(title.lower()) if len(word) > 2)
    spans = {span.start: span for span in found.spans}
    telling = telling_offsets(reading.plain)
    last_piece = len(pieces) - 1
    signed = find_signature(text, pieces)
    plain = []
    for index, (start, end) in enumerate(pieces):
        inner = EDGE_HEAD <= index <= last_piece - EDGE_FOOT
        sure = index < signed and start not in spans
        plain.append(sure and is_plain(text, start, end, telling, inner=inner))
    described: list[Piece] = []
    index, count = 0, len(pieces)
    while index < count:
        start, end = pieces[index]
        last = index
        while is_deep(plain, last):
            last += 1
        if last > index:
            described.append(_deep_piece(start, pieces[last - 1][1]))
            index = last
            continue
        if plain[index]:
            described.append(_describe_plain(text, start, end, title_words))
        else:
            span = spans.get(start)
            described.append(
                _describe_span(text, start, end, span) if span else _describe(text, start, end, title_words, outlet)
            )
        index += 1
    if signed < len(pieces):
        close_story(described, pieces[signed][0])
    describe_context(described, Counter(_LONG_WORD.findall(reading.folded)))
    return described


def _outlet_words(found: Findings) -> frozenset[str]:
    if found.dateline is None or not found.dateline.outlet:
        return frozenset()
    return frozenset(word for word in _WORDS.findall(found.dateline.outlet.lower()) if len(word) > 2) - {"com", "net"}


def _describe(text: str, start: int, end: int, title_words: frozenset[str], outlet: frozenset[str]) -> Piece:
    """Describe one piece by what it says, by the characters around it, and by the title."""
    known = _read_piece(text[start:end], *_borders(text, start, end), outlet)
    alone = list(known.alone)
    if title_words:
        alone += _title_overlap(known.words, title_words, known.key)
    return Piece(
        start, end, known.key, known.words, known.classes, known.density, known.digits, known.signature, known.last,
        list(known.marks), None, known.prose, known.border, alone=alone, near=list(known.near), far=list(known.far),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _read_piece(piece: str, before: str, behind: str, outlet: frozenset[str]) -> Piece:
    """Return what a piece says, wherever it stands: a text that is read twice and a page's boilerplate repeat them."""
    tokens = [*map(read_token, _TOKEN.findall(piece))] or [read_token("_")]
    words = [token for token in tokens if token.is_word]
    lower = [word.lower for word in words]
    count = len(words)
    letters = sum([word.letters for word in words])
    share = sum([word.capital for word in words]) / max(1, letters)
    content = sum([word.content for word in words])
    last = piece[-1]
    sentence = count >= SENTENCE_WORDS and share <= 0.5 and last in '.!?"”…'
    title_case = count >= 4 and content <= max(1, 0.2 * letters) and last not in ".,:;"
    key = _key(count, count - letters, sentence=sentence, title_case=title_case)
    named = [name for word in words if word.classes for name in word.classes]
    classes = Counter(named) if named else _NO_CLASSES
    dense = sum([name not in COMMON_CLASSES for name in named]) / max(1, count)
    shapes = [token.shape for token in tokens]
    border = before + behind
    near = [
        _COUNT(count),
        _LENGTH(len(piece)),
        "bn=" + border,
        "end=" + (last if not last.isalnum() else "w"),
        "beg=" + tokens[0].shape[:2],
        "key=" + key,
    ]
    alone = [
        "bias",
        f"bn={border}{key}",
        f"b0={before}{lower[0] if lower and words[0].classes else ''}",
        f"case={before}{'l' if piece[0].islower() else 'u'}",
        _DENSITY(dense),
    ]
    if count >= 2:
        alone.append(_CAPITALS(share))
        alone.append(_UPPER(sum([word.upper for word in words]) / count))
        alone.append(_CONTENT(content))
    near += _class_features(classes, count)
    marks = read_marks(piece, words, outlet)
    alone += _word_features(words, lower, shapes)
    alone += _pair_classes(classes)
    far = ["key=" + key, *marks]
    if lower and count <= 6:
        near.append("w=" + "_".join(lower[:2]))
    near += far[1:]
    signature = "|".join(sorted(set(shapes))) if count < 25 else ""
    return Piece(
        0, len(piece), key, lower, classes, dense, count - letters, signature, last, marks, None, sentence, border,
        alone=alone, near=near, far=far,
    )  # fmt: skip


def _describe_span(text: str, start: int, end: int, span: Removed) -> Piece:
    """Describe what a rule cuts: the rule's word says more than those of the text."""
    border = "".join(_borders(text, start, end))
    near = ["key=rule", "R:" + span.kind, "R:" + span.rule, "bn=" + border, _LENGTH(end - start)]
    return Piece(
        start, end, "rule", [], _NO_CLASSES, 0.0, 0, "", text[end - 1], [], span, False, border,
        alone=["bias"], near=near, far=["key=rule", "R:" + span.kind, "R:" + span.rule],
    )  # fmt: skip


def _describe_plain(text: str, start: int, end: int, title_words: frozenset[str]) -> Piece:
    """Describe a plain sentence."""
    words = _WORDS.findall(text[start:end].lower())
    border = "".join(_borders(text, start, end))
    last = text[end - 1]
    piece = Piece(
        start, end, "sent", words, _NO_CLASSES, 0.0, 0, "", last, [], None, True, border,
        alone=["bias"], bundles=[_plain_bundle(border, _LENGTH(end - start))],
        near=["key=sent", "bn=" + border, "end=" + last, "plain"], far=["key=sent"],
    )  # fmt: skip
    if title_words:
        piece.alone += _title_overlap(words, title_words, "sent")
    return piece


@cache
def _plain_bundle(border: str, length: str) -> int:
    return bundle(f"bn={border}sent", length)


def _deep_piece(start: int, end: int) -> Piece:
    """Return the piece for plain sentences deep inside the story."""
    return Piece(
        start, end, "sent", [], _NO_CLASSES, 0.0, 0, "", ".", [], None, True, "SS",
        deep=True, alone=["bias"], near=["key=sent", "deep"], far=["key=sent"],
    )  # fmt: skip


def _key(count: int, figures: int, *, sentence: bool, title_case: bool) -> str:
    """Name what a piece of ``count`` words, ``figures`` of them numbers, looks like."""
    if sentence:
        return "sent"
    if count and figures >= 0.4 * count:
        return "num"
    if count < 4:
        return "short"
    return "title" if title_case else "mid"


def _borders(text: str, start: int, end: int) -> tuple[str, str]:
    """Name what parts a piece from what stands before and behind it.

    ``L`` a line break, ``G`` nothing (glued), ``S`` the end of a sentence, ``M`` and ``m`` the middle of one.
    """
    if start == 0 or "\n" in text[max(0, start - 3) : start]:
        before = "L"
    elif not text[start - 1].isspace():
        before = "G"
    else:
        earlier = text[max(0, start - 6) : start].rstrip()
        before = "S" if earlier and earlier[-1] in _ENDS else "M"
    if end >= len(text) or "\n" in text[end : end + 3]:
        return before, "L"
    if not text[end].isspace():
        return before, "G"
    if text[end - 1] in _ENDS:
        return before, "S"
    following = text[end : end + 6].lstrip()[:1]
    return before, "M" if following.islower() or following.isdigit() else "m"


def _word_features(words: Sequence[Token], lower: Sequence[str], shapes: Sequence[str]) -> list[str]:
    found = ["s3=" + "|".join(shapes[:3]), "e3=" + "|".join(shapes[-3:])]
    if not lower:
        return found
    found += words[0].first
    found.append(words[-1].final)
    if len(lower) > 1:
        found.append(f"w1={lower[0]}_{lower[1]}")
        found += words[1].second
    if len(lower) <= BAG_WORDS:
        found += {word.bag for word in words}
    if len(lower) <= BAG_PAIRS:
        found += [f"bb={one}_{other}" for one, other in pairwise(lower)]
    return found


def _class_features(classes: Counter[str], count: int) -> list[str]:
    found = []
    for name, number in classes.items():
        if name in COMMON_CLASSES:
            found.append("c:" + name)
            continue
        found.append(f"c:{name}={min(number, 2)}")
        if number >= 0.3 * count:
            found.append("d:" + name)
    return found


def _pair_classes(classes: Counter[str]) -> list[str]:
    names = sorted(name for name in classes if name not in COMMON_CLASSES and name not in _TIMES)
    return [f"cc:{one}+{other}" for index, one in enumerate(names) for other in names[index + 1 :]]


def _title_overlap(lower: Sequence[str], title_words: frozenset[str], key: str) -> list[str]:
    size = sum([len(word) > 2 for word in lower])
    if not size:
        return []
    share = _TITLE(sum(map(title_words.__contains__, lower)) / size)
    return [share, share + key]
