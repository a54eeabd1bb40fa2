"""Speakers without a name: "seorang pemulung", "Pengelola waduk", "pria 56 tahun itu"."""

from __future__ import annotations

import re
from functools import cache

from kliping.lexicon import cue_words
from kliping.quotes.speakers import Speaker

LONGEST_SUBJECT = 8
"""Words of a phrase that is a subject, without a clause of "yang"."""
_AGENT = re.compile(r"pe(?:[mnr]|ng|ny)?[a-z]{3,}(?<!an)(?:nya)?")
"""Who does something: "pengelola", "penasihatnya"; not "pernyataan", "peraturan"."""
_VERB = re.compile(r"(?:me[mn]?|di(?!nas|rek)|ber|ter)[a-z]{3,}")
_NAMED = re.compile(r"(?P<office>\w+(?:\s+[a-z-]+)+)\s+(?P<name>[A-Z][\w'’.-]+(?:\s+[A-Z][\w'’.-]*){1,3})")
"""An office in small letters and a name that no tagger found: "Pengamat budaya pop Hikmat Darmawan"."""


def read_subject_phrase(text: str, start: int, end: int) -> Speaker | None:
    """Return the phrase between two offsets if it is somebody who can speak; "yang ..." after it is left out."""
    while (first := _first_word(text, start, end)) and first.strip(",").lower() in cue_words("link") - {"pihak"}:
        start = _skip_space(text, start + len(first))
    phrase = re.split(r",?\s+yang\s", text[start:end], maxsplit=1)[0].strip()
    words = phrase.split()
    if (
        not words
        or len(words) > LONGEST_SUBJECT
        or words[-1].lower() in cue_words("negation")
        or re.search(r"[,;:()\"“”]", phrase)
    ):
        return None
    if not is_actor(words[0]) or any(_VERB.fullmatch(word) and not is_actor(word) for word in words[1:]):
        return None
    start = text.index(phrase, start)
    if name := _NAMED.fullmatch(phrase):
        return Speaker(start + name.start("name"), start + len(phrase), office=name["office"])
    return Speaker(start, start + len(phrase), pronoun=is_definite(phrase), phrase=True)


def is_actor(word: str) -> bool:
    """Return whether a phrase that begins with this word is somebody who can speak."""
    lower = word.lower()
    if lower in _actors() or lower.removesuffix("nya") in _actors():
        return True
    return bool(_AGENT.fullmatch(lower)) and lower not in cue_words("agentless") and not lower.endswith(("annya", "an"))


@cache
def _actors() -> frozenset[str]:
    return cue_words("actor") | cue_words("office") | cue_words("descriptor")


def is_definite(phrase: str) -> bool:
    """Return whether a phrase means one who was named before: "pria itu"."""
    return phrase.rsplit(maxsplit=1)[-1].lower() in cue_words("definite")


def is_same_person(phrase: str, before: str) -> bool:
    """Return whether a definite phrase can be the one who spoke before, whose office or phrase is ``before``.

    "pria 56 tahun itu" is anybody; "hakim itu" only one who is called a judge; a long phrase ("mahasiswi Fakultas
    Pertanian itu") describes the one who spoke.
    """
    words = phrase.lower().split()
    if words[0] in cue_words("descriptor") or len(words) >= 4:
        return True
    return words[0] in re.findall(r"[\w-]+", before.lower())


def _first_word(text: str, start: int, end: int) -> str:
    return next(iter(text[start:end].split(maxsplit=1)), "")


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
