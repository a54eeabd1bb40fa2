"""Describe pieces by what stands around them: repetitions, runs of short lines, and the story on both sides."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from kliping.clean.reader.piece import Buckets, Piece
from kliping.clean.reader.weights import bundle, feature_numbers, keep_numbers
from kliping.clean.vocabulary.words import word_list

_RUN_LENGTH = Buckets("rl", 1, 2, 4, 8, 16)
_RUN_DENSITY = Buckets("rd", 0, 0.05, 0.1, 0.2, 0.4)
_RUN_FIGURES = Buckets("rg", 0, 0.1, 0.25, 0.5)
_RUN_RULES = Buckets("rr", 0, 1, 3)
_RUN_TITLES = Buckets("rt", 0, 0.2, 0.5, 0.8)
_RUN_STAMPS = Buckets("rs", 0, 0.1, 0.3, 0.6)
_RUN_ALIKE = Buckets("rsg", 0, 0.3, 0.7)
_CUES_BEFORE = Buckets("rq", 0, 1, 3)
_CUES_AFTER = Buckets("rp", 0, 1, 3)
_FROM_START = Buckets("ri", 0, 1, 2)
_FROM_END = Buckets("rj", 0, 1, 2)
_INDEX = Buckets("i", 0, 1, 2, 3, 5, 8, 15)
_INDEX_BACK = Buckets("j", 0, 1, 2, 3, 5, 8, 15)
_STORY_BEFORE = Buckets("pa", 0, 150, 400, 1000, 3000)
_STORY_AFTER = Buckets("pb", 0, 150, 400, 1000, 3000)
_TO_DATELINE = Buckets("b4dl", 1, 2, 4)
_END_CUES = Buckets("cues", 1, 2, 4)
_OVERLAP = Buckets("vo", 0, 0.15, 0.3, 0.45, 0.6, 0.8)

_SINCE_SIGNED = Buckets("since", 0, 1, 2, 4, 8)

REPEATED = "dup"
"""The mark of a piece that stands in the text twice."""
LONGEST_ZONED_MARK = 8
"""Marks with shorter names get a feature of their own before the story, and one after it."""
DATELINE_AHEAD = 10
"""A feature says how far the dateline is only up to so many pieces before it."""
STORY_BEFORE_END = 300
"""Characters of story that stand before its end."""
FEWEST_COMPARED, SHORT_WORD = 2, 3
"""A piece of more words than this, and of more that are longer than so many letters, is compared with the text."""
_INTRODUCES = word_list("introduces_list")
_VERBS = frozenset(word.lower() for word in word_list("headline_verbs"))
_END_KINDS = frozenset({"credit", "copyright", "syndication", "tags", "share"})


def describe_context(pieces: Sequence[Piece], words: Sequence[str]) -> None:
    """Add to the pieces the features that the rest of the text gives them; ``words``: all of its words, folded."""
    _mark_repeated(pieces)
    _add_runs(pieces)
    _add_places(pieces)
    _add_overlap(pieces, words)


def close_story(pieces: Sequence[Piece], signature: int) -> None:
    """Mark the pieces from the offset where the story's ``signature`` begins."""
    numbers = feature_numbers()
    closed = (piece for piece in pieces if piece.start >= signature)
    for count, piece in enumerate(closed):
        piece.closed = True
        names = ("closed", "closed" + piece.key, "closed" + piece.border, _SINCE_SIGNED(count))
        piece.features += [numbers[name] for name in names]


def _mark_repeated(pieces: Sequence[Piece]) -> None:
    """Mark the pieces of more than three words that stand in the text twice."""
    long = [piece for piece in pieces if len(piece.words) > 3]
    texts = [" ".join(piece.words) for piece in long]
    if len(set(texts)) == len(long):
        return
    numbers, said = feature_numbers(), Counter(texts)
    repeated = [piece for piece, text in zip(long, texts, strict=True) if said[text] > 1]
    for piece in repeated:
        piece.marks.append(REPEATED)
        piece.features.append(numbers["~~" + REPEATED])


def _add_runs(pieces: Sequence[Piece]) -> None:
    """Describe the run of pieces without a sentence that each stands in: a list of the story, or a block of links."""
    looks = Counter([piece.shapes for piece in pieces])
    end = 0
    for start in range(len(pieces)):
        if start < end or pieces[start].prose:
            continue
        end = start
        while end < len(pieces) and not pieces[end].prose:
            end += 1
        _add_run(pieces, start, end, looks)


def _add_run(pieces: Sequence[Piece], start: int, end: int, looks: Counter[frozenset[str]]) -> None:
    run = pieces[start:end]
    size = len(run)
    words = figures = rules = titles = timed = 0
    telling = 0.0
    for piece in run:
        count = len(piece.words)
        words += count
        telling += piece.density * count
        figures += piece.digits
        rules += piece.rule is not None
        titles += piece.key == "title"
        timed += "stamp" in piece.marks or "time" in piece.classes
    listed = [looks[piece.shapes] > 2 for piece in run]
    length = _RUN_LENGTH(size)
    dense = _RUN_DENSITY(telling / (words or 1))
    alike = _RUN_ALIKE(sum(listed) / size)
    edge = f"rend={int(start == 0)}{int(end == len(pieces))}"
    ahead = pieces[start - 1] if start else None
    colon = f"rc={int(ahead is not None and ahead.last == ':')}"
    intro = f"rin={int(ahead is not None and not _INTRODUCES.isdisjoint(ahead.words))}"
    shared = [
        _run_size(length, dense, edge),
        _run_rules(_RUN_RULES(rules), edge, length),
        _run_looks(_RUN_TITLES(titles / size), _RUN_STAMPS(timed / size), edge),
        _run_opening(colon, intro, edge, dense),
        _run_kind(_RUN_FIGURES(figures / (words or 1)), alike),
    ]  # fmt: skip
    cues = [piece.is_cue for piece in run]
    before = 0
    after = sum(cues)
    for index, piece in enumerate(run):
        after -= cues[index]
        key = piece.key
        piece.features += shared
        piece.features += (
            _cues_before(min(before, _CUES_BEFORE.above), edge, key, alike),
            _cues_after(min(after, _CUES_AFTER.above), edge, key),
            _kind_in_run(key, dense, length, edge, colon),
            _place_in_run(min(index, _FROM_START.above), min(size - 1 - index, _FROM_END.above)),
        )
        before += cues[index]
        if listed[index]:
            piece.features.append(_listed(edge, long=len(piece.words) > 3))


@keep_numbers()
def _listed(edge: str, *, long: bool) -> int:
    if long:
        return bundle("sig" + edge, "sig")
    return bundle("sig" + edge)


@keep_numbers()
def _run_size(length: str, dense: str, edge: str) -> int:
    return bundle(length, dense, edge, length + dense, length + edge, dense + edge)


@keep_numbers()
def _run_rules(rules: str, edge: str, length: str) -> int:
    return bundle(rules, rules + edge + length)


@keep_numbers()
def _run_looks(titles: str, stamps: str, edge: str) -> int:
    return bundle(titles, stamps, titles + edge, stamps + edge)


@keep_numbers()
def _run_opening(colon: str, intro: str, edge: str, dense: str) -> int:
    return bundle(colon, intro, colon + edge, intro + edge, intro + dense, colon + dense)


@keep_numbers()
def _run_kind(figures: str, alike: str) -> int:
    return bundle(figures, alike)


@keep_numbers()
def _cues_before(cues: int, edge: str, key: str, alike: str) -> int:
    passed = _CUES_BEFORE(cues)
    return bundle(passed, passed + edge, passed + key, passed + alike)


@keep_numbers()
def _cues_after(cues: int, edge: str, key: str) -> int:
    coming = _CUES_AFTER(cues)
    return bundle(coming, coming + edge, coming + key)


@keep_numbers()
def _kind_in_run(key: str, dense: str, length: str, edge: str, colon: str) -> int:
    return bundle(key + dense, key + length + edge, key + colon + edge)


@keep_numbers()
def _place_in_run(from_start: int, from_end: int) -> int:
    return bundle(_FROM_START(from_start), _FROM_END(from_end))


def _add_places(pieces: Sequence[Piece]) -> None:
    """Describe where a piece stands: how much of the story is before and after it, and where the dateline is."""
    numbers = feature_numbers()
    lengths = [piece.end - piece.start if piece.prose else 0 for piece in pieces]
    keys = ["", *[piece.key for piece in pieces], ""]
    datelines = (index for index, piece in enumerate(pieces) if piece.rule and piece.rule.kind == "dateline")
    dateline = next(datelines, len(pieces))
    passed = ends = 0
    rest = sum(lengths)
    last = len(pieces) - 1
    for index, piece in enumerate(pieces):
        rest -= lengths[index]
        if piece.deep:
            passed += lengths[index]
            continue
        key = piece.key
        piece.after = _STORY_AFTER.names[bisect_left(_STORY_AFTER.limits, rest)]
        piece.features += (
            _place_in_text(min(index, _INDEX.above), min(last - index, _INDEX_BACK.above)),
            _place_in_story(bisect_left(_STORY_BEFORE.limits, passed), piece.after, key),
            _between(keys[index], key, keys[index + 2]),
        )
        if not (passed and rest):
            zone = ""
            if not passed:
                zone += "|0"
            if not rest:
                zone += "|$"
            piece.features += [numbers[mark + zone] for mark in piece.marks if len(mark) < LONGEST_ZONED_MARK]
            piece.features += [numbers[f"c:{name}{zone}"] for name in piece.classes]
        if index < dateline <= min(index + DATELINE_AHEAD, last):
            piece.features += (numbers[_TO_DATELINE(dateline - index)], numbers["b4dl" + key])
        elif dateline < index:
            piece.features.append(numbers["afdl"])
        if ends:
            piece.features += (numbers[_END_CUES(ends)], numbers["cue" + key + piece.after])
        passed += lengths[index]
        ends += passed > STORY_BEFORE_END and _speaks_for_end(piece)


def _speaks_for_end(piece: Piece) -> bool:
    """Return whether a piece is of the kind that stands after the end of a story."""
    if piece.rule is not None and piece.rule.kind in _END_KINDS:
        return True
    return "init" in piece.marks and piece.border[1] == "L"


@keep_numbers()
def _place_in_text(index: int, index_back: int) -> int:
    return bundle(_INDEX(index), _INDEX_BACK(index_back))


@keep_numbers()
def _place_in_story(passed: int, after: str, key: str) -> int:
    before = _STORY_BEFORE.names[passed]
    return bundle(before, after, key + before, key + after, key + before + after)


@keep_numbers()
def _between(ahead: str, key: str, following: str) -> int:
    return bundle(f"<{ahead}/{key}", f">{following}/{key}")


def _add_overlap(pieces: Sequence[Piece], words: Sequence[str]) -> None:
    """Describe how many of a piece's words the text holds elsewhere: few in a headline of another article."""
    numbers = feature_numbers()
    repeated = {word for word, count in Counter(words).items() if count > 1}
    for piece in pieces:
        if piece.key in ("title", "mid"):
            piece.features.append(numbers[f"hv={min(sum(map(_VERBS.__contains__, piece.words)), 2)}"])
        if len(piece.words) > FEWEST_COMPARED:
            long = {word for word in piece.words if len(word) > SHORT_WORD}
            if len(long) > FEWEST_COMPARED:
                share = len(repeated.intersection(long)) / len(long)
                piece.features.append(_overlap(bisect_left(_OVERLAP.limits, share), piece.key, piece.after))


@keep_numbers()
def _overlap(share: int, key: str, after: str) -> int:
    overlap = _OVERLAP.names[share]
    return bundle(overlap, overlap + key, overlap + key + after)
