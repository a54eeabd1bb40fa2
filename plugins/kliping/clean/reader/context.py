"""Describe pieces by what stands around them: repetitions, runs of short lines, and the story on both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from kliping.clean.reader.piece import COMMON_CLASSES, Buckets, Piece, bundle
from kliping.clean.words import word_list

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

_SINCE_SIGNED = Buckets("since", 0, 1, 2, 4, 8)

_INTRODUCES = word_list("introduces_list")
_VERBS = frozenset(word.lower() for word in word_list("headline_verbs"))
_END_KINDS = frozenset({"credit", "copyright", "syndication", "tags", "share"})


def describe_context(pieces: Sequence[Piece], told: Counter[str]) -> None:
    """Add to the pieces the features that the rest of the text gives them.

    ``told``: how often each word of four letters and more stands in the text.
    """
    _mark_repeated(pieces)
    _add_runs(pieces)
    _add_places(pieces)
    _add_overlap(pieces, told)


def close_story(pieces: Sequence[Piece], signature: int) -> None:
    """Mark the pieces from the offset where the story's ``signature`` begins."""
    count = 0
    for piece in pieces:
        if piece.start >= signature:
            piece.closed = True
            piece.alone += ["closed", "closed" + piece.key, "closed" + piece.border, _SINCE_SIGNED(count)]
            count += 1


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
    listed = [signatures[piece.signature] > 2 for piece in run]
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
    behind = sum(cues)
    for index, piece in enumerate(run):
        behind -= cues[index]
        key = piece.key
        piece.bundles += shared
        piece.bundles += (
            _cues_before(min(before, _CUES_BEFORE.above), edge, key, alike),
            _cues_behind(min(behind, _CUES_BEHIND.above), edge, key),
            _kind_in_run(key, dense, length, edge, colon),
            _place_in_run(min(index, _FROM_START.above), min(size - 1 - index, _FROM_END.above)),
        )
        before += cues[index]
        if listed[index]:
            piece.alone.append("sig" + edge)
            if len(piece.words) > 3:
                piece.alone.append("sig")


@cache
def _run_size(length: str, dense: str, edge: str) -> int:
    return bundle(length, dense, edge, length + dense, length + edge, dense + edge)


@cache
def _run_rules(rules: str, edge: str, length: str) -> int:
    return bundle(rules, rules + edge + length)


@cache
def _run_looks(titles: str, stamps: str, edge: str) -> int:
    return bundle(titles, stamps, titles + edge, stamps + edge)


@cache
def _run_opening(colon: str, intro: str, edge: str, dense: str) -> int:
    return bundle(colon, intro, colon + edge, intro + edge, intro + dense, colon + dense)


@cache
def _run_kind(figures: str, alike: str) -> int:
    return bundle(figures, alike)


@cache
def _cues_before(cues: int, edge: str, key: str, alike: str) -> int:
    passed = _CUES_BEFORE(cues)
    return bundle(passed, passed + edge, passed + key, passed + alike)


@cache
def _cues_behind(cues: int, edge: str, key: str) -> int:
    coming = _CUES_BEHIND(cues)
    return bundle(coming, coming + edge, coming + key)


@cache
def _kind_in_run(key: str, dense: str, length: str, edge: str, colon: str) -> int:
    return bundle(key + dense, key + length + edge, key + colon + edge)


@cache
def _place_in_run(from_start: int, from_end: int) -> int:
    return bundle(_FROM_START(from_start), _FROM_END(from_end))


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
            passed += length
            continue
        rest = total - passed - length
        before = _STORY_BEFORE(passed)
        behind = _STORY_BEHIND(rest)
        piece.behind = behind
        key = piece.key
        ahead = pieces[index - 1].key if index else ""
        following = pieces[index + 1].key if index + 1 < count else ""
        piece.bundles += (
            _place_in_text(min(index, _INDEX.above), min(count - 1 - index, _INDEX_BACK.above)),
            _place_in_story(before, behind, key),
            _between(ahead, key, following),
        )
        zone = ("|0" if not passed else "") + ("|$" if not rest else "")
        if zone:
            piece.alone += [mark + zone for mark in piece.marks if len(mark) < 8]
            piece.alone += [f"c:{name}{zone}" for name in piece.classes if name not in COMMON_CLASSES]
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


@cache
def _place_in_text(index: int, index_back: int) -> int:
    return bundle(_INDEX(index), _INDEX_BACK(index_back))


@cache
def _place_in_story(before: str, behind: str, key: str) -> int:
    return bundle(before, behind, key + before, key + behind, key + before + behind)


@cache
def _between(ahead: str, key: str, following: str) -> int:
    return bundle(f"<{ahead}/{key}", f">{following}/{key}")


def _add_overlap(pieces: Sequence[Piece], told: Counter[str]) -> None:
    """Describe how many of a piece's words the text holds elsewhere: few in a headline of another article.

    ``told``: how often each word of four letters and more stands in the text.
    """
    again = {word for word, number in told.items() if number > 1}
    for piece in pieces:
        if piece.key in ("title", "mid"):
            piece.alone.append(f"hv={min(sum([word in _VERBS for word in piece.words]), 2)}")
        long = {word for word in piece.words if len(word) > 3} if len(piece.words) > 2 else ()
        if len(long) > 2:
            piece.bundles.append(_overlap(_OVERLAP(len(again.intersection(long)) / len(long)), piece.key, piece.behind))


@cache
def _overlap(overlap: str, key: str, behind: str) -> int:
    return bundle(overlap, overlap + key, overlap + key + behind)
