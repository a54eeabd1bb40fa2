"""The kept text as paragraphs: spaces tidied, hard wraps joined, glued sentences parted."""

from __future__ import annotations

import re

_GLUED = re.compile(r"[.!?,](?<=[\w)”\"].)[\"”]?(?=[A-Z“\"])")
_BREAKS = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]+")
_ODD_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"


def paragraphs(pieces: list[str], *, wrapped: bool) -> tuple[str, tuple[str, ...]]:
    """The text of the kept ``pieces`` and the names of the repairs; ``wrapped``: may a line break be a hard wrap?

    Paragraphs are joined by one line feed each; spaces inside them are single. What a removal parted stays apart.
    """
    kept = "".join(pieces)
    names: set[str] = set()
    joined: list[list[str]] = []  # paragraphs as their lines: adding to a string would copy it for each line
    odd = any(mark in kept for mark in _ODD_BREAKS)
    glued = _GLUED.search(kept) is not None
    for piece in pieces:
        for line in _BREAKS.split(piece) if odd else piece.split("\n"):
            tidy = line.strip()
            if not tidy:
                continue
            if not tidy.isprintable() or "  " in tidy:  # tabs, no-break and other odd spaces
                tidy = " ".join(tidy.split())
            parted = _GLUED.sub(_part, tidy) if glued else tidy
            if parted != tidy:
                names.add("paragraph_breaks")
            if wrapped and joined and _continues(joined[-1], parted):
                joined[-1].append(parted)
                names.add("hard_wraps")
            else:
                joined.append([parted])
    text = "\n".join(" ".join(lines) for lines in joined)
    if text != kept and not names:
        names.add("spaces")
    return text, tuple(sorted(names))


def _part(glued: re.Match[str]) -> str:
    """A line feed behind the end of a sentence that the next sentence is glued to ("...kata dia.Menurut dia...")."""
    text, start, end = glued.string, glued.start(), glued.end()
    before, mark, after = text[start - 1 : start], glued.group(), text[end : end + 2]
    if len(after) < 2 or not (before.islower() or before.isdigit() or before in ')”"'):
        return mark
    if len(mark) == 2:
        if after[0] == '"':
            return mark
        if mark[1] == '"' and _opens(text, start + 1):
            return f'{mark[0]}\n"' if mark[0] != "," else mark
        return mark + "\n"
    if mark == ",":
        return mark
    clear = after[1].isupper() if after[0] == '"' else after[1].islower() or after[0] == "“" or after[1] == " "
    return mark + "\n" if clear else mark


def _opens(text: str, at: int) -> bool:
    """Does the straight quote at ``at`` open a quotation? It does if the one before it closed one."""
    last = text.rfind('"', max(0, at - 400), at)
    return last < 0 or not text[last + 1].isalnum()


def _continues(before: list[str], line: str) -> bool:
    """Did a hard wrap split a sentence between the paragraph of the lines ``before`` and this line?"""
    return before[-1][-1] not in '.!?:;"”)' and line[0].islower() and (len(before) > 1 or len(before[0]) > 40)
