"""Where a headline ends: a small model with named features.

A scraped text often glues a headline to the sentence that follows ("... di Era TrumpSementara Menteri ..."). Every
place where it might end is a candidate, described by named features (what stands between the words there, length in
words, Title Case, what the next words look like), and a softmax over the candidates gives each its probability. The
end chosen has the least expected cost, where a lost character of the story counts ``STORY_LOSS`` times as much as one
of boilerplate left over.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kliping.clean.folded_text import FoldedText
from kliping.clean.headlines import headline_model
from kliping.clean.headlines.headline_model import Features
from kliping.clean.vocabulary import words

STORY_LOSS = 3.0
"""A story character removed costs as much as this many boilerplate characters kept."""
STORY_LOSS_SENTENCE_CASE = 9.0
"""The same for a headline in sentence case, which looks like the story, so that a whole sentence of it is at stake."""
MOST_LOWER = 6
"""A headline in Title Case holds no more words than this that should have had a capital."""
LONGEST_HEADLINE = 260
"""Longest headline considered, in characters."""

SIGN_OFF = re.compile(r"[(\[](?:[a-z*]{2,5}(?:[/)\]]|$)|Gambas)")
HEADLINE_STOPS = re.compile(
    r"[(\[][a-z]{2,5}/[a-z]{2,5}[)\]]|\[gambas|\(?baca\s?(?:juga|selengkapnya)\b|scroll to continue|advertisement|"
    r"(?:simak|lihat|tonton) (?:juga|video)\b|artikel ini telah|berita ini telah|cek berita dan|\n"
)
"""A headline never runs into other boilerplate."""

_BREAK = re.compile(r"[a-z0-9)?!.\"”’][A-Z“\"][a-z]|[.?!][\"”]? +[A-Z“\"]|  |\u00a0 | \u00a0")

_TAILS = {
    mark: name
    for marks, name in (
        (".…", "after:full stop"), ("?!", "after:mark"), (",:;-–(&/", "after:comma"), ("\"”'’", "after:closing quote"),
    )
    for mark in marks
}  # fmt: skip


class HeadlineEnd(NamedTuple):
    """A place where the headline may end (``end``), and where the text goes on (``resume``)."""

    end: int
    resume: int
    features: Features
    sentence_case: bool
    """Whether only its first word and names have capitals."""


class HeadlineWord(NamedTuple):
    """What the models look at in one word."""

    content: bool
    """Whether it is in lower case where Title Case would have a capital."""
    function: bool
    lower: bool
    """Whether it begins in lower case: no headline ends before it."""
    quotes: int
    brackets: int
    tail: str | None
    """Name of the feature for its last character."""
    opening: str | None
    """Name of the feature for its first character."""
    starter: float
    ender: float


@lru_cache(maxsize=1 << 16)
def read_word(token: str) -> HeadlineWord:
    """Return the word's properties under the shipped model."""
    known = headline_model.headline_weights()
    first = token[0]
    small = token.islower()
    if token.isalpha():  # a shortcut, which most words take
        plain = token.lower()
        function = small and plain in words.FUNCTION_WORDS
        content = small and not function and len(token) > 1
        scores = known.starters.get(plain, 0.0), known.enders.get(plain, 0.0)
        return HeadlineWord(content, function, first.islower(), 0, 0, None, None, *scores)
    plain = words.strip_marks(token)
    function = small and plain in words.FUNCTION_WORDS
    return HeadlineWord(
        content=small and not function and len(token) > 1,
        function=function,
        lower=first.islower(),
        quotes=token.count('"') + token.count("“") + token.count("”"),
        brackets=token.count("(") - token.count(")"),
        tail=_TAILS.get(token[-1]),
        opening=_name_opening(token),
        starter=known.starters.get(plain, 0.0),
        ender=known.enders.get(words.word_shape(plain), 0.0),
    )


def _name_opening(token: str) -> str | None:
    """Name of the feature for how a word begins."""
    if token[0].isalpha():
        return None
    if token[0] in '"“':
        return "next:quote"
    is_list_number = token[-1] == "." and token[:-1].isdigit() and len(token) <= 3
    return "next:list number" if is_list_number else "next:other"


def _read_words(reading: FoldedText, start: int, stop: int) -> tuple[list[tuple[int, int]], list[HeadlineWord], bool]:
    """Return (start, end) of the words from ``start`` on, their properties, and whether they reach ``stop``."""
    text = reading.text
    reach = min(stop, start + LONGEST_HEADLINE)
    complete = reach == stop
    spans: list[tuple[int, int]] = []
    tokens: list[HeadlineWord] = []
    lower = 0
    for first, last in words.find_words(text, start, reach):
        if last == reach and not complete:
            break  # cut in the middle
        spans.append((first, last))
        tokens.append(read_word(text[first:last]))
        lower += tokens[-1].content
        if lower > MOST_LOWER + 2 and not _is_sentence_case(tokens):
            return spans, tokens, False  # Title Case has long ended
    return spans, tokens, complete


def _is_sentence_case(tokens: list[HeadlineWord]) -> bool:
    """Return whether two of the words after the first would have a capital in Title Case, and have none."""
    return sum(token.content for token in tokens[1:6]) >= 2


def find_stop(reading: FoldedText, start: int, stop: int) -> int:
    """Return where other boilerplate begins, into which a headline from ``start`` cannot run; else ``stop``."""
    mark = HEADLINE_STOPS.search(reading.folded, start + 1, min(stop, start + LONGEST_HEADLINE))
    if mark is None:
        return stop
    return mark.start()


def find_ends(reading: FoldedText, start: int, stop: int) -> list[HeadlineEnd]:
    """Return every place up to ``stop`` where a headline that begins at ``start`` may end."""
    stop = find_stop(reading, start, stop)
    spans, tokens, complete = _read_words(reading, start, stop)
    reading.budget.words -= len(tokens)
    gaps = [following[0] - before[1] for before, following in pairwise(spans)]
    sentence_case = _is_sentence_case(tokens)
    breaks = _title_case_to_break(gaps, tokens, complete=complete)
    found: list[HeadlineEnd] = []
    low = quotes = brackets = joints = 0
    for index, token in enumerate(tokens):
        low += token.content
        quotes += token.quotes
        brackets += token.brackets
        joints += index > 0 and gaps[index - 1] == 0
        if low > MOST_LOWER and not sentence_case and found:
            break
        last = index + 1 == len(tokens)
        gap = 0
        if last:
            cannot_end = not complete
        else:
            gap = gaps[index]
            cannot_end = _cannot_end(token, tokens[index + 1], gap, quotes=quotes, brackets=brackets)
        if cannot_end:
            continue
        features = _describe_end(tokens, index, gap, sentence_case=sentence_case)
        features += _describe_start(low, quotes, brackets, joints)
        if gap == 1:
            if breaks[index]:
                features.append(("break ahead", 1.0))
            if low < MOST_LOWER and _stands_elsewhere(reading.text, spans[index][0], spans[index + 1][1]):
                features.append(("pair stands elsewhere", 1.0))
        if sentence_case:  # another kind of headline, with weights of its own
            features = [(f"sentence case: {name}", value) for name, value in features]
        found.append(HeadlineEnd(spans[index][1], stop if last else spans[index + 1][0], features, sentence_case))
    return found


def _describe_start(low: int, quotes: int, brackets: int, joints: int) -> Features:
    """Return features of what the headline holds so far: words in lower case, marks left open, lost breaks."""
    features: Features = [("lower words", min(low, 5))]
    if joints:
        features.append(("lost breaks inside", min(joints, 2)))
    if quotes % 2:
        features.append(("open quote", 1.0))
    if brackets > 0:
        features.append(("open bracket", 1.0))
    return features


def _cannot_end(token: HeadlineWord, after: HeadlineWord, gap: int, *, quotes: int, brackets: int) -> bool:
    """Return whether the headline cannot end between these two words; ``gap``: characters between them."""
    if quotes % 2 and token.tail == "after:closing quote":
        return True  # that quote opens what follows
    return gap == 1 and (after.lower or token.function or token.tail == "after:comma" or brackets > 0)


def _title_case_to_break(gaps: list[int], tokens: list[HeadlineWord], *, complete: bool) -> list[bool]:
    """Return for each word whether Title Case goes on after it up to a lost break or the line's end."""
    clear = [False] * len(tokens)
    ahead = complete
    for index in range(len(tokens) - 2, -1, -1):
        ahead = ahead and not tokens[index + 1].content
        clear[index] = ahead
        if gaps[index] != 1:
            ahead = True
    return clear


def _describe_end(tokens: list[HeadlineWord], index: int, gap: int, *, sentence_case: bool) -> Features:
    """Return features of an end after word ``index``; ``gap``: characters between it and the next word."""
    token = tokens[index]
    features: Features = [(headline_model.name_length(index + 1), 1.0)]
    if token.tail:
        features.append((token.tail, 1.0))
    if token.function:
        features.append(("after:function word", 1.0))
    else:
        features.append(("after:ender", token.ender))
    if token.content:
        features.append(("after:lower word", 1.0))
    if index + 1 == len(tokens):
        features.append(("gap:end", 1.0))
        return features
    after = tokens[index + 1]
    features.append((_name_gap(gap, after), 1.0))
    if after.opening:
        features.append((after.opening, 1.0))
    features.append(("next:starter", after.starter))
    ahead = [word.content for word in tokens[index + 2 : index + 7]]
    if ahead:
        features.append(("next:lower share", sum(ahead) / len(ahead)))
        if not sentence_case:
            capitals = next((number for number, content in enumerate(ahead) if content), 5)
            features.append((f"next:capitals {capitals}", 1.0))
    return features


def _name_gap(gap: int, after: HeadlineWord) -> str:
    """Return the name of the feature for what separates two words."""
    if gap == 0:
        return "gap:glued quote" if after.opening == "next:quote" else "gap:glued"
    return "gap:wide" if gap > 1 else "gap:space"


def _stands_elsewhere(text: str, start: int, end: int) -> bool:
    """Return whether the same pair of words stands in another place nearby, so that it is likely a name."""
    pair = text[start:end].rstrip('.,:;?!"”’)')
    return text.find(pair, max(0, start - 1500), start) >= 0 or text.find(pair, end, end + 1500) >= 0


def end_chances(candidates: list[HeadlineEnd]) -> list[float]:
    """Return the probability of each candidate to be the end."""
    model = headline_model.headline_weights().end
    scores = [headline_model.sum_weights(candidate.features, model) for candidate in candidates]
    top = max(scores)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]


def end_of_headline(reading: FoldedText, start: int, stop: int) -> int | None:
    """Return the offset where the headline that begins at ``start`` ends; None where none ends before ``stop``.

    None, too, when the text's budget of words is spent: the work on a text stays proportional to its length.
    """
    if reading.budget.words <= 0:
        return None
    if _fills_line(reading, start, stop):
        return start + len(reading.text[start:stop].rstrip())
    candidates = find_ends(reading, start, stop)
    if not candidates:
        return None
    odds = end_chances(candidates)
    best, least = candidates[0].end, math.inf
    loss = STORY_LOSS_SENTENCE_CASE if candidates[0].sentence_case else STORY_LOSS
    mean = sum(chance * candidate.end for candidate, chance in zip(candidates, odds, strict=True))
    below = below_mean = 0.0  # chance, and chance times end, of the candidates before this one
    for candidate, chance in zip(candidates, odds, strict=True):
        eaten = candidate.end * below - below_mean
        left = (mean - below_mean) - candidate.end * (1 - below)
        if eaten * loss + left < least:
            best, least = candidate.end, eaten * loss + left
        below += chance
        below_mean += chance * candidate.end
    return best


def _fills_line(reading: FoldedText, start: int, stop: int) -> bool:
    """Return whether the rest of a short line is one headline: nothing looks like a lost break or a second sentence."""
    if stop - start > 170 or stop != reading.line_end(start) or len(reading.lines) < 3:
        return False
    return reading.text[start:stop].rstrip()[-1:] not in (".", "") and not _BREAK.search(reading.text, start, stop)


def is_title_case(reading: FoldedText, start: int, end: int, least: int = 5) -> bool:
    """Return whether a stretch is in Title Case: ``least`` words or more, nearly all with capitals, no full stop."""
    segment = reading.text[start:end]
    if segment[-1] in ".,;:" or len(segment) < 6 * least or reading.budget.words <= 0:
        return False
    tokens = [segment[a:b] for a, b in words.find_words(segment, 0, len(segment))]
    reading.budget.words -= len(tokens)
    if not least <= len(tokens) <= 26:
        return False
    content = [token for token in tokens if token[0].isalpha() and words.strip_marks(token) not in words.FUNCTION_WORDS]
    low = sum(token.islower() for token in content)
    return len(content) >= least - 2 and low <= len(content) * 0.15
