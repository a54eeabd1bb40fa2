"""Explain what the reader decided: for each removed or nearly removed piece, the features that weighed most."""

from __future__ import annotations

from dataclasses import dataclass

from kliping.clean import repair
from kliping.clean.folded_text import FoldedText
from kliping.clean.reader import model_spans, sequence
from kliping.clean.reader.cutting import cut_pieces
from kliping.clean.reader.features import describe_pieces
from kliping.clean.reader.piece import Piece
from kliping.clean.reader.weights import OFFSETS, SEEN, Weights, reader_weights
from kliping.clean.rules import finder

DOUBT_CHANCE = 0.5
"""A piece that stays is explained, too, if the model gives it less than this chance of being story."""
MOST_FEATURES = 6
MOST_SHOWN = 100
"""Characters of a piece that are shown."""


@dataclass(frozen=True)
class Explained:
    """One piece of a text and the decision on it."""

    text: str
    removed: bool
    story: float
    """The chance that the model gives it of being story."""
    kind: str
    decided_by: str
    """The rule's name, or the model's."""
    features: tuple[tuple[str, float], ...]
    """What weighed most, heaviest first: above zero for boilerplate, below zero for story."""

    def line(self) -> str:
        """Return it as lines for a terminal."""
        verdict = "cut" if self.removed else "kept"
        said = " ".join(self.text.split())
        if len(said) > MOST_SHOWN:
            said = said[: MOST_SHOWN - 1] + "…"
        weighed = "  ".join(f"{name} {weight:+.1f}" for name, weight in self.features)
        return f"{verdict:4} {self.kind:11} by {self.decided_by} (story {self.story:.1%})  {said}\n     {weighed}"


def explain_text(text: str, title: str | None = None) -> list[Explained]:
    """Return the removed pieces and those that nearly were, in the order of the text."""
    repaired, _, _ = repair.repair_text(text)
    reading = FoldedText.of(repaired)
    found = finder.find_boilerplate(reading, title=title)
    found.spans = model_spans.certain_spans(reading, found.spans)
    known_title = (title or "").strip()
    pieces = describe_pieces(reading, found, cut_pieces(reading, found, known_title), known_title)
    if not pieces:
        return []
    model = reader_weights()
    odds = sequence.label_odds(pieces, model)
    labels = model.labels.names
    chances = model_spans.story_chances(odds, model)
    chosen = model_spans.choose_pieces(reading, pieces, chances)
    explained = []
    for index, piece in enumerate(pieces):
        story = chances[index]
        removed = chosen[index]
        if not removed and story >= DOUBT_CHANCE:
            continue
        other = max((label for label in labels if label != "S"), key=lambda name: odds[index][labels.index(name)])
        kind, rule = sequence.name_kind(piece, model), model_spans.MODEL_RULE
        if piece.rule:
            kind, rule = piece.rule.kind, piece.rule.rule
        heaviest = _heaviest(pieces, index, model, labels.index(other), labels.index("S"))
        explained.append(Explained(repaired[piece.start : piece.end], removed, story, kind, rule, heaviest))
    return explained


def _heaviest(pieces: list[Piece], index: int, model: Weights, other: int, story: int) -> tuple[tuple[str, float], ...]:
    """Return the features of a piece and its neighbours that weighed most for one label against the other."""
    weighed: list[tuple[str, float]] = []
    width = len(model.labels.names)
    for number, offset in enumerate(OFFSETS):
        if not 0 <= index + offset < len(pieces):
            continue
        for feature in model.name_features(pieces[index + offset].features):
            if feature.startswith(SEEN[abs(offset)]):
                weights = model.weigh_feature(feature)[number * width :]
                said = feature.lstrip("~")
                name = f"{offset:+d} {said}" if offset else said
                weighed.append((name, float(weights[other] - weights[story])))
    weighed.sort(key=lambda item: (-abs(item[1]), item[0]))
    return tuple((name, round(weight, 2)) for name, weight in weighed[:MOST_FEATURES] if weight)
