"""Cut headlines at the end of a text, around its bylines or in a list: links to other articles of the page."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.lines import is_kind, read_piece_line
from kliping.clean.reader.piece import Piece
from kliping.clean.rules.bare_headlines import headline_chance
from kliping.clean.vocabulary.words import is_capitalised
from kliping.lexicon import cue_words

FEWEST_HEADLINES = 2
"""So many headlines make a list."""
SHORTEST_LINKED, LONGEST_LINKED = 25, 160
"""Characters of a headline."""
LIKELY_LISTED_STORY = 0.8
"""The headlines stay if the model takes one of them for story with at least this chance."""
FEWEST_UNANNOUNCED, LIKELY_LIST = 3, 0.5
"""A list that nothing announces has so many headlines, to which their own model gives at least this mean chance."""
LIKE_ITEMS = 0.75
"""So large a share of the items of one list begins with the same word."""
_SENTENCE_ENDS = frozenset('."”;:,')
_BULLETS = "-–—•*·▪►»> "


def cut_foot_list(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool], story: Sequence[float]
) -> list[bool]:
    """Return the decisions with cuts of the headlines below the bylines at the end, and of one right above them.

    ``lines``: the pieces of each line; ``story``: each piece's chance of being story.
    """
    decided = list(cut)
    bylines = _find_bylines(pieces, cut, lines)
    if not bylines:
        return decided
    above = lines[bylines.start - 1]
    below = [line for line in lines[bylines.stop :] if not all(cut[index] for index in line)]
    if is_capitalised(read_piece_line(reading, pieces, above)) and _are_headlines(reading, pieces, [above], story):
        decided[above.start : above.stop] = [True] * len(above)
    if len(below) >= FEWEST_HEADLINES and _are_headlines(reading, pieces, below, story):
        for line in below:
            decided[line.start : line.stop] = [True] * len(line)
    return decided


def cut_last_list(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool], story: Sequence[float]
) -> list[bool]:
    """Return the decisions with cuts of the headlines that a text ends with, if both models take them for such.

    ``story``: each piece's chance of being story.
    """
    decided = list(cut)
    items = _find_last_list(reading, pieces, lines, cut)
    if len(items) < FEWEST_UNANNOUNCED or any(story[line[-1]] >= LIKELY_LISTED_STORY for line in items):
        return decided
    if _are_like_items([read_piece_line(reading, pieces, line) for line in items]):
        return decided
    chances = [_rate_headline(reading, pieces, line) for line in items]
    if fmean(chances) >= LIKELY_LIST:
        for line in items:
            decided[line.start : line.stop] = [True] * len(line)
    return decided


def _find_last_list(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool]
) -> list[range]:
    """Return the last lines in a row that look like headlines, if nothing below them is kept.

    None where the line above them announces them, as in "Pesertanya adalah:".
    """
    items: list[range] = []
    for line in reversed(lines):
        said = read_piece_line(reading, pieces, line)
        if _is_headline(said) and is_capitalised(said):
            items.append(line)
        elif items or not all(cut[index] for index in line):
            return [] if said.endswith(":") else items
    return items


def keep_like_items(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool]
) -> list[bool]:
    """Return the decisions without cuts of the like items that a text ends with, unless a rule cuts one of them."""
    decided = list(cut)
    items = _find_last_list(reading, pieces, lines, cut)
    by_model = all(pieces[index].rule is None for line in items for index in line)
    if by_model and _are_like_items([read_piece_line(reading, pieces, line) for line in items]):
        for line in items:
            decided[line.start : line.stop] = [False] * len(line)
    return decided


def _are_like_items(said: Sequence[str]) -> bool:
    """Return whether most lines begin with one word, as the items of a story do: "Lomba Menulis", "Lomba Membaca".

    Headlines may all begin with one that acts: "Bupati Resmikan ...", "Polisi Tangkap ...".
    """
    if len(said) < FEWEST_UNANNOUNCED:
        return False
    words = [line.lstrip(_BULLETS).split()[0].lower() for line in said]
    commonest = max(words, key=words.count)
    acts = any(commonest in cue_words(name) for name in ("office", "actor", "headed"))
    return words.count(commonest) >= max(FEWEST_UNANNOUNCED, LIKE_ITEMS * len(words)) and not acts


def _rate_headline(reading: FoldedText, pieces: Sequence[Piece], line: range) -> float:
    """Return the chance that a line, without its bullet, is a headline."""
    end = pieces[line[-1]].end
    words = read_piece_line(reading, pieces, line).lstrip(_BULLETS)
    return headline_chance(reading, end - len(words), end)


def _find_bylines(pieces: Sequence[Piece], cut: Sequence[bool], lines: Sequence[range]) -> range:
    """Return the numbers of the last lines in a row, with story above them, that rules take for bylines or sources."""
    found = range(0)
    has_story = False
    for number, line in enumerate(lines):
        if has_story and all(_names_makers(pieces[index]) for index in line):
            found = range(found.start if found.stop == number else number, number + 1)
        has_story = has_story or any(pieces[index].prose and not cut[index] for index in line)
    return found


def _names_makers(piece: Piece) -> bool:
    return is_kind(piece, "credit") or is_kind(piece, "syndication")


def _are_headlines(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], story: Sequence[float]
) -> bool:
    if any(story[line[-1]] >= LIKELY_LISTED_STORY for line in lines):
        return False
    return all(_is_headline(read_piece_line(reading, pieces, line)) for line in lines)


def _is_headline(line: str) -> bool:
    """Return whether a line, perhaps after a bullet, has the length of a headline and does not end like a sentence."""
    said = line.lstrip(_BULLETS)
    is_long = SHORTEST_LINKED <= len(said) <= LONGEST_LINKED
    return is_long and said[-1] not in _SENTENCE_ENDS and (said[0].isupper() or said[0].isdigit())
