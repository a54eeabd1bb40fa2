"""Tokens of a text, each with its offsets: what names are made of."""

from __future__ import annotations

import re
from itertools import accumulate
from operator import itemgetter

_TOKEN = re.compile(
    r"""([A-Z]?[a-z]+(?=[\s,])                                             # most words, found by the first alternative
    |[.,\n]
    |[A-Z](?:(?:\.[A-Z])+\.|\.(?=\s+[A-Z]))                            # S.H., M. Nuh
    |(?:Prof|Moh|Muh|Mohd|Mhd|Muhd|Abd|Ach|Mgr|Pdt|Ust|Drs|Dra|Dr|dr|drg|drh|Ir|Hj|H|KH|Kab|Kec|Jl|St|Tbk|Tgk|Mr|Mrs|Pol|Purn|Jend|No)\.(?!\w)
    |\d+(?:[.,:/]\d+)*%?
    |[^\W_]+(?:(?:(?:[-'’`&]|(?<=[A-Z0-9])/(?=[A-Z0-9]))(?=[^\W_])|\.(?=[a-z0-9]))[^\W_]+)*   # Ma'ruf, PDI-P, DPR/MPR
    |[^\w\s]|_)""",
    re.VERBOSE,
)

_ENDS = frozenset(".!?\n")
_CLOSING = frozenset("\"”’'),.!?")


Span = tuple[str, int, int]
"""A token: its text, and its offsets, end exclusive."""
span_word = itemgetter(0)


def split_tokens(text: str) -> list[Span]:
    """Return the words, numbers and marks of a text, and its line breaks."""
    parts = _TOKEN.split(text)  # what is between tokens, and the tokens, in turn
    offsets = list(accumulate(map(len, parts)))
    return list(zip(parts[1::2], offsets[::2], offsets[1::2], strict=False))


def split_sentences(tokens: list[Span]) -> list[list[Span]]:
    """Return the tokens sentence by sentence: a sentence ends at a line break, or at a full stop before a capital."""
    words = [*map(span_word, tokens), "\n"]
    sentences: list[list[Span]] = []
    start = 0
    for at in [at for at, word in enumerate(words) if word in _ENDS]:
        if words[at] == "\n":
            sentences.append(tokens[start:at])
            start = at + 1
        elif not words[at + 1][0].islower() and words[at + 1] not in _CLOSING:
            sentences.append(tokens[start : at + 1])
            start = at + 1
    return [sentence for sentence in sentences if sentence]
