"""Describe the pieces of a text by features, from which the reader decides what is story.

A feature is known by its name in training and by its number otherwise (``weights.py``), and all that describe one thing
by a bundle of them. A name that begins with ``~`` is seen by the pieces right beside, too, and one with ``~~`` by those
two away as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.context import close_story, describe_context
from kliping.clean.reader.cutting import find_cue_words
from kliping.clean.reader.marks import read_marks
from kliping.clean.reader.piece import COMMON_CLASSES, Buckets, Piece
from kliping.clean.reader.plain import EDGE_FOOT, EDGE_HEAD, is_deep, is_plain
from kliping.clean.reader.signature import find_signature
from kliping.clean.reader.tokens import Token, blank_marks, read_token, split_counts
from kliping.clean.reader.weights import bundle, feature_numbers, keep_numbers
from kliping.clean.rules.findings import Findings
from kliping.model import Removed, RemovedKind

BAG_WORDS, BAG_PAIRS = 25, 6
"""A piece of no more words than this has each word, or each pair of words, as a feature."""
LONG_WORDS = 25
"""Pieces of this many words or more get no feature for the shapes of their tokens."""
SENTENCE_WORDS = 7
"""A sentence has at least this many words."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|_")
_WORDS = re.compile(r"\w+")
_ENDS = '.!?…"”)]'
_SENTENCE_ENDS = frozenset('.!?"”…')
_NO_TITLE_ENDS = frozenset(".,:;")
_TIMES = frozenset({"day", "month", "time"})

_COUNT = Buckets("~nw", 0, 1, 2, 3, 5, 8, 12, 18, 30)
_LENGTH = Buckets("~ln", 4, 10, 20, 40, 70, 110, 160, 250, 400)
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
    cues = find_cue_words(reading.plain)
    blanked = blank_marks(reading.folded)
    count = len(pieces)
    signed = find_signature(text, pieces, max((span.end for span in found.spans if span.kind == "dateline"), default=0))
    plain = []
    for index, (start, end) in enumerate(pieces):
        inner = EDGE_HEAD <= index < count - EDGE_FOOT
        sure = index < signed and start not in spans
        plain.append(sure and is_plain(text, start, end, cues, inner=inner))
    described: list[Piece] = []
    index = 0
    while index < count:
        start, end = pieces[index]
        last = index
        while is_deep(plain, last):
            last += 1
        if last > index:
            described.append(_describe_deep(start, pieces[last - 1][1]))
            index = last
            continue
        if plain[index]:
            described.append(_describe_plain(text, start, end, blanked[start:end].split(), title_words))
        elif start in spans:
            described.append(_describe_span(text, start, end, spans[start]))
        else:
            described.append(_describe(text, start, end, title_words, outlet))
        index += 1
    if signed < count:
        close_story(described, pieces[signed][0])
    describe_context(described, blanked.split())
    return described


def _outlet_words(found: Findings) -> frozenset[str]:
    if found.dateline is None or not found.dateline.outlet:
        return frozenset()
    return frozenset(word for word in _WORDS.findall(found.dateline.outlet.lower()) if len(word) > 2) - {"com", "net"}


def _describe(text: str, start: int, end: int, title_words: frozenset[str], outlet: frozenset[str]) -> Piece:
    """Describe one piece by what it says, by the characters around it, and by the title."""
    known = _read_piece(text[start:end], *find_borders(text, start, end), outlet)
    piece = Piece(
        start, end, known.key, known.border, known.last, known.features.copy(), known.words, known.classes,
        known.density, known.digits, known.shapes, known.marks.copy(), None, known.prose,
    )  # fmt: skip
    if title_words:
        piece.features += _compare_title(known.words, title_words, known.key)
    return piece


@keep_numbers(most=1024)
def _read_piece(piece: str, before: str, after: str, outlet: frozenset[str]) -> Piece:
    """Return what a piece says, wherever it stands: a text that is read twice and a page's boilerplate repeat them."""
    tokens = [*map(read_token, _TOKEN.findall(piece))] or [read_token("_")]
    words = [token for token in tokens if token.is_word]
    count, last = len(words), piece[-1]
    letters, capitals, upper, content = split_counts(sum([word.counts for word in words]))
    share = capitals / max(1, letters)
    sentence = count >= SENTENCE_WORDS and share <= 0.5 and last in _SENTENCE_ENDS
    title_case = count >= 4 and content <= max(1, 0.2 * letters) and last not in _NO_TITLE_ENDS
    key = _name_key(count, count - letters, sentence=sentence, title_case=title_case)
    named = tuple([name for word in words if word.classes for name in word.classes])
    classes, cues, features = _read_classes(named, count) if named else ((), 0, ())
    density = cues / max(1, count)
    border = before + after
    numbers = feature_numbers()
    found = [
        _shape(bisect_left(_COUNT.limits, count), bisect_left(_LENGTH.limits, len(piece)), border, key),
        _letter_case(
            bisect_left(_DENSITY.limits, density), bisect_left(_CAPITALS.limits, share),
            bisect_left(_UPPER.limits, upper / max(1, count)), bisect_left(_CONTENT.limits, content), count > 1,
        ),
        _first_letter(before, piece[0].islower()),
        numbers[f"b0={before}{words[0].lower if words and words[0].classes else ''}"],
        tokens[0].begins,
        tokens[-1].ends,
        *features,
    ]  # fmt: skip
    shapes = [token.shape for token in tokens]
    found.append(numbers["s3=" + "|".join(shapes[:3])])
    found.append(numbers["e3=" + "|".join(shapes[-3:])])
    if words:
        found += _read_bag(words)
    marks = read_marks(piece, words, outlet, has_digits=letters < count)
    found += [numbers["~~" + mark] for mark in marks]
    return Piece(
        0, len(piece), key, border, last, found, [word.lower for word in words], classes, density, count - letters,
        frozenset(shapes if count < LONG_WORDS else ()), marks, None, sentence,
    )  # fmt: skip


@keep_numbers()
def _shape(count: int, length: int, border: str, key: str) -> int:
    """Return the bundle for how long a piece is (places in ``_COUNT`` and ``_LENGTH``), its borders and its look."""
    return bundle(
        "bias", _COUNT.names[count], _LENGTH.names[length], "~bn=" + border, f"bn={border}{key}", "~~key=" + key
    )


@keep_numbers()
def _letter_case(density: int, capitals: int, upper: int, content: int, several: bool) -> int:
    """Return the bundle for how many words tell, and, where there are ``several``, how many have capitals."""
    names = [_DENSITY.names[density]]
    if several:
        names += (_CAPITALS.names[capitals], _UPPER.names[upper], _CONTENT.names[content])
    return bundle(*names)


@keep_numbers()
def _first_letter(before: str, small: bool) -> int:
    case = "l" if small else "u"
    return bundle(f"case={before}{case}")


@keep_numbers(most=1 << 14)
def _read_classes(named: tuple[str, ...], count: int) -> tuple[tuple[str, ...], int, tuple[int, ...]]:
    """Return what the classes of the words of a piece of ``count`` words say.

    Those beside the commonest, each once and sorted; how many words are of one; the numbers of their features.
    """
    numbers = feature_numbers()
    classes = sorted(set(named))
    rarer = [name for name in classes if name not in COMMON_CLASSES]
    untimed = [name for name in rarer if name not in _TIMES]
    found = [numbers["~c:" + name] for name in classes if name in COMMON_CLASSES]
    found += [numbers[f"~c:{name}={min(named.count(name), 2)}"] for name in rarer]
    found += [numbers["~d:" + name] for name in rarer if named.count(name) >= 0.3 * count]
    found += [numbers[f"cc:{one}+{other}"] for at, one in enumerate(untimed) for other in untimed[at + 1 :]]
    return tuple(rarer), sum(map(named.count, rarer)), tuple(found)


def _describe_span(text: str, start: int, end: int, span: Removed) -> Piece:
    """Describe what a rule cuts: the rule's word says more than those of the text."""
    border = "".join(find_borders(text, start, end))
    said = _ruled(span.kind, span.rule, border, bisect_left(_LENGTH.limits, end - start))
    return Piece(start, end, "rule", border, text[end - 1], [said], rule=span)


@keep_numbers()
def _ruled(kind: RemovedKind, rule: str, border: str, length: int) -> int:
    return bundle("bias", "~~key=rule", "~~R:" + kind, "~~R:" + rule, "~bn=" + border, _LENGTH.names[length])


def _describe_plain(text: str, start: int, end: int, words: list[str], title_words: frozenset[str]) -> Piece:
    """Describe a plain sentence; ``words``: its own, folded."""
    border = "".join(find_borders(text, start, end))
    last = text[end - 1]
    features = [_plain(border, bisect_left(_LENGTH.limits, end - start), last)]
    if title_words:
        features += _compare_title(words, title_words, "sent")
    return Piece(start, end, "sent", border, last, features, words, prose=True)


@keep_numbers()
def _plain(border: str, length: int, last: str) -> int:
    return bundle(
        "bias",
        "~~key=sent",
        "~bn=" + border,
        f"bn={border}sent",
        _LENGTH.names[length].lstrip("~"),
        "~end=" + last,
        "~plain",
    )


def _describe_deep(start: int, end: int) -> Piece:
    """Return the piece for plain sentences deep inside the story."""
    return Piece(start, end, "sent", "SS", ".", [_deep()], prose=True, deep=True)


@keep_numbers()
def _deep() -> int:
    return bundle("bias", "~~key=sent", "~deep")


def _name_key(count: int, figures: int, *, sentence: bool, title_case: bool) -> str:
    """Name what a piece of ``count`` words, ``figures`` of them numbers, looks like."""
    if sentence:
        return "sent"
    if count and figures >= 0.4 * count:
        return "num"
    if count < 4:
        return "short"
    return "title" if title_case else "mid"


def find_borders(text: str, start: int, end: int) -> tuple[str, str]:
    """Name what parts a piece from what stands before and after it.

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


def _read_bag(words: Sequence[Token]) -> list[int]:
    """Return the numbers of the features for the words of a piece: the first, the last, each, and pairs of them."""
    numbers = feature_numbers()
    first, count = words[0], len(words)
    found = [*first.first, words[-1].final]
    if count > 1:
        found.append(numbers[f"w1={first.lower}_{words[1].lower}"])
        found += words[1].second
    if count <= BAG_WORDS:
        found += {word.bag for word in words}
    if count <= BAG_PAIRS:
        found += [numbers[f"bb={one.lower}_{other.lower}"] for one, other in pairwise(words)]
        found.append(numbers["~w=" + "_".join([word.lower for word in words[:2]])])
    return found


def _compare_title(lower: Sequence[str], title_words: frozenset[str], key: str) -> tuple[int, ...]:
    """Return the bundle for how many words of a piece the title has; none for a piece without words."""
    size = sum([len(word) > 2 for word in lower])
    if not size:
        return ()
    return (_titled(bisect_left(_TITLE.limits, sum(map(title_words.__contains__, lower)) / size), key),)


@keep_numbers()
def _titled(share: int, key: str) -> int:
    return bundle(_TITLE.names[share], _TITLE.names[share] + key)
