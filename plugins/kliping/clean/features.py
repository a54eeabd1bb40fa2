"""Describe the pieces of a text by named features, from which the reader decides what is story.

A feature is a short string. Each piece has its own features; what its neighbours need to know of it (``near`` for the
pieces right before and behind it, ``far`` for those two away) is listed apart, so that nothing is written twice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kliping.clean.dateline import is_place
from kliping.clean.findings import Findings
from kliping.clean.pieces import STAMP, telling_offsets
from kliping.clean.text import Reading
from kliping.clean.words import FUNCTION_WORDS, word_list
from kliping.lexicon import word_classes
from kliping.model import Removed

BAG_WORDS, BAG_PAIRS = 25, 6
"""A piece of no more words than this has each word, or each pair of words, as a feature."""
LONG_WORDS = 60
"""Words of a long piece that are looked at, from its beginning."""
SENTENCE_WORDS = 7
"""A sentence has at least this many words."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\s\w]|_")
_DOMAIN = re.compile(r"(?i)\b[\w-]{2,}\.(?:com|co\.id|id|net|co|tv|org|go\.id|news|ac\.id)\b")
_DOT_INSIDE = re.compile(r"\.\w")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b")
_PHONE = re.compile(r"(?:\+62|\b0)[\d\- ]{8,}")
_INITIALS = re.compile(r"[(\[]\s?(?:\*{1,3}|[A-Za-z*]{1,6}(?:[/\-,|&; ]+[A-Za-z0-9*]{1,9}){0,3})\s?[)\]]")
_SIGNS = (
    ("url", frozenset("/w"), re.compile(r"(?i)https?://|www\.")),
    ("hand", frozenset("@#"), re.compile(r"(?<!\w)[@#]\w")),
    ("pipe", frozenset("|"), re.compile(r"\|")),
    ("cpr", frozenset("©"), re.compile("©")),
    ("dash$", frozenset("-–—"), re.compile("[-–—]$")),
    ("cutoff", frozenset("…."), re.compile(r"(?:…|\[…\]|\.\.\.)$")),
    ("bullet", frozenset("-–•*»>►▶"), re.compile("^[-–•*»>►▶]")),
)
"""Marks of a piece: name, characters one of which must occur, pattern."""
NEAR_START = 30
"""A domain that begins in so many characters opens its piece."""
_PLACE_END = re.compile(r"[,(\-–—:|]")
_WORDS = re.compile(r"\w+")
_INTRODUCES = word_list("introduces_list")
_VERBS = frozenset(word.lower() for word in word_list("headline_verbs"))
_ENDS = '.!?…"”)]'
_COMMON = frozenset({"function", "say"})
_NO_CLASSES: Counter[str] = Counter()
_TIMES = frozenset({"day", "month", "time"})
PLAIN_CHARS = 30
"""A plain sentence is no shorter, in characters."""
PLAIN_SHARE = 50
"""A plain sentence holds no more than one word in so many characters that speaks for boilerplate."""
EDGE_HEAD, EDGE_FOOT = 4, 12
"""Pieces from either end of a text in which a sentence is looked at closely: within the story none is cut."""
DEEP_HEAD, DEEP_FOOT = 3, 8
"""Pieces from either end of a text that are never taken together."""
_ODD = re.compile(r"[|©@#\[\]{}<>*•►▶»…/.](?:(?<![/.])|(?<=[A-Za-z]/)|(?<=[A-Za-z]\.)\w)")
"""What a plain sentence does not hold: a sign, a slash behind a letter, a full stop inside a word."""
_PLAIN_ENDS, _QUOTES = frozenset('.!?"”'), frozenset('"“')
_LONG_WORD = re.compile(r"\w{4,}")
_CAPITAL = re.compile(r"[A-Z](?<!\w[A-Z])")
"""The first letter of a word, if it is a capital; the search stops at capitals only."""
_END_KINDS = frozenset({"credit", "copyright", "syndication", "tags", "share"})


class Word(NamedTuple):
    """What is looked at in one token."""

    lower: str
    shape: str
    classes: tuple[str, ...]
    is_word: bool
    letters: bool
    capital: bool
    upper: bool
    content: bool
    """In lower case, where Title Case would have a capital."""
    bag: str
    first: tuple[str, ...]
    """Its features as the first word of a piece, ..."""
    second: tuple[str, ...]
    """... as the second, ..."""
    final: str
    """... and as the last one."""


@lru_cache(maxsize=1 << 16)
def look_up(token: str) -> Word:
    """Return the properties of a token."""
    lower = token.lower()
    letters = token.isalpha()
    upper = letters and token.isupper() and len(token) > 1
    content = letters and token.islower() and len(token) > 1 and lower not in FUNCTION_WORDS
    classes = word_classes().get(lower, ())
    first: tuple[str, ...] = ("w0=" + lower,)
    second: tuple[str, ...] = ()
    if classes:
        first += tuple([f"p0:{name}" for name in classes])
        second = tuple([f"p1:{name}" for name in classes])
    return Word(
        lower, _shape(token), classes, token[0].isalnum(), letters, letters and token[0].isupper(), upper, content,
        "b=" + lower, first, second, "wl=" + lower,
    )  # fmt: skip


def _shape(token: str) -> str:
    """Name the kind of token: "0" digits, "A" capitals, "X" one capital, "a" small, "Aa" a capitalised word."""
    if token.isdigit():
        return "0"
    if not token.isalpha():
        return token
    if token.isupper():
        return "A" if len(token) > 1 else "X"
    if token.islower():
        return "a"
    return "Aa" if token[0].isupper() else "aA"


class Buckets:
    """Names of features for a number: ``name=limit`` for the first limit that it does not exceed, or ``name=+``."""

    def __init__(self, name: str, *limits: float) -> None:
        self.limits = limits
        self.names = [f"{name}={limit}" for limit in (*limits, "+")]

    def __call__(self, value: float) -> str:
        """Return the feature for ``value``."""
        return self.names[bisect_left(self.limits, value)]


_COUNT = Buckets("nw", 0, 1, 2, 3, 5, 8, 12, 18, 30)
_LENGTH = Buckets("ln", 4, 10, 20, 40, 70, 110, 160, 250, 400)
_DENSITY = Buckets("dens", 0, 0.1, 0.2, 0.35, 0.5, 0.75)
_CAPITALS = Buckets("caps", 0.1, 0.25, 0.5, 0.75, 0.99)
_UPPER = Buckets("up", 0, 0.3, 0.7, 0.99)
_CONTENT = Buckets("lowc", 0, 1, 2, 4)
_TITLE = Buckets("tit", 0, 0.2, 0.4, 0.7, 0.99)
_RUN_LENGTH = Buckets("rl", 1, 2, 4, 8, 16)
_RUN_DENSITY = Buckets("rd", 0, 0.05, 0.1, 0.2, 0.4)
_RUN_FIGURES = Buckets("rg", 0, 0.1, 0.25, 0.5)
_RUN_RULES = Buckets("rr", 0, 1, 3)
_RUN_TITLES = Buckets("rt", 0, 0.2, 0.5, 0.8)
_RUN_STAMPS = Buckets("rs", 0, 0.1, 0.3, 0.6)
_RUN_ALIKE = Buckets("rsg", 0, 0.3, 0.7)
_CUES_BEFORE = Buckets("rq", 0, 1, 3)
_CUES_BEHIND = Buckets("rp", 0, 1, 3)
_FROM_START = Buckets("ri", 0, 1, 2)
_FROM_END = Buckets("rj", 0, 1, 2)
_INDEX = Buckets("i", 0, 1, 2, 3, 5, 8, 15)
_INDEX_BACK = Buckets("j", 0, 1, 2, 3, 5, 8, 15)
_STORY_BEFORE = Buckets("pa", 0, 150, 400, 1000, 3000)
_STORY_BEHIND = Buckets("pb", 0, 150, 400, 1000, 3000)
_TO_DATELINE = Buckets("b4dl", 1, 2, 4)
_END_CUES = Buckets("cues", 1, 2, 4)
_OVERLAP = Buckets("vo", 0, 0.15, 0.3, 0.45, 0.6, 0.8)


@dataclass(slots=True)
class Piece:
    """One piece of a text and what is known of it."""

    start: int
    end: int
    key: str
    """What it looks like: ``sent``, ``title``, ``short``, ``num`` or ``mid``."""
    words: list[str]
    classes: Counter[str]
    density: float
    """Share of words that are of a class other than the commonest."""
    digits: int
    signature: str
    """The shapes of its tokens, as a set: lines of one list have the same."""
    last: str
    marks: list[str]
    rule: Removed | None
    """The rule's span that covers all of it."""
    prose: bool
    border: str
    """What parts it from its neighbours: two letters of ``_borders``."""
    deep: bool = False
    behind: str = ""
    """How much of the story stands behind it."""
    alone: list[str] = field(default_factory=list)
    """Features that weigh on itself only; those in ``near`` do so, too."""
    near: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)

    @property
    def own(self) -> list[str]:
        """All features that weigh on itself."""
        return self.alone + self.near

    @property
    def is_cue(self) -> bool:
        """Does it speak for boilerplate on its own?"""
        return self.rule is not None or self.density >= 0.34 or not {"cpr", "init", "url"}.isdisjoint(self.marks)


def describe_pieces(reading: Reading, found: Findings, pieces: Sequence[tuple[int, int]], title: str) -> list[Piece]:
    """Return the pieces with their features, in order; plain sentences deep inside the story are one piece together."""
    text = reading.text
    outlet = _outlet_words(found)
    title_words = frozenset(word for word in _WORDS.findall(title.lower()) if len(word) > 2)
    spans = {span.start: span for span in found.spans}
    telling = telling_offsets(reading.plain)
    last_piece = len(pieces) - 1
    plain = []
    for index, (start, end) in enumerate(pieces):
        inner = EDGE_HEAD <= index <= last_piece - EDGE_FOOT
        plain.append(start not in spans and _is_plain(text, start, end, telling, inner=inner))
    described: list[Piece] = []
    index, count = 0, len(pieces)
    while index < count:
        start, end = pieces[index]
        last = index
        while _is_deep(plain, last):
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
    _mark_repeated(described)
    _add_runs(described)
    _add_places(described)
    _add_overlap(described, Counter(_LONG_WORD.findall(reading.folded)))
    return described


def _is_plain(text: str, start: int, end: int, telling: Sequence[int], *, inner: bool) -> bool:
    """Tell whether a piece is one of a story's many plain sentences, or ``inner`` part of one. Most are: this is quick.

    ``inner``: does it stand well inside the text, where no sentence is cut?
    """
    if _has_sentence_shape(text, start, end):
        return inner or _tells_little(text, start, end, telling)
    if not inner or "\n" in text[start - 3 : start] or "\n" in text[end : end + 3]:
        return False
    apart = text[start - 1].isspace() and text[end : end + 1].isspace()
    return apart and _tells_little(text, start, end, telling) and not _ODD.search(text, start, end)


def _has_sentence_shape(text: str, start: int, end: int) -> bool:
    """Tell whether a piece begins and ends like a sentence and has no more capitals than one."""
    if end - start < PLAIN_CHARS or text[end - 1] not in _PLAIN_ENDS:
        return False
    if not (text[start].isupper() or text[start] in _QUOTES):
        return False
    piece = text[start:end]
    return not _ODD.search(piece) and len(_CAPITAL.findall(piece)) * 2 <= piece.count(" ") + 1


def _tells_little(text: str, start: int, end: int, telling: Sequence[int]) -> bool:
    """Tell whether next to no word of a piece, and not its first, speaks for boilerplate."""
    first = bisect_left(telling, start)
    told = bisect_left(telling, end) - first
    opens = start + (text[start] in _QUOTES)
    return told * PLAIN_SHARE <= end - start and not (told and telling[first] == opens)


def _is_deep(plain: Sequence[bool], index: int) -> bool:
    """Tell whether a piece is plain like its neighbours, and far from both ends."""
    return DEEP_HEAD <= index < len(plain) - DEEP_FOOT and all(plain[index - 1 : index + 2])


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
    """Return what a piece says, wherever it stands: a text that is read twice and a page's furniture repeat them."""
    tokens = [*map(look_up, _TOKEN.findall(piece))] or [look_up("_")]
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
    classes = Counter([name for word in words for name in word.classes])
    dense = sum([number for name, number in classes.items() if name not in _COMMON]) / max(1, count)
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
    marks = _marks(piece, words, outlet)
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
        near=near, far=["key=rule", "R:" + span.kind, "R:" + span.rule],
    )  # fmt: skip


def _describe_plain(text: str, start: int, end: int, title_words: frozenset[str]) -> Piece:
    """Describe a plain sentence."""
    words = _WORDS.findall(text[start:end].lower())
    border = "".join(_borders(text, start, end))
    last = text[end - 1]
    near = ["key=sent", "bn=" + border, "end=" + last, "plain"]
    alone = [f"bn={border}sent", _LENGTH(end - start)]
    if title_words:
        alone += _title_overlap(words, title_words, "sent")
    return Piece(
        start, end, "sent", words, _NO_CLASSES, 0.0, 0, "", last, [], None, True, border,
        alone=alone, near=near, far=["key=sent"],
    )  # fmt: skip


def _deep_piece(start: int, end: int) -> Piece:
    """Return the piece for plain sentences deep inside the story."""
    return Piece(
        start, end, "sent", [], _NO_CLASSES, 0.0, 0, "", ".", [], None, True, "SS",
        deep=True, near=["key=sent", "deep"], far=["key=sent"],
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


def _word_features(words: Sequence[Word], lower: Sequence[str], shapes: Sequence[str]) -> list[str]:
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
        if name in _COMMON:
            found.append("c:" + name)
            continue
        found.append(f"c:{name}={min(number, 2)}")
        if number >= 0.3 * count:
            found.append("d:" + name)
    return found


def _pair_classes(classes: Counter[str]) -> list[str]:
    names = sorted(name for name in classes if name not in _COMMON and name not in _TIMES)
    return [f"cc:{one}+{other}" for index, one in enumerate(names) for other in names[index + 1 :]]


def _marks(piece: str, words: Sequence[Word], outlet: frozenset[str]) -> list[str]:
    """Return the names of the signs in a piece that words do not show."""
    marks = _domain_marks(piece) if _DOT_INSIDE.search(piece) else []
    characters = frozenset(piece)
    marks += [name for name, signs, found in _SIGNS if not signs.isdisjoint(characters) and found.search(piece)]
    if not all(word.letters for word in words):
        marks += _figure_marks(piece.lower())
    if piece[0] in "([" and piece[-1] in ")]":
        marks.append("brk")
        if _INITIALS.fullmatch(piece):
            marks.append("init")
    if not words:
        marks.append("punct=" + piece[:3])
    if outlet and not outlet.isdisjoint(word.lower for word in words):
        marks.append("outl")
    first = _PLACE_END.split(piece[:50], maxsplit=1)[0].strip()
    if 1 < len(first) < 40 and first[0].isupper() and is_place(first):
        marks.append("place0")
    return marks


def _domain_marks(piece: str) -> list[str]:
    domain = _DOMAIN.search(piece)
    if domain is None:
        return []
    return ["dom", "dom0"] if domain.start() < NEAR_START else ["dom"]


def _figure_marks(piece: str) -> list[str]:
    marks = []
    if _CLOCK.search(piece):
        marks.append("clock")
    stamp = STAMP.search(piece)
    if stamp:
        marks.append("stamp")
        if stamp.end() - stamp.start() > 0.5 * len(piece):
            marks.append("stamp%")
    if _PHONE.search(piece):
        marks.append("phone")
    return marks


def _title_overlap(lower: Sequence[str], title_words: frozenset[str], key: str) -> list[str]:
    size = sum([len(word) > 2 for word in lower])
    if not size:
        return []
    share = _TITLE(sum(map(title_words.__contains__, lower)) / size)
    return [share, share + key]


def _mark_repeated(pieces: Sequence[Piece]) -> None:
    """Mark the pieces of more than three words that stand in the text twice."""
    long = [piece for piece in pieces if len(piece.words) > 3]
    texts = [" ".join(piece.words) for piece in long]
    said = Counter(texts)
    if len(said) == len(long):
        return
    for piece, text in zip(long, texts, strict=True):
        if said[text] > 1:
            piece.marks.append("dup")
            for features in (piece.near, piece.far):
                features.append("dup")


def _add_runs(pieces: Sequence[Piece]) -> None:
    """Describe the run of pieces without a sentence that each stands in: a list of the story, or a block of links."""
    signatures = Counter(piece.signature for piece in pieces)
    end = 0
    for start in range(len(pieces)):
        if start < end or pieces[start].prose:
            continue
        end = start
        while end < len(pieces) and not pieces[end].prose:
            end += 1
        _add_run(pieces, start, end, signatures)


def _add_run(pieces: Sequence[Piece], start: int, end: int, signatures: Counter[str]) -> None:
    run = pieces[start:end]
    size = len(run)
    words = sum(len(piece.words) for piece in run) or 1
    length = _RUN_LENGTH(size)
    dense = _RUN_DENSITY(sum([piece.density * len(piece.words) for piece in run]) / words)
    figures = _RUN_FIGURES(sum([piece.digits for piece in run]) / words)
    rules = _RUN_RULES(sum([piece.rule is not None for piece in run]))
    titles = _RUN_TITLES(sum([piece.key == "title" for piece in run]) / size)
    timed = sum(["stamp" in piece.marks or "time" in piece.classes for piece in run]) / size
    stamps = _RUN_STAMPS(timed)
    alike = _RUN_ALIKE(sum([signatures[piece.signature] > 2 for piece in run]) / size)
    edge = f"rend={int(start == 0)}{int(end == len(pieces))}"
    ahead = pieces[start - 1] if start else None
    colon = f"rc={int(ahead is not None and ahead.last == ':')}"
    intro = f"rin={int(ahead is not None and not _INTRODUCES.isdisjoint(ahead.words))}"
    shared = _shared_by_run(length, dense, figures, rules, titles, stamps, alike, edge, colon, intro)
    cues = [piece.is_cue for piece in run]
    before = 0
    behind = sum(cues)
    for index, piece in enumerate(run):
        behind -= cues[index]
        passed, coming = _CUES_BEFORE(before), _CUES_BEHIND(behind)
        before += cues[index]
        key = piece.key
        piece.alone += shared
        piece.alone += [
            passed, passed + edge, passed + key, passed + alike, coming, coming + edge, coming + key,
            key + dense, key + length + edge, key + colon + edge,
            _FROM_START(index), _FROM_END(size - 1 - index),
        ]  # fmt: skip
        if signatures[piece.signature] > 2:
            piece.alone.append("sig" + edge)
            if len(piece.words) > 3:
                piece.alone.append("sig")


@lru_cache(maxsize=4096)
def _shared_by_run(
    length: str, dense: str, figures: str, rules: str, titles: str, stamps: str, alike: str, edge: str, colon: str,
    intro: str,
) -> tuple[str, ...]:  # fmt: skip
    """Return the features that every piece of a run has, alone and together."""
    return (
        length, dense, figures, rules, colon, titles, stamps, alike, edge, intro,
        length + dense, length + edge, dense + edge, colon + edge, titles + edge, stamps + edge, rules + edge + length,
        intro + edge, intro + dense, colon + dense,
    )  # fmt: skip


def _add_places(pieces: Sequence[Piece]) -> None:
    """Describe where a piece stands: how much of the story is before and behind it, and where the dateline is."""
    total = sum(piece.end - piece.start for piece in pieces if piece.prose)
    datelines = (index for index, piece in enumerate(pieces) if piece.rule and piece.rule.kind == "dateline")
    dateline = next(datelines, None)
    passed = ends = 0
    count = len(pieces)
    for index, piece in enumerate(pieces):
        length = piece.end - piece.start if piece.prose else 0
        if piece.deep:
            piece.alone.append("bias")
            passed += length
            continue
        rest = total - passed - length
        before = _STORY_BEFORE(passed)
        behind = _STORY_BEHIND(rest)
        piece.behind = behind
        key = piece.key
        piece.alone += [
            _INDEX(index), _INDEX_BACK(count - 1 - index),
            before, behind, key + before, key + behind, key + before + behind, "bias",
            f"<{pieces[index - 1].key if index else ''}/{key}",
            f">{pieces[index + 1].key if index + 1 < count else ''}/{key}",
        ]  # fmt: skip
        zone = ("|0" if not passed else "") + ("|$" if not rest else "")
        if zone:
            piece.alone += [mark + zone for mark in piece.marks if len(mark) < 8]
            piece.alone += [f"c:{name}{zone}" for name in piece.classes if name not in _COMMON]
        if dateline is not None:
            if index < dateline <= index + 10:
                piece.alone += [_TO_DATELINE(dateline - index), "b4dl" + key]
            elif dateline < index:
                piece.alone.append("afdl")
        if ends:
            piece.alone += [_END_CUES(ends), "cue" + key + behind]
        passed += length
        signed = "init" in piece.marks and piece.border[1] == "L"
        if passed > 300 and (signed or (piece.rule is not None and piece.rule.kind in _END_KINDS)):
            ends += 1


def _add_overlap(pieces: Sequence[Piece], told: Counter[str]) -> None:
    """Describe how many of a piece's words the text holds elsewhere: few in a headline of another article.

    ``told``: how often each word of four letters and more stands in the text.
    """
    again = {word for word, number in told.items() if number > 1}
    for piece in pieces:
        if piece.key in ("title", "mid"):
            piece.alone.append(f"hv={min(sum([word in _VERBS for word in piece.words]), 2)}")
        long = {word for word in piece.words if len(word) > 3}
        if len(long) >= 3:
            overlap = _OVERLAP(len(long & again) / len(long))
            piece.alone += [overlap, overlap + piece.key, overlap + piece.key + piece.behind]
