"""The place of a text where most of what was looked for stands, cut at words, with what matches marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from kliping.warehouse.fulltext.search_query import TOKEN, Needles, list_plain_words

SNIPPET_CHARACTERS = 220

CONTEXT_CHARACTERS = 60
"""On each side of a keyword in context."""

LEAD_WORDS = 6
"""Words shown before the first match."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Part of a text on one line. ``marks`` are the places, start and end, of what matches."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def render(self, before: str, after: str) -> str:
        """Return the text with every match between two marks."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


@dataclass(frozen=True, slots=True)
class KeywordContext:
    """One place of a text that matches, with about 60 characters of whole words on each side."""

    before: str
    match: str
    after: str


def list_contexts(
    body: str, needles: Needles, list_stems: Callable[[list[str]], list[str]]
) -> tuple[KeywordContext, ...]:
    """Return every place of a text that matches, in order; a phrase is one place."""
    flat = " ".join(body.split())
    tokens = [(match.start(), match.end()) for match in TOKEN.finditer(flat)]
    matched = _find_matches([flat[start:end] for start, end in tokens], needles, list_stems)
    contexts = []
    for first, last in _join_phrases(matched):
        start, end = tokens[first][0], tokens[last][1]
        begin = next((at for at, _ in tokens if at >= start - CONTEXT_CHARACTERS), start)
        stop = max((to for _, to in tokens if to <= end + CONTEXT_CHARACTERS), default=end)
        if stop == tokens[-1][1]:
            stop = len(flat)
        contexts.append(KeywordContext(flat[begin:start], flat[start:end], flat[end:stop]))
    return tuple(contexts)


def _join_phrases(matched: dict[int, str]) -> list[tuple[int, int]]:
    """Return the first and the last token of each match: those of a phrase are one."""
    joined: list[tuple[int, int]] = []
    for at, needle in matched.items():
        words = needle.count(" ") + 1
        if joined and joined[-1][1] == at - 1 and matched[at - 1] == needle and at - joined[-1][0] < words:
            joined[-1] = joined[-1][0], at
        else:
            joined.append((at, at))
    return joined


def cut_snippet(body: str, needles: Needles, list_stems: Callable[[list[str]], list[str]]) -> Snippet:
    """Return about 220 characters of a text; its beginning where nothing of what was looked for stands in it."""
    flat = " ".join(body.split())
    tokens = [(match.start(), match.end()) for match in TOKEN.finditer(flat)]
    matched = _find_matches([flat[start:end] for start, end in tokens], needles, list_stems)
    if not tokens:
        return Snippet("")
    first = max(matched, key=lambda at: (_count_near(at, matched, tokens), -at), default=0)
    begin = tokens[max(0, first - LEAD_WORDS)][0] if first > LEAD_WORDS else 0
    end = max((stop for _, stop in tokens if stop <= begin + SNIPPET_CHARACTERS), default=len(flat))
    if end == tokens[-1][1]:
        end = len(flat)
    before, after = "… " * (begin > 0), " …" * (end < len(flat))
    shift = len(before) - begin
    marks = ((tokens[at][0] + shift, tokens[at][1] + shift) for at in matched if begin <= tokens[at][0] < end)
    return Snippet(f"{before}{flat[begin:end]}{after}", tuple(marks))


def _count_near(at: int, matched: dict[int, str], tokens: list[tuple[int, int]]) -> int:
    """Return how many different needles stand in the snippet that begins near a token."""
    end = tokens[at][0] + SNIPPET_CHARACTERS
    return len({needle for other, needle in matched.items() if other >= at and tokens[other][1] <= end})


def _find_matches(texts: list[str], needles: Needles, list_stems: Callable[[list[str]], list[str]]) -> dict[int, str]:
    """Return the tokens that match, in order, each with what it is a match of."""
    folded = ["".join(list_plain_words(text)) for text in texts]
    distinct = list(dict.fromkeys(folded))
    stems = dict(zip(distinct, list_stems(distinct), strict=True))
    found = {}
    for at, word in enumerate(folded):
        if word in needles.words:
            found[at] = word
        elif stems[word] in needles.stems:
            found[at] = stems[word]
        elif prefix := next((one for one in needles.prefixes if word.startswith(one)), ""):
            found[at] = prefix
    for phrase in needles.phrases:
        places = (at for at in range(len(folded)) if tuple(folded[at : at + len(phrase)]) == phrase)
        found |= {at: " ".join(phrase) for at in chain.from_iterable(range(p, p + len(phrase)) for p in places)}
    return dict(sorted(found.items()))
