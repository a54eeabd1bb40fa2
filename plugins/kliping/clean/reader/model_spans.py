"""Read a text like an editor: decide for each piece whether it is story, by the rules and by a learned sequence model.

The rules (``rules/finder.py``) are sure of what they know and know few outlets; the model weighs their word with the
shape of the text and finds what no rule names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kliping.clean.folded_text import FoldedText, is_english
from kliping.clean.reader import sequence
from kliping.clean.reader.context import REPEATED
from kliping.clean.reader.cutting import cut_pieces
from kliping.clean.reader.edge_lines import cut_edge_lines
from kliping.clean.reader.features import describe_pieces
from kliping.clean.reader.foot_lists import cut_foot_list, cut_last_list, keep_like_items
from kliping.clean.reader.fragments import keep_fragments
from kliping.clean.reader.kinds import settle_kind
from kliping.clean.reader.line_rests import cut_call_rests, cut_line_rests
from kliping.clean.reader.lines import QUOTATION_MARKS, group_lines
from kliping.clean.reader.page_top import cut_page_top
from kliping.clean.reader.photo_lines import cut_photo_lines
from kliping.clean.reader.piece import Piece
from kliping.clean.reader.repeated_links import cut_repeated_heads, cut_repeated_links
from kliping.clean.reader.story_lists import keep_headings, keep_items, keep_lists
from kliping.clean.reader.weights import Rows, Weights, reader_weights
from kliping.clean.rules.findings import Findings
from kliping.clean.vocabulary.words import is_capitalised
from kliping.lexicon import role_words, word_classes
from kliping.model import Removed

MODEL_RULE = "reader"
"""Name of the rule that stands for the model."""
STORY_CHANCE = 0.025
"""A piece that no rule names is cut only below this chance of being story.

A lost character of the story costs as much as thirty of boilerplate left over: a calibrated model would need 1/31."""
BYLINE_RULE, SHORTEST_PARAGRAPH = "byline-baris", 80
"""The rule for a line with a role and names, and the least length, in characters, of a line that is a paragraph."""
SENTENCE_CHANCE, CALL_CHANCE, CALL_DENSITY = 0.003, 0.006, 0.15
"""The chance for a piece that ends like a sentence, and for one of whose words more than this share (the third number)
speaks for boilerplate."""
FEWEST_STORY_LEFT, LITTLE_STORY, LITTLE_STORY_CHANCE = 350, 100, 0.002
"""A sentence is cut only from a text with so many characters of story; from one with less than the second number
anything else is cut only below this chance."""
ONE_LINE_CHANCE = 0.0003
"""The chance for a piece that ends like a sentence, in a text without line breaks, where little tells the two apart."""
LONG_PIECE_WORDS, LONG_PIECE_CHANCE = 18, 0.0005
"""The chance for a piece of more than so many words that does not end like a sentence."""
MENU_CHANCE = 0.01
"""The chance for such a piece in Title Case: sections, buttons and headlines of a page in one line."""
SURE_BOILERPLATE = 0.002
"""A text in which no rule finds anything, and the model nothing with less than this chance of being story, is clean:
nothing is cut from it. So a text that was cut already, of which the model has seen few, is not cut again."""
_LABEL = re.compile(r"([A-Z][\w]{2,20})(?: [\w]{2,20}){0,2}\s?:\s?\S")
_TWO_ROLES = re.compile(rf"\s?: ?[^:|/\n]{{2,60}}[|/] ?(?:rep|red|{'|'.join(role_words())})\s?:")
"""Two roles in one line, which no list of data has: "Penulis: Dewi | Editor: Budi"."""
_SCRIPTURE = re.compile(r"[\u0600-\u06ff]|[(\[](?:H\.?R|Q\.?S)\b")
"""Arabic script, or where a saying or a verse is from: "(HR Bukhari)"."""
_PROSE_MARK = re.compile(r"[.,:!?\"”]")
"""What each paragraph of a story holds; a line of topics does not."""
_SENTENCE_MARKS = frozenset('.!?"”')
SURE_STORY = 0.8
"""A text is read again without what was cut if a piece stays that the model took for story with less than this chance.

With 0.5 fewer texts are read again, but what was cleaned once may then be cut again."""
LONGEST_TEXT = 200_000
"""Longer texts (characters) are no articles: only the rules read them."""


def add_model_spans(reading: FoldedText, found: Findings, title: str | None, model: Weights | None = None) -> None:
    """Add to ``found``, which holds the rules' spans, what the model finds beside them."""
    if len(reading.text) > LONGEST_TEXT or is_english(reading.plain):
        return
    model = model or reader_weights()
    found.spans = certain_spans(reading, found.spans)
    borders = cut_pieces(reading, found, (title or "").strip())
    if not borders:
        return
    pieces = describe_pieces(reading, found, borders, (title or "").strip())
    odds = sequence.label_odds(pieces, model)
    story = story_chances(odds, model)
    spans: list[Removed] = []
    has_story = False
    for piece, cut, chance in zip(pieces, choose_pieces(reading, pieces, story), story, strict=True):
        if piece.rule is not None:
            spans.append(piece.rule)
        elif cut:
            kind = settle_kind(reading, piece, model, spans, has_story=has_story)
            spans.append(Removed(piece.start, piece.end, kind, MODEL_RULE))
        else:
            has_story = True
            found.is_doubtful = found.is_doubtful or chance < SURE_STORY
    found.spans = _join_spans(reading, spans)


def story_chances(odds: Rows, model: Weights) -> list[float]:
    """Return the chance of each piece of being story."""
    label = model.labels.names.index("S")
    return [chances[label] for chances in odds]


def choose_pieces(reading: FoldedText, pieces: Sequence[Piece], story: Sequence[float]) -> list[bool]:
    """Decide for each piece whether it is cut, by its chance of being story and by what stands around it."""
    over = _is_over(reading, pieces)
    lines = group_lines(reading, pieces)
    if not over and not any(map(_is_sure, pieces, story)):
        cut = cut_last_list(reading, pieces, lines, [False] * len(pieces), story)
        return cut_edge_lines(reading, pieces, lines, cut, story)
    story_chars = sum([piece.end - piece.start for piece, chance in zip(pieces, story, strict=True) if chance > 0.5])
    limits = _Limits.of(story_chars, has_lines=len(reading.lines) > 1)
    cut = [
        piece.rule is not None or (piece.closed and over) or chance < limits.chance(reading, piece)
        for piece, chance in zip(pieces, story, strict=True)
    ]
    if not all(piece.rule is not None for piece, goes in zip(pieces, cut, strict=True) if goes):
        cut = keep_items(reading, pieces, lines, _keep_story(reading, pieces, cut))
        cut = keep_lists(pieces, keep_fragments(reading, pieces, cut))
        cut = keep_headings(reading, pieces, cut_repeated_heads(pieces, cut))
        cut = keep_like_items(reading, pieces, lines, cut)
    cut = cut_call_rests(pieces, lines, cut_line_rests(reading, pieces, cut), story)
    cut = cut_last_list(reading, pieces, lines, cut_foot_list(reading, pieces, lines, cut, story), story)
    cut = cut_photo_lines(reading, pieces, lines, cut_page_top(reading, pieces, lines, cut, story), story)
    edged = cut_edge_lines(reading, pieces, lines, cut, story)
    cut = cut_repeated_heads(pieces, edged)
    if cut != edged:  # other lines stand at the edge now
        cut = cut_edge_lines(reading, pieces, lines, cut, story)
    return cut_repeated_links(reading, pieces, lines, cut)


def _keep_story(reading: FoldedText, pieces: Sequence[Piece], cut: Sequence[bool]) -> list[bool]:
    """Return the decisions without cuts of what is data of the story, or what it has said already."""
    data = _data_lines(reading)
    sentences: set[str] = set()
    kept: list[bool] = []
    for piece, goes in zip(pieces, cut, strict=True):
        stays = piece.rule is None and (
            piece.deep
            or _SCRIPTURE.match(reading.text, piece.start)
            or _is_item(reading, piece)
            or _is_data(reading, piece, data)
            or _repeats(piece, sentences)
        )
        kept.append(goes and not stays)
        if REPEATED in piece.marks and not kept[-1]:
            sentences.add(_say(piece))
    return kept


def _is_over(reading: FoldedText, pieces: Sequence[Piece]) -> bool:
    """Return whether the story ends with its signature: what is after is less, quotes nobody, and repeats nothing."""
    open_pieces = [piece for piece in pieces if not piece.closed]
    if len(open_pieces) in (0, len(pieces)):
        return False
    sentences = {_say(piece) for piece in open_pieces}
    end = open_pieces[-1].end
    return (
        len(reading.text) - end <= end - open_pieces[0].start
        and QUOTATION_MARKS.isdisjoint(reading.text[end:])
        and not any(_repeats(piece, sentences) for piece in pieces if piece.closed)
    )


def _is_item(reading: FoldedText, piece: Piece) -> bool:
    """Return whether a piece is an item of a list within a sentence, as in legal texts: it ends in a semicolon."""
    return piece.last == ";" and reading.text[piece.end - 2].isalnum() and piece.words != []


def _repeats(piece: Piece, sentences: set[str]) -> bool:
    """Return whether a piece is a sentence that the story has said already: printed twice, it is story twice."""
    return piece.prose and REPEATED in piece.marks and _say(piece) in sentences


def _say(piece: Piece) -> str:
    if not piece.prose:
        return ""
    return " ".join(piece.words)


def _data_lines(reading: FoldedText) -> frozenset[int]:
    """Return the lines that list data of the story: in a row, two or more with labels that speak for no boilerplate.

    "Judul: Rumah di Bukit", "Penulis: Arimbi", "Penerbit: Pustaka Kita" of a book, "Mesin: 1.500 cc" of a car.
    """
    found: set[int] = set()
    row: list[int] = []
    plain = 0
    for index, (start, end) in enumerate((*reading.first_lines, (0, 0))):
        label = _LABEL.match(reading.text, start, end) if 0 < end - start < SHORTEST_PARAGRAPH else None
        if label:
            row.append(index)
            plain += label[1].lower() not in word_classes()
            continue
        if plain > 1:
            found.update(row)
        row, plain = [], 0
    return frozenset(found)


def _is_data(reading: FoldedText, piece: Piece, lines: frozenset[int]) -> bool:
    return bool(lines) and reading.line_of(piece.start) in lines


def certain_spans(reading: FoldedText, spans: list[Removed]) -> list[Removed]:
    """Return the rules' spans without the bylines that may be the story's: the model decides on those.

    Paragraphs of the story surround them, or a line beside them has a label that is no role: "Penerbit: Pustaka Kita".
    """
    if not any(span.rule == BYLINE_RULE for span in spans):
        return spans
    inside = {span.start for span in spans}
    long = [
        start
        for start, end in reading.lines
        if end - start >= SHORTEST_PARAGRAPH and start not in inside and _PROSE_MARK.search(reading.text, start, end)
    ]
    return [
        span
        for span in spans
        if span.rule != BYLINE_RULE
        or _TWO_ROLES.search(reading.folded, span.start, span.end)
        or not (long and (_is_inside(span, spans, long) or _stands_in_list(reading, span.start)))
    ]


def _is_inside(byline: Removed, spans: Sequence[Removed], paragraphs: Sequence[int]) -> bool:
    """Return whether paragraphs of the story surround a byline; one below the title is only its standfirst."""
    above = bisect_left(paragraphs, byline.start)
    titled = any(span.kind == "title" and span.end <= byline.start for span in spans)
    return above > int(titled) and byline.start < paragraphs[-1]


def _stands_in_list(reading: FoldedText, start: int) -> bool:
    """Return whether the line at ``start`` is in a row of lines with labels, of which most speak for no boilerplate.

    One such line below "Kapolres: Tujuh Pelaku Ditangkap" and above another byline is in none.
    """
    index = reading.line_of(start)
    labels = [*_labels_from(reading, index, -1), *_labels_from(reading, index + 1, 1)]
    plain = sum(label not in word_classes() for label in labels)
    return plain > 0 and plain >= len(labels) - plain


def _labels_from(reading: FoldedText, index: int, step: int) -> Iterator[str]:
    """Yield the labels of the lines from ``index`` on, up or down, as far as each has one."""
    while 0 <= index < len(reading.lines):
        label = _LABEL.match(reading.text, *reading.lines[index])
        if not label:
            return
        yield label[1].lower()
        index += step


def _is_sure(piece: Piece, story: float) -> bool:
    """Return whether a rule cuts a piece, or the model would without a look at the rest of the text."""
    return piece.rule is not None or (
        story < SURE_BOILERPLATE and piece.last not in _SENTENCE_MARKS and len(piece.words) <= LONG_PIECE_WORDS
    )


class _Limits(NamedTuple):
    """The least chances of being story with which what no rule names stays in a text."""

    phrase: float
    sentence: float
    call: float
    """Of a sentence whose words speak for boilerplate."""

    @classmethod
    def of(cls, story_chars: int, *, has_lines: bool) -> _Limits:
        """Return those of a text with so many characters of story, with line breaks or without."""
        phrase = STORY_CHANCE if story_chars >= LITTLE_STORY else LITTLE_STORY_CHANCE
        sentence = SENTENCE_CHANCE if story_chars >= FEWEST_STORY_LEFT else 0.0
        call = CALL_CHANCE if story_chars >= FEWEST_STORY_LEFT else 0.0
        if has_lines:
            return cls(phrase, sentence, call)
        return cls(phrase, min(sentence, ONE_LINE_CHANCE), 0.0)

    def chance(self, reading: FoldedText, piece: Piece) -> float:
        """Return the one for ``piece``."""
        if piece.last == "…" and piece.density == 0 and not piece.border.startswith("L"):
            return 0.0  # the story itself is cut short there
        if piece.last not in _SENTENCE_MARKS:
            if len(piece.words) > LONG_PIECE_WORDS:
                return MENU_CHANCE if is_capitalised(reading.text[piece.start : piece.end]) else LONG_PIECE_CHANCE
            return self.phrase
        if piece.density > CALL_DENSITY:
            return max(self.sentence, self.call)
        return self.sentence


def _join_spans(reading: FoldedText, spans: list[Removed]) -> list[Removed]:
    """Join neighbours of one kind that the model cut in one line."""
    joined: list[Removed] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.rule == span.rule == MODEL_RULE and last.kind == span.kind:
            between = reading.folded[last.end : span.start]
            if not between.strip() and "\n" not in between:
                joined[-1] = Removed(last.start, span.end, span.kind, MODEL_RULE)
                continue
        joined.append(span)
    return joined
