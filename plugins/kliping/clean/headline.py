"""Where does a headline end, and is this a headline at all? Two small scored models with named features.

A scraped text often glues a headline to the sentence that follows ("... di Era TrumpSementara Menteri ..."). Every
place where it might end is a candidate; each is described by named features (the kind of joint, length in words, Title
Case, what the next words look like), and a softmax over the candidates gives each its probability. The end chosen is
the one with the least expected cost, where a character of story lost counts ``LOSS`` times one of boilerplate left.

A headline that stands in the story with no "Baca juga" before it is harder: ``bare`` asks a second model, a logistic
one, whether the stretch is a headline, and wants to be surer (``SURE``).

Weights are in ``headline.json``, written by ``training/headline.py``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kliping.clean import words
from kliping.clean.text import Reading

WEIGHTS = Path(__file__).with_name("headline.json")
LOSS = 3.0
"""A story character removed costs as much as this many boilerplate characters kept."""
SURE = 0.8
"""Least probability of a headline that nothing announces ..."""
SURE_AGAIN = 0.45
"""... and of the others in a story that surely holds one."""
MOST_LOWER = 6
"""A headline in Title Case holds no more words than this that should have had a capital."""
WINDOW = 260
"""Longest headline considered, in characters."""

SIGN_OFF = re.compile(r"[(\[](?:[a-z*]{2,5}(?:[/)\]]|$)|Gambas)")
STOPS = re.compile(
    r"[(\[][a-z]{2,5}/[a-z]{2,5}[)\]]|\[gambas|\(?baca\s?(?:juga|selengkapnya)\b|scroll to continue|advertisement|"
    r"(?:simak|lihat|tonton) (?:juga|video)\b|artikel ini telah|berita ini telah|cek berita dan|\n"
)
"""A headline never runs into other boilerplate."""

_BREAK = re.compile(r"[a-z0-9)?!.\"”’][A-Z“\"][a-z]|[.?!][\"”]? +[A-Z“\"]|  |\u00a0 | \u00a0")

_VERB = re.compile(r"(?:Me[mnrlw]|Di[a-z]|Ber|Ter|Pe[mn]|Ke[a-z]+an$)[a-z]{3,}|(?:Minta|Sebut|Akan|Bakal|Jadi|Bikin|Ungkap|Tak|Ini|Usai|Soal)$")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]")

Features = list[tuple[str, float]]
BUCKETS = (
    (2, "words:1-2"), (4, "words:3-4"), (6, "words:5-6"), (8, "words:7-8"),
    (13, "words:9-13"), (17, "words:14-17"), (22, "words:18-22"), (999, "words:23+"),
)  # fmt: skip
_TAILS = ((".…", "after:full stop"), ("?!", "after:mark"), (",:;-–(&/", "after:comma"), ("\"”'’", "after:closing quote"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the headline may end (``end``), and where the text goes on (``resume``)."""

    end: int
    resume: int
    features: Features


@dataclass(frozen=True, slots=True)
class Model:
    """The shipped weights."""

    end: dict[str, float]
    bare: dict[str, float]
    starters: dict[str, float]
    """Log-odds of a capitalised word to begin a sentence rather than to stand inside a headline."""
    enders: dict[str, float]
    """Log-odds of a word to end a headline rather than to stand inside one; figures as zeros."""
    verbs: dict[str, float]
    """Log-odds of a capitalised word to stand in a headline rather than in a name inside a sentence."""


@cache
def model() -> Model:
    """The model of ``headline.json``."""
    return Model(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Word:
    """What the models look at in one word."""

    content: bool
    """In lower case, where Title Case would have a capital."""
    function: bool
    lower: bool
    """Begins in lower case: no headline ends before it."""
    quotes: int
    brackets: int
    tail: str | None
    """Name of the feature for its last character."""
    opening: str | None
    """Name of the feature for its first character."""
    starter: float
    ender: float


@lru_cache(maxsize=1 << 16)
def look_up(token: str) -> Word:
    """The word's properties under the current model."""
    plain = words.bare(token)
    quotes = token.count('"') + token.count("“") + token.count("”")
    function = token.islower() and plain in words.FUNCTION_WORDS
    return Word(
        content=words.is_content(token),
        function=function,
        lower=token[0].islower(),
        quotes=quotes,
        brackets=token.count("(") - token.count(")"),
        tail=next((name for marks, name in _TAILS if token[-1] in marks), None),
        opening="next:quote" if token[0] in "\"“" else None if token[0].isalpha() else "next:other",
        starter=model().starters.get(plain, 0.0),
        ender=model().enders.get(words.shape(token), 0.0),
    )


def ends(reading: Reading, start: int, stop: int) -> list[Candidate]:
    """Every place between ``start`` and ``stop`` where a headline that begins at ``start`` may end."""
    text = reading.text
    mark = STOPS.search(reading.folded, start + 1, min(stop, start + WINDOW))
    if mark:
        stop = mark.start()
    reach = min(stop, start + WINDOW)
    complete = reach == stop
    spans: list[tuple[int, int]] = []
    tokens: list[Word] = []
    lower = 0
    for a, b in words.split(text, start, reach):
        if b == reach and not complete:
            break  # cut in the middle
        spans.append((a, b))
        tokens.append(look_up(text[a:b]))
        lower += tokens[-1].content
        if lower > MOST_LOWER + 2 and sum(token.content for token in tokens[1:6]) < 2:
            complete = False
            break  # Title Case has long ended
    if not spans:
        return []
    gaps = [following[0] - before[1] for before, following in zip(spans, spans[1:], strict=False)]
    sentence_case = sum(token.content for token in tokens[1:6]) >= 2
    breaks = _clear_run_to_break(gaps, tokens, complete=complete)
    found: list[Candidate] = []
    low = quotes = brackets = 0
    for index, token in enumerate(tokens):
        low += token.content
        quotes += token.quotes
        brackets += token.brackets
        last = index + 1 == len(tokens)
        if low > MOST_LOWER and not sentence_case and found:
            break
        if (last and not complete) or (not last and tokens[index + 1].lower):
            continue
        if not last and gaps[index] == 1 and (token.function or token.tail == "after:comma" or brackets > 0):
            continue
        features = _at_end(tokens, index, 0 if last else gaps[index], sentence_case=sentence_case)
        features.append(("lower words:sentence case" if sentence_case else "lower words:title case", min(low, 5)))
        if not last and gaps[index] == 1:
            if breaks[index]:
                features.append(("break ahead", 1.0))
            if low < MOST_LOWER and _stands_elsewhere(text, spans[index][0], spans[index + 1][1]):
                features.append(("pair stands elsewhere", 1.0))
        if quotes % 2:
            features.append(("open quote", 1.0))
        if brackets > 0:
            features.append(("open bracket", 1.0))
        found.append(Candidate(spans[index][1], stop if last else spans[index + 1][0], features))
    return found


def _clear_run_to_break(gaps: list[int], tokens: list[Word], *, complete: bool) -> list[bool]:
    """For each word: does Title Case go on behind it up to a lost break or the line's end?"""
    clear = [False] * len(tokens)
    ahead = complete
    for index in range(len(tokens) - 2, -1, -1):
        ahead = ahead and not tokens[index + 1].content
        clear[index] = ahead
        if gaps[index] != 1:
            ahead = True
    return clear


def _at_end(tokens: list[Word], index: int, gap: int, *, sentence_case: bool) -> Features:
    """What speaks for an end behind word ``index`` and before the word that follows it after ``gap`` characters."""
    token = tokens[index]
    last = index + 1 == len(tokens)
    style = ":sentence case" if sentence_case else ""
    features: Features = [(_words_feature(index + 1), 1.0)]
    if token.tail:
        features.append((token.tail, 1.0))
    if token.function:
        features.append(("after:function word", 1.0))
    else:
        features.append(("after:ender" + style, token.ender))
    if last:
        features.append(("gap:end", 1.0))
        return features
    after = tokens[index + 1]
    if gap == 0:
        features.append((("gap:glued quote" if after.opening == "next:quote" else "gap:glued") + style, 1.0))
    else:
        features.append((("gap:wide" if gap > 1 else "gap:space") + style, 1.0))
    if after.opening:
        features.append((after.opening, 1.0))
    features.append(("next:starter", after.starter))
    ahead = [word.content for word in tokens[index + 2 : index + 7]]
    if ahead:
        features.append(("next:lower share" + style, sum(ahead) / len(ahead)))
        if not sentence_case:
            features.append((f"next:capitals {min(ahead.index(True) if True in ahead else 9, 5)}", 1.0))
    return features


def _words_feature(count: int) -> str:
    return next(name for limit, name in BUCKETS if count <= limit)


def _stands_elsewhere(text: str, start: int, end: int) -> bool:
    """Does the same pair of words stand in another place nearby, so that it is likely one name?"""
    pair = text[start:end].rstrip(".,:;?!\"”’)")
    return text.find(pair, max(0, start - 1500), start) >= 0 or text.find(pair, end, end + 1500) >= 0


def score(features: Iterable[tuple[str, float]], weights: dict[str, float]) -> float:
    """The linear score of named features."""
    return sum(weights.get(name, 0.0) * value for name, value in features)


def chances(candidates: list[Candidate]) -> list[float]:
    """Probability of each candidate to be the end."""
    weights = model().end
    scores = [score(candidate.features, weights) for candidate in candidates]
    top = max(scores)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]


def end_of_headline(reading: Reading, start: int, stop: int) -> int | None:
    """Offset where the headline that begins at ``start`` ends; None when there is none before ``stop``."""
    if _fills_line(reading, start, stop):
        return start + len(reading.text[start:stop].rstrip())
    candidates = ends(reading, start, stop)
    if not candidates:
        return None
    odds = chances(candidates)
    best, least = candidates[0].end, math.inf
    mean = sum(chance * candidate.end for candidate, chance in zip(candidates, odds, strict=True))
    below = below_mean = 0.0  # chance, and chance times end, of the candidates before this one
    for candidate, chance in zip(candidates, odds, strict=True):
        eaten = candidate.end * below - below_mean
        left = (mean - below_mean) - candidate.end * (1 - below)
        if eaten * LOSS + left < least:
            best, least = candidate.end, eaten * LOSS + left
        below += chance
        below_mean += chance * candidate.end
    return best


def _fills_line(reading: Reading, start: int, stop: int) -> bool:
    """Is a line of its own left, short and with nothing in it that looks like a lost break or a second sentence?"""
    if stop - start > 170 or (stop < len(reading.text) and reading.text[stop] != "\n") or len(reading.lines) < 3:
        return False
    return reading.text[start:stop].rstrip()[-1:] not in (".", "") and not _BREAK.search(reading.text, start, stop)


def is_title_case(segment: str, least: int = 5) -> bool:
    """``least`` words or more, nearly all of them capitalised that Title Case would capitalise, and no full stop."""
    tokens = [segment[a:b] for a, b in words.split(segment, 0, len(segment))]
    if not least <= len(tokens) <= 26 or segment[-1] in ".,;:" or len(segment) < 6 * least:
        return False
    content = [token for token in tokens if token[0].isalpha() and words.bare(token) not in words.FUNCTION_WORDS]
    low = sum(token.islower() for token in content)
    return len(content) >= least - 2 and low <= len(content) * 0.15


def describe(reading: Reading, start: int, end: int) -> Features:
    """Features of ``text[start:end]`` as a headline that nothing announces."""
    text = reading.text
    segment = text[start:end]
    tokens = [segment[a:b] for a, b in words.split(segment, 0, len(segment))]
    content = [token for token in tokens if token[0].isalpha() and words.bare(token) not in words.FUNCTION_WORDS]
    low = sum(token.islower() for token in content)
    verbs = model().verbs
    named = [verbs.get(words.bare(token), 0.0) for token in content]
    size = max(1, len(content))
    features: Features = [("always", 1.0), (_words_feature(len(tokens)), 1.0)]
    features.append(("lower words", min(low, 4)))
    features.append(("headline words", sum(value > 0.7 for value in named[1:]) / size))
    features.append(("name words", sum(value < -0.7 for value in named[1:]) / size))
    features.append(("mean odds", sum(named) / size))
    features.append(("verb forms", min(3, sum(bool(_VERB.match(token)) for token in content[1:]))))
    if _NUMBERED.match(segment):
        features.append(("numbered", 1.0))
    features.append(("first word starts sentences", model().starters.get(words.bare(tokens[0]), 0.0)))
    if tokens[0][0].isdigit():
        features.append(("begins with a figure", 1.0))
    if words.bare(tokens[0]) in TOPICS:
        features.append(("begins like a subheading", 1.0))
    features.append(("initials", min(3, sum(len(token) == 2 and token[1] == "." for token in tokens))))
    features.append((f"sides:{_side(text[max(0, start - 2) : start][::-1])}+{_side(text[end : end + 12])}", 1.0))
    spans = list(words.split(segment, 0, len(segment)))
    joints = sum(b[0] == a[1] for a, b in zip(spans, spans[1:], strict=False))
    features.append(("lost breaks inside", min(2, joints)))
    features.append(("figures", sum(token[0].isdigit() for token in tokens) / len(tokens)))
    if segment[-1] in "?!":
        features.append(("mark", 1.0))
    if ":" in segment:
        features.append(("colon", 1.0))
    if "," in segment:
        features.append(("comma", 1.0))
    return features


def _side(beyond: str) -> str:
    """What parts a stretch from the text beyond: nothing, a space, a line's end, the end of the text."""
    if not beyond:
        return "edge"
    if not beyond[0].isspace():
        return "glued"
    if beyond[0] == "\n":
        return "edge" if not beyond.strip() and len(beyond) < 12 else "line"
    if SIGN_OFF.match(beyond.lstrip()):
        return "sign-off"
    return "wide" if beyond[1:2].isspace() else "space"


TOPICS = frozenset(
    "cara tips jadwal daftar syarat strategi siapa apa apakah mengapa kenapa bagaimana alamat profil perjalanan fakta "
    "alasan penyebab jenis manfaat langkah kapan berikut kriteria ciri gejala dampak tujuan sejarah asal makna arti "
    "kelebihan kekurangan spesifikasi harga lokasi rute pendaftaran persyaratan ketentuan tahapan susunan prediksi data "
    "riwayat karier pendidikan biodata sinopsis resep bahan kunci rekomendasi pilihan inspirasi ide contoh doa hukum".split()
)
"""Words that subheadings of a story like to begin with."""


def bare_chance(reading: Reading, start: int, end: int) -> float:
    """Probability that ``text[start:end]`` is the headline of another article."""
    return 1 / (1 + math.exp(-score(describe(reading, start, end), model().bare)))
