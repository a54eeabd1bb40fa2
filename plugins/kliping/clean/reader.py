"""Read a text like an editor: decide for each piece whether it is story, by the rules and by a learned sequence model.

The rules (``find.py``) are sure of what they know and know few outlets; the model weighs their word with the shape of
the text and finds what no rule names.
"""

from __future__ import annotations

from kliping.clean import sequence
from kliping.clean.features import Piece, describe_pieces
from kliping.clean.findings import Findings
from kliping.clean.pieces import cut_pieces
from kliping.clean.sequence import Weights
from kliping.clean.text import Reading
from kliping.model import Removed

MODEL = "reader"
"""Name of the rule that stands for the model."""
STORY = 0.01
"""What no rule names is cut only if the model gives the story less than this chance.

A lost character of the story weighs as much as thirty of boilerplate left over, which asks for 1/31 of a model that
is right about its odds."""
BYLINE, PARAGRAPH = "byline-baris", 80
"""The rule for a line with a role and names, and the least length, in characters, of a line that is a paragraph."""
SENTENCE, TELLING = 0.001, 0.15
"""The same for what ends like a sentence, unless more than this share of its words speaks for boilerplate."""
_SENTENCE_MARKS = frozenset('.!?"”')
SURE_STORY = 0.5
"""A text is read again without what was cut if the model was less sure than this of a piece that stays."""
LONGEST_TEXT = 200_000
"""Longer texts (characters) are no articles: only the rules read them."""


def add_model_spans(reading: Reading, found: Findings, title: str | None, model: Weights | None = None) -> None:
    """Add to ``found``, which holds the rules' spans, what the model finds beside them."""
    if len(reading.text) > LONGEST_TEXT:
        return
    model = model or sequence.weights()
    found.spans = certain_spans(reading, found.spans)
    borders = cut_pieces(reading, found, (title or "").strip())
    if not borders:
        return
    pieces = describe_pieces(reading, found, borders, (title or "").strip())
    odds = sequence.label_odds(pieces, model)
    story = odds[:, model.labels.index("S")].tolist()
    foot = odds[:, model.labels.index("F")].tolist()
    spans: list[Removed] = []
    for piece, chance, behind in zip(pieces, story, foot, strict=True):
        if piece.rule is not None:
            spans.append(piece.rule)
        elif is_boilerplate(piece, chance, behind):
            spans.append(Removed(piece.start, piece.end, sequence.name_kind(piece, model), MODEL))
        else:
            found.doubt = found.doubt or chance < SURE_STORY
    found.spans = _join_spans(reading, spans)


def certain_spans(reading: Reading, spans: list[Removed]) -> list[Removed]:
    """Return the rules' spans without the bylines that paragraphs of the story surround.

    "Editor: Dewi Lestari" there may be a line of a list of names and posts, so that the model decides.
    """
    if not any(span.rule == BYLINE for span in spans):
        return spans
    inside = {(span.start, span.end) for span in spans}
    long = [start for start, end in reading.lines if end - start >= PARAGRAPH and (start, end) not in inside]
    return [span for span in spans if span.rule != BYLINE or not long or not long[0] < span.start < long[-1]]


def is_boilerplate(piece: Piece, story: float, foot: float) -> bool:
    """Decide on a piece that the model takes for story, or for boilerplate behind its end, with these chances.

    What a rule cuts is cut. A whole sentence that no rule names is cut only behind the story: within it, it is never
    surely something else.
    """
    if piece.rule is not None:
        return True
    if piece.last not in _SENTENCE_MARKS or piece.density > TELLING:
        return story < STORY
    return story < SENTENCE and (foot > 0.5 or not piece.prose)


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
