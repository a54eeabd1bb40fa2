"""Where does a headline end, and is this a headline at all? Two small scored models with named features.

A scraped text often glues a headline to the sentence that follows ("... di Era TrumpSementara Menteri ..."). Every
place where it might end is a candidate; each is described by named features (the kind of joint, length in words, Title
Case, what the next words look like), and a softmax over the candidates gives each its probability. The end chosen is
the one with the least expected cost, where a character of story lost counts ``LOSS`` times one of boilerplate left.

Weights are in ``headline.json``, written by ``training/headline.py``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kliping.clean.text import Reading

WEIGHTS = Path(__file__).with_name("headline.json")
LOSS = 4.0
"""A story character removed costs as much as this many boilerplate characters kept."""
WINDOW = 260
"""Longest headline considered, in characters."""

FUNCTION_WORDS = frozenset(
    "di ke dari dan yang untuk pada dengan dalam oleh bagi atau hingga sampai usai vs soal jadi tak itu ini karena agar "
    "akan saat jika bila kepada terhadap tentang sebagai serta antara para sang si bukan tapi namun demi lewat via per of "
    "the and in on a to for at secara tanpa seperti daripada versi hari pun juga lagi masih sudah telah bisa dapat ada apa "
    "adalah tidak belum dr de la al bin von van nya lalu maupun setelah sebelum sejak selama".split()
)
"""Words that Title Case leaves in lower case, at one outlet or another."""

_WORD = re.compile(r"\S+")
_JOINT = re.compile(r"(?<=[a-z0-9%)?!\"”'’.…])(?=[A-Z“\"])|(?<=[a-z0-9?!.])(?=[“\"])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_CAMEL = re.compile(r"\b(?:[a-z]{1,2}[A-Z]|Mc[A-Z]|Mac[A-Z]|[A-Z][a-z]+(?:TV|FC|AI|ID|VR|XL|RI|AS|PT|MD|KW|GB|TB|UN)\b|O'[A-Z])")
_CAMEL_NAMES = re.compile(
    r"(?i)(?:you(?=tube)|tik(?=tok)|whats(?=app)|face(?=book)|linked(?=in)|micro(?=soft)|deep(?=seek)|chat(?=gpt)|open(?=ai)|"
    r"go(?=pay|to\b|jek|food|ride|car|send)|shopee(?=pay|food)|trans(?=jakarta|milenial|7|tv)|jak(?=lingko)|space(?=x)|"
    r"pay(?=pal)|mot(?=ogp)|moto(?=gp)|i(?=phone|pad|os|cloud|news)|mac(?=book|os)|air(?=asia|pods)|power(?=point)|"
    r"sindo(?=news)|detik(?=com|news|finance|sport|hot|inet|oto|food|travel|health)|okezone|"
    r"tribun(?=news)|play(?=station)|game(?=boy)|e(?=toll|sport)|master(?=card)|super(?=app)|big(?=bang)|black(?=pink|berry|rock))"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the headline may end (``end``), and where the text goes on (``resume``)."""

    end: int
    resume: int
    features: tuple[tuple[str, float], ...]


@cache
def weights() -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Weights of the end model, log-odds of words that begin sentences, weights of the bare-headline model."""
    model = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return model["end"], model["starters"], model["bare"]


def _bare_word(word: str) -> str:
    return word.strip("\"“”'‘’().,:;!?[]…-–—").lower()


def _bucket(words: int) -> str:
    for limit, name in ((2, "1-2"), (4, "3-4"), (6, "5-6"), (8, "7-8"), (13, "9-13"), (17, "14-17"), (22, "18-22")):
        if words <= limit:
            return "words:" + name
    return "words:23+"


def _is_content(word: str) -> bool:
    return word.islower() and _bare_word(word) not in FUNCTION_WORDS and len(word) > 1


def _pieces(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Words of ``text[start:stop]``, and the parts of words that a lost break may have glued."""
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text, start, stop):
        at, end = match.span()
        word = match.group()
        if not word.islower():
            for joint in _JOINT.finditer(word):
                cut = joint.start()
                if 0 < cut < len(word) and not _joined_by_nature(word, cut) and at < match.start() + cut:
                    found.append((at, match.start() + cut))
                    at = match.start() + cut
        found.append((at, end))
    return found


def _joined_by_nature(word: str, cut: int) -> bool:
    """Is the joint part of a name (iPhone, YouTube) or of punctuation, not a lost break?"""
    left, right = word[:cut], word[cut:]
    if right[0] in "\"“":
        return right in ('"', '",', '".', '")', '":', '";') or (len(right) < 3 and not right[-1].isalnum())
    if left[-1] in "\"'’”(“" and (len(left) == 1 or not left[-2].isalnum() and left[-2] not in ".,!?"):
        return True
    if left[-1] in "'’.":
        return len(left) < 4 or left[-1] != "." or right[:2].isupper()
    if any(match.end() == cut or match.start() + len(match.group()) == cut for match in _CAMEL_NAMES.finditer(word)):
        return True
    return any(match.start() < cut <= match.end() for match in _CAMEL.finditer(word))


def ends(reading: Reading, start: int, stop: int) -> list[Candidate]:
    """Every place between ``start`` and ``stop`` where a headline that begins at ``start`` may end."""
    text = reading.text
    pieces = _pieces(text, start, min(stop, start + WINDOW))
    if not pieces:
        return []
    starters = weights()[1]
    found: list[Candidate] = []
    low = quotes = brackets = words = 0
    count = len(pieces)
    content = [_is_content(text[a:b]) for a, b in pieces]
    for index, (a, b) in enumerate(pieces):
        word = text[a:b]
        words += 1
        low += content[index]
        quotes += word.count('"') + word.count("“") + word.count("”")
        brackets += word.count("(") - word.count(")")
        last = index + 1 == count
        if last and b < min(stop, len(text)) and stop - start > WINDOW:
            break
        resume = stop if last else pieces[index + 1][0]
        after = "" if last else text[resume : pieces[index + 1][1]]
        if not last and after[0].islower():
            continue
        gap = resume - b
        features: list[tuple[str, float]] = [(_bucket(words), 1.0), ("lower words", min(low, 4))]
        features.append(("lower share", low / words))
        if last:
            features.append(("gap:end", 1.0))
        elif gap == 0:
            features.append(("gap:glued quote" if after[0] in "\"“" else "gap:glued", 1.0))
        elif gap > 1:
            features.append(("gap:wide", 1.0))
        else:
            features.append(("gap:space", 1.0))
        if word[-1] in ".…":
            features.append(("after:full stop", 1.0))
        elif word[-1] in "?!":
            features.append(("after:mark", 1.0))
        elif word[-1] in ",:;-–(&/":
            features.append(("after:comma", 1.0))
        elif word[-1] in "\"”'’" and quotes % 2 == 0:
            features.append(("after:closing quote", 1.0))
        if quotes % 2:
            features.append(("open quote", 1.0))
        if brackets > 0:
            features.append(("open bracket", 1.0))
        if word.islower() and _bare_word(word) in FUNCTION_WORDS:
            features.append(("after:function word", 1.0))
        if not last:
            if after[0] in "\"“":
                features.append(("next:quote", 1.0))
            elif not after[0].isalpha():
                features.append(("next:other", 1.0))
            features.append(("next:starter", starters.get(_bare_word(after), 0.0)))
            ahead = content[index + 2 : index + 6]
            if ahead:
                features.append(("next:lower share", sum(ahead) / len(ahead)))
                if ahead[0]:
                    features.append(("next:lower at once", 1.0))
        found.append(Candidate(b, resume, tuple(features)))
    return found


def score(features: Iterable[tuple[str, float]], model: dict[str, float]) -> float:
    """The linear score of named features."""
    return sum(model.get(name, 0.0) * value for name, value in features)


def chances(candidates: list[Candidate]) -> list[float]:
    """Probability of each candidate to be the end."""
    model = weights()[0]
    scores = [score(candidate.features, model) for candidate in candidates]
    top = max(scores)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]


def end_of_headline(reading: Reading, start: int, stop: int) -> int | None:
    """Offset where the headline that begins at ``start`` ends; None when there is none before ``stop``."""
    candidates = ends(reading, start, stop)
    if not candidates:
        return None
    odds = chances(candidates)
    best, least = candidates[0].end, math.inf
    for choice in candidates:
        cost = 0.0
        for other, chance in zip(candidates, odds, strict=True):
            gap = choice.end - other.end
            cost += chance * (gap * LOSS if gap > 0 else -gap)
        if cost < least:
            best, least = choice.end, cost
    return best


def looks_like_headline(segment: str) -> bool:
    """Title Case over five words or more, without a full stop at its end."""
    words = segment.split()
    if not 5 <= len(words) <= 24 or segment[-1] in ".,;:" or len(segment) < 30:
        return False
    content = [word for word in words if _bare_word(word) not in FUNCTION_WORDS and word[0].isalpha()]
    low = sum(word.islower() for word in content)
    return len(content) >= 4 and low <= len(content) * 0.12
