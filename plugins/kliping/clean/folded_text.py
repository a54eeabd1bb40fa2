"""The text as rules see it: folded to one case and one kind of quote, dash and space, at unchanged offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from operator import add, sub
from typing import overload

_ASCII_FOLDS = (("\t", " "), ("\r", "\n"), ("\x0b", "\n"), ("\x0c", "\n"))
_FOLDS = (
    *_ASCII_FOLDS, ("\x85", "\n"), ("\u2028", "\n"), ("\u2029", "\n"),
    ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u3000", " "),
    ("“", '"'), ("”", '"'), ("„", '"'), ("‘", "'"), ("’", "'"), ("–", "-"), ("—", "-"), ("−", "-"), ("‑", "-"),
)  # fmt: skip

LONGEST_BLANK = 4000
"""Most white space skipped at once, in characters."""
SENTENCE_END = frozenset(".!?…\"”')]:;»’>•●▪→➡▶|*")
"""What may stand before the beginning of a sentence or line, bullets and arrows among it."""
BULLETS = frozenset("->»•●▪■→➡▶👉*| \ufe0f")
"""What decorates the beginning of a line."""


def fold_text(text: str) -> str:
    """Return ``text`` in lower case with plain quotes, hyphens and spaces; every character stays at its offset."""
    lower = text.lower()
    if len(lower) != len(text):  # only İ (U+0130) becomes two characters
        lower = text.replace("\u0130", "I").lower()
    for old, new in _ASCII_FOLDS if lower.isascii() else _FOLDS:
        lower = lower.replace(old, new)
    return lower


_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_UNTIDY = re.compile(r"\n(?:(?=\s)|(?<=\s\n))")
"""A line that is blank, or that begins or ends with space."""


class Lines(Sequence[tuple[int, int]]):
    """(start, end) of the lines of a text that hold anything, ends trimmed.

    Kept as two lists of offsets: pairs would take most of the memory that a text of a million lines needs.
    """

    def __init__(self, folded: str) -> None:
        body = folded.strip()
        if not body or _UNTIDY.search(body):
            spans = [*map(re.Match.span, _LINE.finditer(folded))]
            self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]
        else:  # the lengths of the lines are enough
            lengths = [*map(len, body.split("\n"))]
            self.ends = [*map(add, accumulate(lengths), count(folded.index(body[0])))]
            self.starts = [*map(sub, self.ends, lengths)]

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.starts, self.ends, strict=True)

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[int, int]]: ...
    def __getitem__(self, index: int | slice) -> tuple[int, int] | Sequence[tuple[int, int]]:
        if isinstance(index, slice):
            return [*zip(self.starts[index], self.ends[index], strict=True)]
        return self.starts[index], self.ends[index]


@dataclass(slots=True)
class WordBudget:
    """What may still be spent on one text: its length pays for it, so that no text costs more than its length does."""

    words: int
    """Words that the headline models may read; a text of articles has them read one for each 175 characters."""


@dataclass(frozen=True, slots=True)
class FoldedText:
    """One text, ready to be searched.

    ``plain`` is ``folded`` at one byte a character, with "?" for what needs more: ASCII text is found in it several
    times as fast.
    """

    text: str
    folded: str
    plain: str = field(repr=False)
    lines: Lines
    budget: WordBudget = field(repr=False, compare=False)

    @classmethod
    def of(cls, text: str) -> FoldedText:
        folded = fold_text(text)
        plain = folded if folded.isascii() else folded.encode("latin-1", "replace").decode("latin-1")
        return cls(text, folded, plain, Lines(folded), WordBudget(2000 + len(text) // 50))

    @property
    def first_lines(self) -> Sequence[tuple[int, int]]:
        """As many of the lines as the text's length pays for: all, but for thousands of lines of a few characters."""
        paid = 256 + len(self.text) // 24
        return self.lines if len(self.lines) <= paid else self.lines[:paid]

    def line_end(self, at: int) -> int:
        """End of the line that holds offset ``at``, trailing space excluded; ``at`` itself after that."""
        index = self.line_of(at)
        return max(at, self.lines[index][1]) if index >= 0 else at

    def line_of(self, at: int) -> int:
        """Index in ``lines`` of the line that holds ``at`` or of the last one before it; -1 before the first."""
        return bisect_right(self.lines.starts, at) - 1

    def is_line(self, start: int, end: int) -> bool:
        """Return whether ``text[start:end]`` is a whole line, space around it left aside."""
        index = self.line_of(start)
        return index >= 0 and self.lines[index] == (start, end)

    def trim(self, start: int, end: int, *, back: int = 400) -> int:
        """Return ``end`` moved back over the space before it, but not before ``start``."""
        while end > start and self.folded[max(start, end - back) : end].isspace():
            end = max(start, end - back)
        window = self.folded[max(start, end - back) : end]
        return end - len(window) + len(window.rstrip())

    def bullet(self, at: int) -> int:
        """Return where the bullet or arrow begins that the line of ``at`` opens with; ``at`` where there is none."""
        start = at
        while start and at - start < 8 and self.text[start - 1] in BULLETS:
            start -= 1
        return self.trim_left(start, at) if start == 0 or self.text[start - 1] == "\n" else at

    def trim_left(self, start: int, end: int) -> int:
        """Return ``start`` moved over the space after it, but not after ``end``."""
        window = self.folded[start:end]
        return start + len(window) - len(window.lstrip())

    def block_start(self, at: int) -> bool:
        """Return whether a sentence or a line may begin at ``at``."""
        if at == 0:
            return True
        before = self.folded[at - 1]
        if before == "\n" or before in SENTENCE_END:
            return True
        if before != " ":  # glued: "...pekan laluBaca juga"
            return before.isalnum() and self.text[at].isupper()
        window = self.folded[max(0, at - 12) : at]
        last = window.rstrip()
        return not last or window.endswith("  ") or "\n" in window[len(last) :] or last[-1] in SENTENCE_END


def is_english(plain: str) -> bool:
    """Return whether a folded text has more English than Indonesian function words."""
    return " the " in plain and plain.count(" the ") > plain.count(" yang ") + plain.count(" di ")
