"""Cut captions that a photographer's name gives away: in front of it on one line, or below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.folded_text import FoldedText
from kliping.clean.reader.lines import QUOTATION_MARKS, UNLIKELY_STORY, begins_with_dateline, is_kind, read_piece_line
from kliping.clean.reader.piece import Piece

LONGEST_CAPTION_LINE, LONGEST_CAPTION_BELOW = 320, 600
"""Characters of a caption in front of the photographer's name, and of one below it."""
CERTAIN_STORY = 0.9
"""Chance of being story from which on a label in capitals, "MUARA ENIM: Warga ...", is not that of a caption."""
PHOTO_CREDIT = re.compile(
    r"[(\[]?(?:(?:[Ff]oto|FOTO|[Pp]hoto|[Dd]ok|DOK)\b\.?\s?:?\s?)?"
    r"[A-Z@][\w.@&-]*(?: [A-Z][\w.&-]*){0,3}\s?/\s?@?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}[)\]]?"
    r"(?:\.{3}|…)?(?:\s?[Ss]elengkapnya)?"
    r"|(?:[Dd]ok|DOK)\b[.:]?\s?(?:[a-z]\w+\.(?:com|co\.id|id)|[A-Z][\w.]*)(?: [A-Z][\w.]*){0,3}"
)
"""Who took a photo, and for whom: "KABAR FOTO/Dewi Lestari", "Foto Kabar/Dewi", "dok: PSSI"."""

_SOURCE_LABEL = re.compile(r"(?i)(?:sumber|source|foto)\s?:")
_TAKEN_ON = re.compile(r"\(\d{1,2}/\d{1,2}/\d{2,4}\)")
"""The day on which a photo was taken: "Kamis (17/8/2023)"."""
_SCENE = re.compile(
    r"[A-Z][^\n]{20,}\b(?:saat|ketika|usai|seusai|bersama|tampak|terlihat|hadir)\b[^\n]{10,}"
    r"\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)(?: (?:pagi|siang|sore|malam))?\.?(?:-\([^()\n]{3,40}\)-)?"
)
"""A sentence that says whom a photo shows, and ends with the day: "Bupati bersama petani, Senin (3/3/2025)."."""
_BEGINS_CAPTION = re.compile(
    r"[A-Z][\w.]*(?: [A-Z][\w.]*){0,3} / (?=[A-Z])|[A-Z]{4,}(?:[ -][A-Z]{2,}){0,3} ?: (?=[A-Z])"
)
"""What begins a caption above the story: "Kabar Kita / Warga menanam padi.", "BARANG BUKTI: Polisi menunjukkan ..."."""


def cut_photo_lines(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool], story: Sequence[float]
) -> list[bool]:
    """Return the decisions with cuts of the sentences of captions whose photographer is cut.

    ``lines``: the pieces of each line; ``story``: each piece's chance of being story.
    """
    decided = list(cut)
    head = _count_head_lines(pieces, lines, cut)
    # without a dateline below, "MUARA ENIM: Warga ..." is one itself
    head_ends_in_dateline = head < len(lines) and begins_with_dateline(pieces, cut, lines[head])
    for number, line in enumerate(lines[:-1]):  # the last line is signed
        kept = [index for index in line if not cut[index]]
        if not kept or not QUOTATION_MARKS.isdisjoint(read_piece_line(reading, pieces, kept)):
            continue
        unlikely = number < head or all(story[index] < UNLIKELY_STORY for index in kept)
        in_doubt = all(story[index] < CERTAIN_STORY for index in kept)
        said = read_piece_line(reading, pieces, line)
        in_front = unlikely and _ends_in_photographer(reading, pieces, line, kept)
        is_labelled = cut[line.start] and pieces[line.start].last == ":"  # "ILUSTRASI:"
        is_dated = story[line.start] < UNLIKELY_STORY and _TAKEN_ON.search(said) is not None
        below = (number + 1 == head or is_labelled or is_dated) and _stands_below_photographer(
            reading, pieces, lines, number, cut
        )
        is_scene = number < head and head_ends_in_dateline and number > 0 and _SCENE.fullmatch(said) is not None
        is_headed = number < head and (head_ends_in_dateline or in_doubt) and _BEGINS_CAPTION.match(said) is not None
        is_repeated = number > 1 and number < head and _repeats_above_credit(reading, pieces, lines, number, cut)
        is_sourced = number <= head and _stands_above_source(reading, pieces, lines, number, cut)
        if in_front or below or is_scene or is_headed or is_repeated or is_sourced:
            decided[line.start : line.stop] = [True] * len(line)
        if is_sourced:
            label = lines[number + 1]
            decided[label.start : label.stop] = [True] * len(label)
        if is_repeated:
            above = lines[number - 2]
            decided[above.start : above.stop] = [True] * len(above)
    return decided


def _count_head_lines(pieces: Sequence[Piece], lines: Sequence[range], cut: Sequence[bool]) -> int:
    """Return how many lines stand above the story: above its dateline, or all in a row of which something is cut."""
    for number, line in enumerate(lines):
        if begins_with_dateline(pieces, cut, line):
            return number
    whole = (number for number, line in enumerate(lines) if not any(cut[index] for index in line))
    return next(whole, len(lines))


def _ends_in_photographer(reading: FoldedText, pieces: Sequence[Piece], line: range, kept: Sequence[int]) -> bool:
    """Return whether a line is a caption of which nothing but the photographer, at its end, is cut."""
    after = range(kept[-1] + 1, line.stop)
    if not after or len(kept) + len(after) < len(line):
        return False
    if pieces[kept[-1]].end - pieces[line.start].start > LONGEST_CAPTION_LINE:
        return False
    return any(PHOTO_CREDIT.fullmatch(read_piece_line(reading, pieces, [index])) for index in after)


def _stands_below_photographer(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], number: int, cut: Sequence[bool]
) -> bool:
    """Return whether a line stands between the photographer, on a line that is cut, and the dateline."""
    line = lines[number]
    if number == 0 or pieces[line.stop - 1].end - pieces[line.start].start > LONGEST_CAPTION_BELOW:
        return False
    above = lines[number - 1]
    credit = read_piece_line(reading, pieces, above)
    return all(cut[index] for index in above) and PHOTO_CREDIT.fullmatch(credit) is not None


def _stands_above_source(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], number: int, cut: Sequence[bool]
) -> bool:
    """Return whether "Sumber :" is below, and then a bullet with the photo's source, which is cut."""
    line = lines[number]
    below = lines[number + 1 : number + 3]
    if len(below) < 2 or pieces[line.stop - 1].end - pieces[line.start].start > LONGEST_CAPTION_LINE:
        return False
    label, source = (read_piece_line(reading, pieces, each) for each in below)
    is_cut = all(cut[index] for index in below[1])
    return is_cut and _SOURCE_LABEL.fullmatch(label) is not None and source[0] in "•-–"


def _repeats_above_credit(
    reading: FoldedText, pieces: Sequence[Piece], lines: Sequence[range], number: int, cut: Sequence[bool]
) -> bool:
    """Return whether a line says what the one above the photo's credit does: a picture's text and its caption."""
    credit = lines[number - 1]
    is_credit = all(cut[index] and is_kind(pieces[index], "caption") for index in credit)
    return is_credit and read_piece_line(reading, pieces, lines[number]) == read_piece_line(
        reading, pieces, lines[number - 2]
    )
