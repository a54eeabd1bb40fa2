"""Whose account, channel or app a call asks the reader to follow: the outlet's, or that of somebody in the story.

"Ikuti kami di Instagram" is boilerplate. "Ikuti akun puskesmas di Instagram" is advice that the story gives.
"""

from __future__ import annotations

import re

from kliping.clean.vocabulary.outlet_names import is_site, sounds_like_outlet
from kliping.clean.vocabulary.words import word_list

_STEP = re.compile(r"(?:^|[\s.!?:;])\(?(?:\d{1,2}|[A-Za-z])[.)]\s{0,3}$")
"""The number or letter of a step, in front of its first word."""
STEP_REACH = 8
"""Characters in front of a call in which the number of a step stands."""
_WORD = re.compile(r"\w[\w.'’+]*\w|\w")
_NAME = re.compile(r"[A-Z][\w.]*(?:[ \u00a0][A-Z][\w.]*)+")
_NO_NAME = re.compile(r"(?i)media sosial")
"""What is in capitals at times and has a word that outlets are called by."""
_OFFICIAL_ADDRESS = re.compile(r"(?i)\.(?:go|ac|sch|or|desa|mil)\.id\b")
_URGES = re.compile(r"(?i)\bsekarang juga\b")
"""What advertising says and advice does not."""
_NEWSROOM, _OTHERS, _NEWS = word_list("newsroom"), word_list("others"), word_list("news")


def is_own_call(text: str, start: int, end: int) -> bool:
    """Return whether ``text[start:end]``, a call to follow, join or install something, is about the outlet itself.

    It is if it speaks of the newsroom, of something that is called like an outlet, or of news and of nobody else's; and
    if it is not a numbered step.
    """
    if _STEP.search(text[max(0, start - STEP_REACH) : start]):
        return False
    call = text[start:end]
    plain = {word.lower() for word in _WORD.findall(call)}
    if not _NEWSROOM.isdisjoint(plain) or _URGES.search(call):
        return True
    if _OFFICIAL_ADDRESS.search(call):
        return False
    if _names_outlet(call):
        return True
    return not _NEWS.isdisjoint(plain) and _OTHERS.isdisjoint(plain)


def _names_outlet(call: str) -> bool:
    """Return whether a call holds the address or the name of a known outlet, or a name such as outlets have."""
    return any(map(is_site, _WORD.findall(call))) or any(map(sounds_like_outlet, _NAME.findall(_NO_NAME.sub("", call))))
