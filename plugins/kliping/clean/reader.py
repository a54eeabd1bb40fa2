"""Read a text like an editor: decide for each piece whether it is story, by the rules and by a learned sequence model.

The rules (``find.py``) are sure of what they know and know few outlets; the model weighs their word with the shape of
the text and finds what no rule names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean import sequence
from kliping.clean.features import describe_pieces
from kliping.clean.findings import Findings
from kliping.clean.piece import Piece
from kliping.clean.pieces import cut_pieces
from kliping.clean.sequence import Floats, Weights
from kliping.clean.text import Reading, is_english
from kliping.lexicon import word_classes
from kliping.model import Removed, RemovedKind

MODEL = "reader"
"""Name of the rule that stands for the model."""
STORY = 0.012
"""What no rule names is cut only if the model gives the story less than this chance.

A lost character of the story weighs as much as thirty of boilerplate left over, which asks for 1/31 of a model that
is right about its odds."""
BYLINE, PARAGRAPH = "byline-baris", 80
"""The rule for a line with a role and names, and the least length, in characters, of a line that is a paragraph."""
SENTENCE, TELLING = 0.001, 0.15
"""The same for what ends like a sentence, unless more than this share of its words speaks for boilerplate."""
_LABEL = re.compile(r"([A-Z][\w]{2,20})(?: [\w]{2,20}){0,2}\s?:\s?\S")
_END_MARK = re.compile(r"[*()\[\]]{2,}")
_NAME_IN_CAPITALS = re.compile(r"[A-Z][A-Z.']+(?: [A-Z][A-Z.']*){1,3}")
_SENTENCE_MARKS = frozenset('.!?"”')
LEAST_STORY = 450
"""Characters of story before a sentence that is cut behind its end."""
SURE_STORY = 0.8
"""A text is read again without what was cut if the model was less sure than this of a piece that stays."""
LONGEST_TEXT = 200_000
"""Longer texts (characters) are no articles: only the rules read them."""


def add_model_spans(reading: Reading, found: Findings, title: str | None, model: Weights | None = None) -> None:
    """Add to ``found``, which holds the rules' spans, what the model finds beside them."""
    if len(reading.text) > LONGEST_TEXT or is_english(reading.plain):
        return
    model = model or sequence.weights()
    found.spans = certain_spans(reading, found.spans)
    borders = cut_pieces(reading, found, (title or "").strip())
    if not borders:
        return
    pieces = describe_pieces(reading, found, borders, (title or "").strip())
    odds = sequence.label_odds(pieces, model)
    story = odds[:, model.labels.index("S")].tolist()
    spans: list[Removed] = []
    for piece, cut, chance in zip(pieces, choose_pieces(reading, pieces, odds, model), story, strict=True):
        if piece.rule is not None:
            spans.append(piece.rule)
        elif cut:
            spans.append(Removed(piece.start, piece.end, _name_kind(reading, piece, model), MODEL))
        else:
            found.doubt = found.doubt or chance < SURE_STORY
    found.spans = _join_spans(reading, spans)


def choose_pieces(reading: Reading, pieces: Sequence[Piece], odds: Floats, model: Weights) -> list[bool]:
    """Decide for each piece whether it is cut, by the odds of its labels and by what stands around it."""
    story = odds[:, model.labels.index("S")].tolist()
    foot = odds[:, model.labels.index("F")].tolist()
    has_lines = len(reading.lines) > 1
    data = _data_lines(reading)
    told: set[str] = set()
    passed = 0
    cut: list[bool] = []
    for piece, chance, behind in zip(pieces, story, foot, strict=True):
        stays = piece.rule is None and (_is_data(reading, piece, data) or _repeats(piece, told))
        cut.append(not stays and is_boilerplate(piece, chance, behind, has_lines=has_lines, passed=passed))
        if not cut[-1]:
            told.add(" ".join(piece.words) if piece.prose else "")
            passed += piece.end - piece.start
    return _keep_fragments(pieces, cut)


def _keep_fragments(pieces: Sequence[Piece], cut: list[bool]) -> list[bool]:
    """Return the decisions without cuts from the middle of a sentence: a piece goes only with what it goes on from."""
    kept = list(cut)
    for index in range(1, len(pieces)):
        if kept[index] and not kept[index - 1] and pieces[index].rule is None and pieces[index].border[0] == "M":
            kept[index] = False
    for index in range(len(pieces) - 2, -1, -1):
        if kept[index] and not kept[index + 1] and pieces[index].rule is None and pieces[index].border[1] == "M":
            kept[index] = False
    return kept


def _repeats(piece: Piece, told: set[str]) -> bool:
    """Tell whether a piece is a sentence that the story has told already: what is printed twice is story twice."""
    return piece.prose and " ".join(piece.words) in told


def _data_lines(reading: Reading) -> frozenset[int]:
    """Return the lines that list data of the story: in a row, two or more with labels that speak for no boilerplate.

    "Judul: Rumah di Bukit", "Penulis: Arimbi", "Penerbit: Pustaka Kita" of a book, "Mesin: 1.500 cc" of a car.
    """
    found: set[int] = set()
    row: list[int] = []
    plain = 0
    for index, (start, end) in enumerate((*reading.first_lines, (0, 0))):
        label = _LABEL.match(reading.text, start, end) if 0 < end - start < PARAGRAPH else None
        if label:
            row.append(index)
            plain += label[1].lower() not in word_classes()
            continue
        if plain > 1:
            found.update(row)
        row, plain = [], 0
    return frozenset(found)


def _is_data(reading: Reading, piece: Piece, lines: frozenset[int]) -> bool:
    return bool(lines) and reading.line_of(piece.start) in lines


def certain_spans(reading: Reading, spans: list[Removed]) -> list[Removed]:
    """Return the rules' spans without the bylines that may be the story's: the model decides on those.

    Paragraphs of the story surround them, or a line beside them has a label that is no role: "Penerbit: Pustaka Kita".
    """
    if not any(span.rule == BYLINE for span in spans):
        return spans
    inside = {span.start for span in spans}
    long = [start for start, end in reading.lines if end - start >= PARAGRAPH and start not in inside]
    return [
        span
        for span in spans
        if span.rule != BYLINE
        or not (long and (long[0] < span.start < long[-1] or _stands_in_list(reading, span.start)))
    ]


def _stands_in_list(reading: Reading, start: int) -> bool:
    """Tell whether the line before or behind the one at ``start`` has a label that speaks for no boilerplate."""
    index = reading.line_of(start)
    for other in (index - 1, index + 1):
        if 0 <= other < len(reading.lines):
            label = _LABEL.match(reading.text, *reading.lines[other])
            if label and label[1].lower() not in word_classes():
                return True
    return False


def _name_kind(reading: Reading, piece: Piece, model: Weights) -> RemovedKind:
    """Return the kind of a piece that the model cuts; end marks and a name in capitals are known by their looks."""
    said = reading.text[piece.start : piece.end]
    if _END_MARK.fullmatch(said):
        return "other"
    if _NAME_IN_CAPITALS.fullmatch(said):
        return "credit"
    return sequence.name_kind(piece, model)


def is_boilerplate(piece: Piece, story: float, foot: float, *, has_lines: bool, passed: int) -> bool:
    """Decide on a piece that the model takes for story, or for boilerplate behind its end, with these chances.

    What a rule cuts is cut. A whole sentence that no rule names is cut only in a text with line breaks, and, unless its
    words speak for boilerplate, only behind the end of a story of some length (``passed`` characters): elsewhere
    nothing tells it surely from the story's own.
    """
    if piece.rule is not None:
        return True
    if piece.last not in _SENTENCE_MARKS:
        return story < STORY
    if not has_lines:
        return False
    if piece.density > TELLING:
        return story < STORY
    return story < SENTENCE and passed >= LEAST_STORY and (foot > 0.5 or not piece.prose)


def _join_spans(reading: Reading, spans: list[Removed]) -> list[Removed]:
    """Join neighbours of one kind that the model cut in one line."""
    joined: list[Removed] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.rule == span.rule == MODEL and last.kind == span.kind:
            between = reading.folded[last.end : span.start]
            if not between.strip() and "\n" not in between:
                joined[-1] = Removed(last.start, span.end, span.kind, MODEL)
                continue
        joined.append(span)
    return joined
