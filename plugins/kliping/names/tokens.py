"""Tokens of a text, each with its offsets: what names are made of."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""(?:[A-Z]\.){2,}                                                  # S.H.
    |[A-Z]\.(?=\s+[A-Z])                                                 # M. Nuh
    |(?:Prof|Moh|Muh|Mohd|Mhd|Muhd|Abd|Ach|Mgr|Pdt|Ust|Drs|Dra|Dr|dr|drg|Ir|Hj|H|KH|Kab|Kec|Jl|St|Tbk|Tgk|Mr|Mrs|Pol|Purn|Jend|No)\.(?!\w)
    |\d+(?:[.,:/]\d+)*%?
    |[^\W_]+(?:(?:(?:[-'’`&]|(?<=[A-Z0-9])/(?=[A-Z0-9]))(?=[^\W_])|\.(?=[a-z0-9]))[^\W_]+)*   # Ma'ruf, PDI-P, DPR/MPR
    |[^\w\s]|_|\n""",
    re.VERBOSE,
)

_ENDS = frozenset(".!?")
_CLOSING = frozenset("\"”’'),.!?")


Span = tuple[str, int, int]
"""A token: its text, and its offsets, end exclusive."""


def split_tokens(text: str) -> list[Span]:
    """Return the words, numbers and marks of a text, and its line breaks."""
    return [(match[0], *match.span()) for match in _TOKEN.finditer(text)]


def split_sentences(tokens: list[Span]) -> list[list[Span]]:
    """Return the tokens sentence by sentence: a sentence ends at a line break, or at a full stop before a capital."""
    sentences: list[list[Span]] = [[]]
    for at, token in enumerate(tokens):
        if token[0] == "\n":
            sentences.append([])
            continue
        sentences[-1].append(token)
        following = tokens[at + 1][0] if at + 1 < len(tokens) else "\n"
        if token[0] in _ENDS and not following[0].islower() and following not in _CLOSING:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]
