"""The kept text as paragraphs: spaces tidied, hard wraps joined, glued sentences separated."""

from __future__ import annotations

import re

_ASCII_BREAKS, _BREAKS = "\r\x0b\x0c", "\r\x0b\x0c\x85\u2028\u2029"
_ODD_SPACE = re.compile(r"[^\S\n ]")
_BLANK = re.compile(r"\n[ \n]+")
_GLUED = re.compile(r"[.!?,](?<=[\w)”\"].)(?:[\"”](?=[A-Z“\"])|(?=[A-Z](?:[^\W\d_A-Z]| )|[“\"]))")
_SMALL = "[a-zß-öø-ÿ]"
_GOES_ON = r'[^.!?:;"”)\n]'
_WRAPS = re.compile(rf"\n(?<=[^\n]{{40}}{_GOES_ON}\n)(?={_SMALL})(?:[^\n]*{_GOES_ON}\n(?={_SMALL}))*")
"""Hard wraps inside one sentence: the first after a line of more than 40 characters, the others after any."""


def join_paragraphs(pieces: list[str], *, wrapped: bool) -> tuple[str, tuple[str, ...]]:
    """Return the text of the kept ``pieces`` and the names of the repairs.

    Paragraphs are joined by one line feed each; spaces inside them are single. Text on both sides of a removal is not
    joined. ``wrapped``: a line break may be a hard wrap.
    """
    kept = "".join(pieces)
    text = "\n".join(pieces)
    for mark in _ASCII_BREAKS if text.isascii() else _BREAKS:
        text = text.replace(mark, "\n")
    text = _BLANK.sub("\n", _make_spaces_single(text).replace(" \n", "\n")).strip(" \n")
    whole = _WRAPS.sub(_join_wraps, text) if wrapped else text
    parted = _GLUED.sub(_separate_sentences, whole)
    names = []
    if whole != text:
        names.append("hard_wraps")
    if parted != whole:
        names.append("paragraph_breaks")
    if parted != kept and not names:
        names.append("spaces")
    return parted, tuple(names)


def _make_spaces_single(text: str) -> str:
    """Return the text with one plain space for each run of space in its lines."""
    text = text.replace("\t", " ").replace("\u00a0", " ")
    if not text.replace("\n", " ").isprintable():  # other odd spaces, or what is not printed at all
        text = _ODD_SPACE.sub(" ", text)
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _join_wraps(wraps: re.Match[str]) -> str:
    return wraps.group().replace("\n", " ")


def _separate_sentences(glued: re.Match[str]) -> str:
    """Return the end of a sentence with a line feed if the next sentence is glued to it ("kata dia.Menurut dia")."""
    text, start, end = glued.string, glued.start(), glued.end()
    before, mark, after = text[start - 1 : start], glued.group(), text[end : end + 2]
    if len(after) < 2 or after[1] == "\n" or not (before.islower() or before.isdigit() or before in ')”"'):
        return mark
    if len(mark) == 2:
        if after[0] == '"':
            return mark
        if mark[1] == '"' and _opens_quotation(text, start + 1):
            return mark if mark[0] == "," else f'{mark[0]}\n"'
        return mark + "\n"
    if mark == ",":
        return mark
    if after[0] == '"':
        begins_sentence = after[1].isupper()
    else:
        begins_sentence = after[1].islower() or after[0] == "“" or after[1] == " "
    return mark + "\n" if begins_sentence else mark


def _opens_quotation(text: str, at: int) -> bool:
    """Return whether the straight quote at ``at`` opens a quotation: the one before it in its line closed one."""
    line = text.rfind("\n", max(0, at - 400), at) + 1
    last = text.rfind('"', max(line, at - 400), at)
    return last < 0 or not text[last + 1].isalnum()
