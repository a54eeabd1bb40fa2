"""Tell headlines of other articles that nothing announces: a logistic model with named features."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from kliping.clean.folded_text import FoldedText
from kliping.clean.headlines import headline_model
from kliping.clean.headlines.headline_ends import SIGN_OFF
from kliping.clean.headlines.headline_model import Features
from kliping.clean.vocabulary import words

SURE_CHANCE = 0.8
"""Least probability of a headline that nothing announces ..."""
SURE_AGAIN_CHANCE = 0.45
"""... and of the others in a story that surely holds one."""

_VERB = re.compile(
    r"(?:Me[mnrlw]|Di[a-z]|Ber|Ter|Pe[mn]|Ke[a-z]+an$)[a-z]{3,}"
    rf"|(?:{'|'.join(sorted(words.word_list('headline_verbs')))})$"
)
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z])[.)]")
SUBHEADING_WORDS = words.word_list("topics")
"""Words that subheadings of a story like to begin with."""


def describe_headline(reading: FoldedText, start: int, end: int) -> Features:
    """Return the features of ``text[start:end]`` as a headline that nothing announces."""
    text = reading.text
    segment = text[start:end]
    spans = list(words.find_words(segment, 0, len(segment)))
    tokens = [segment[a:b] for a, b in spans]
    content = [token for token in tokens if token[0].isalpha() and words.strip_marks(token) not in words.FUNCTION_WORDS]
    low = sum(token.islower() for token in content)
    verbs = headline_model.headline_weights().verbs
    named = [verbs.get(words.strip_marks(token), 0.0) for token in content]
    size = max(1, len(content))
    features: Features = [("always", 1.0), (headline_model.name_length(len(tokens)), 1.0)]
    features.append(("lower words", min(low, 4)))
    features.append(("headline words", sum(value > 0.7 for value in named[1:]) / size))
    features.append(("name words", sum(value < -0.7 for value in named[1:]) / size))
    features.append(("mean odds", sum(named) / size))
    terse = [headline_model.headline_weights().terse.get(words.strip_marks(token), 0.0) for token in content[1:]]
    features.append(("terse words", min(3, sum(value > 1.0 for value in terse))))
    features.append(("terseness", sum(terse) / size))
    if max(terse, default=0.0) < 0.7:
        features.append(("nothing terse", 1.0))
    features.append(("verb forms", min(3, sum(bool(_VERB.match(token)) for token in content[1:]))))
    if _NUMBERED.match(segment):
        features.append(("numbered", 1.0))
    starters = headline_model.headline_weights().starters
    features.append(("first word starts sentences", starters.get(words.strip_marks(tokens[0]), 0.0)))
    if tokens[0][0].isdigit():
        features.append(("begins with a figure", 1.0))
    if words.strip_marks(tokens[0]) in SUBHEADING_WORDS:
        features.append(("begins like a subheading", 1.0))
    features.append(("initials", min(3, sum(len(token) == 2 and token[1] == "." for token in tokens))))
    before, after = _name_border(text[max(0, start - 2) : start][::-1]), _name_border(text[end : end + 12])
    features.append((f"sides:{before}+{after}", 1.0))
    joints = sum(b[0] == a[1] for a, b in pairwise(spans))
    features.append(("lost breaks inside", min(2, joints)))
    features.append(("figures", sum(token[0].isdigit() for token in tokens) / len(tokens)))
    if segment[-1] in "?!":
        features.append(("mark", 1.0))
    if ":" in segment:
        features.append(("colon", 1.0))
    if "," in segment:
        features.append(("comma", 1.0))
    return features


def _name_border(beyond: str) -> str:
    """Name what separates a stretch from the text ``beyond`` it: nothing, a space, a line's end, the text's end."""
    if not beyond:
        return "edge"
    if not beyond[0].isspace():
        return "glued"
    if beyond[0] == "\n":
        ends_text = not beyond.strip() and len(beyond) < 12
        return "edge" if ends_text else "line"
    if SIGN_OFF.match(beyond.lstrip()):
        return "sign-off"
    return "wide" if beyond[1:2].isspace() else "space"


def headline_chance(reading: FoldedText, start: int, end: int) -> float:
    """Return the probability that ``text[start:end]`` is the headline of another article."""
    features = describe_headline(reading, start, end)
    score = headline_model.sum_weights(features, headline_model.headline_weights().bare)
    return 1 / (1 + math.exp(-score))
