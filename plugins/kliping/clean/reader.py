"""Read a text like an editor: decide for each piece whether it is story, by the rules and by a learned sequence model.

The rules (``find.py``) are sure of what they know and know few outlets; the model weighs their word with the shape of
the text, so that it also finds what no rule names.
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
LEARNED = "learned"
"""The rule of what recurs in an outlet's articles: counted, so the model has no say in it."""
STORY_UNDER_RULE = 0.3
"""What a rule cuts stays if the model gives the story at least this chance."""
STORY = 0.02
"""What no rule names is cut only if the model gives the story less than this chance.

A lost character of the story weighs as much as thirty of boilerplate left over, which asks for 1/31 of a model that
is right about its odds."""
SURE_STORY = 0.5
"""A text is read again without what was cut if the model was less sure than this of a piece that stays."""
LONGEST_TEXT = 200_000
"""Longer texts (characters) are no articles: only the rules read them."""


def add_model_spans(reading: Reading, found: Findings, title: str | None, model: Weights | None = None) -> None:
    """Weigh the rules' spans with the model's odds, and add to ``found`` what the model alone finds."""
    if len(reading.text) > LONGEST_TEXT:
        return
    model = model or sequence.weights()
    borders = cut_pieces(reading, found, (title or "").strip())
    if not borders:
        return
    pieces = describe_pieces(reading, found, borders, (title or "").strip())
    odds = sequence.label_odds(pieces, model)
    story = odds[:, model.labels.index("S")].tolist()
    foot = odds[:, model.labels.index("F")].tolist()
    spans: list[Removed] = []
    doubt = False
    for piece, chance, behind in zip(pieces, story, foot, strict=True):
        if not is_boilerplate(piece, chance, behind):
            doubt = doubt or chance < SURE_STORY
            continue
        if piece.rule is not None:
            spans.append(Removed(piece.start, piece.end, piece.rule.kind, piece.rule.rule))
        else:
            spans.append(Removed(piece.start, piece.end, sequence.name_kind(piece, model), MODEL))
    found.spans = join_spans(reading, spans)
    found.doubt = doubt


def is_boilerplate(piece: Piece, story: float, foot: float) -> bool:
    """Decide on a piece that the model takes for story, or for boilerplate behind its end, with these chances.

    A whole sentence that no rule names is cut only behind the story: within it, it is never surely something else.
    """
    if piece.rule is not None:
        return piece.rule.rule == LEARNED or story < STORY_UNDER_RULE
    return story < STORY and (not piece.prose or foot > 0.5)


def join_spans(reading: Reading, spans: list[Removed]) -> list[Removed]:
    """Join neighbours of one kind and rule between which only white space of one line stands."""
    joined: list[Removed] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.kind == span.kind and last.rule == span.rule:
            between = reading.folded[last.end : span.start]
            if not between.strip() and (last.rule != MODEL or "\n" not in between):
                joined[-1] = Removed(last.start, span.end, span.kind, span.rule)
                continue
        joined.append(span)
    return joined
