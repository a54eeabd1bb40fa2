"""Reported speech: sentences that say what somebody said, without marks around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kliping.lexicon import cue_words
from kliping.mentions import Mention
from kliping.quotes.chain import Found
from kliping.quotes.marks import Quoted
from kliping.quotes.phrases import is_actor, read_subject_phrase
from kliping.quotes.sentences import SENTENCE_STOP
from kliping.quotes.speakers import Speaker, read_speaker_after, read_speaker_before

SHORTEST_SENTENCE = 20
LONGEST_ADDRESS = 6
"""Letters of a form of address in front of a name: "Bagi Mbah Kirno, ..."."""
_AS_SAID = re.compile(r"(?:seperti|sebagaimana)\s+(?:yang\s+)?(?:telah\s+|sudah\s+|pernah\s+)?(?=\w)", re.IGNORECASE)
"""What may stand in front of a verb that begins a sentence: Seperti dituturkan Rini, ..."""
_NOT = frozenset(["tidak", "tak"])
_ORDINAL = re.compile(r"\d|\b(?:pertama|kedua|ketiga|keempat|kelima|terakhir|ke-)")
"""What facts about somebody hold, and views seldom: "Bagi Rini, ini gelar kedua"."""
FEWEST_MARKED_WORDS = 5
"""Fewer words between marks after a verb such as "menyebut" are a name: X menyebut novel itu "sunyi"."""


def find_reported(
    text: str, direct: Sequence[Quoted], others: Sequence[Quoted], mentions: Sequence[Mention]
) -> Iterator[Found]:
    """Yield the sentences of reported speech; ``direct``: what is between marks and said, ``others``: and is not."""
    start = 0
    for match in [*SENTENCE_STOP.finditer(text), None]:
        end = match.start() if match else len(text)
        while start < end and text[start].isspace():
            start += 1
        held = [mark for mark in others if mark.opens < end and mark.closes > start]
        in_marks = any(mark.opens <= start or mark.closes > end + 1 for mark in held)
        said = any(mark.opens < end and mark.closes > start for mark in direct)
        if end - start > SHORTEST_SENTENCE and not in_marks and not said:
            found = _read_reported(text, start, end, held, mentions)
            if found is not None:
                yield found
        start = match.end() if match else end


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    bare, full, reported, request = (_join_words(name) for name in ("bare", "full", "reported", "request"))
    return {
        "reported": re.compile(rf"\b({reported})\b(?:\s*,)?\s+(bahwa\s+|jika\s+|kalau\s+)?", re.IGNORECASE),
        "that": re.compile(rf"\b({full})(?:\s*,|\b(?=\s+bahwa\b))\s+(?:bahwa\s+)?", re.IGNORECASE),
        "confirmed": re.compile(
            rf"\b({_join_words('confirming')})\b(?:\s*,)?\s+(?:(?:bahwa|jika|kalau)\s+|(?=adanya\s))", re.IGNORECASE
        ),
        "request": re.compile(rf"\b({request})\b(?:\s+[\w-]+){{0,4}}?\s+(?:agar|supaya)\s+", re.IGNORECASE),
        "behind": re.compile(rf",\s*((?:{bare})(?:nya)?)\b(?=[\s.,]|$)"),
    }


@cache
def _verbs_in_front() -> frozenset[str]:
    return cue_words("full") | cue_words("request") | cue_words("reported") | cue_words("confirming")


def _join_words(name: str) -> str:
    return "|".join(sorted(cue_words(name), key=lambda word: (-len(word), word)))


def _read_reported(
    text: str, start: int, end: int, held: Sequence[Quoted], mentions: Sequence[Mention]
) -> Found | None:
    """Read Rini mengatakan bahwa ..., Menurut Rini, ... and ..., kata Rini."""
    first = _first_word(text, start, end)
    if first in cue_words("view"):
        return _read_view(text, start, end, mentions)
    if first.startswith("menurut") or first.removesuffix("nya") in cue_words("passive") | cue_words("bare"):
        return _read_according(text, start, end, mentions)
    found = None
    as_said = _AS_SAID.match(text, start, end)
    if as_said and _first_word(text, as_said.end(), end).removesuffix("nya") in cue_words("passive"):
        found = _read_according(text, as_said.end(), end, mentions)
    found = found or _read_verb_after(text, start, end, mentions)
    return found or _read_verb_before(text, start, end, held, mentions)


def _first_word(text: str, start: int, end: int) -> str:
    return text[start:end].split(maxsplit=1)[0].rstrip(",").lower()


def _read_verb_after(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Found | None:
    """Read ..., kata Rini."""
    verbs = list(_patterns()["behind"].finditer(text, start, end))
    if not verbs:
        return None
    after = verbs[-1]
    cue = after[1].lower()
    if cue.endswith("nya") and cue not in cue_words("bare"):
        return Found(start, after.start(), after[1], False, Speaker(0, 0, pronoun=True), (start, end))
    speaker = read_speaker_after(text, after.end(1), end, mentions)
    if speaker is None or not (speaker.pronoun or _is_mention(speaker, mentions)):
        return None
    said = _choose_longer(text, (start, after.start()), (speaker.end, end))
    return Found(*said, after[1], False, speaker, (start, end))


def _read_verb_before(
    text: str, start: int, end: int, held: Sequence[Quoted], mentions: Sequence[Mention]
) -> Found | None:
    """Read Rini mengatakan (bahwa) ..., and Rini meminta (warga) agar ..."""
    if _verbs_in_front().isdisjoint(word.strip(",") for word in text[start:end].lower().split()):
        return None
    for name in ("that", "confirmed", "request", "reported"):
        verb = _patterns()[name].search(text, start, end)
        if verb is None or (name == "reported" and (_names_marked(text, verb, held) or _denies_noun(text, verb))):
            continue
        subject_end = _find_subject_end(text, start, verb)
        speaker = read_speaker_before(text, start, subject_end, mentions)
        speaker = speaker or read_subject_phrase(text, start, subject_end)
        if speaker is not None:
            return Found(verb.end(), end, verb[1], False, speaker, (start, end))
    return None


def _find_subject_end(text: str, start: int, verb: re.Match[str]) -> int:
    """Return where the subject of a verb ends: who does not deny something says it, "Rini tidak membantah ..."."""
    end = verb.start(1)
    words = text[start:end].split()
    if words and verb[1].lower() in cue_words("denying") and words[-1].lower() in _NOT:
        return start + text[start:end].rindex(words[-1])
    return end


def _names_marked(text: str, verb: re.Match[str], held: Sequence[Quoted]) -> bool:
    """Return whether a verb such as "menyebut" has a few words in marks after it: it names, and reports nothing."""
    if verb[1].lower() not in cue_words("naming") or verb[2]:
        return False
    return any(len(text[mark.start : mark.end].split()) < FEWEST_MARKED_WORDS for mark in held)


def _denies_noun(text: str, verb: re.Match[str]) -> bool:
    """Return whether a verb such as "membantah" has a noun after it that others say: "membantah tuduhan Rini"."""
    if verb[1].lower() not in cue_words("denial") or verb[2]:
        return False
    following = text[verb.end() : verb.end() + 40].split(maxsplit=1)
    return bool(following) and following[0].strip(",").lower() in cue_words("denied")


def _choose_longer(text: str, before: tuple[int, int], after: tuple[int, int]) -> tuple[int, int]:
    """Return where the quotation stands: Sejak itu, kata Rini, ... has it after the verb."""
    comma = text.find(",", *after)
    if comma < 0 or text[after[0] : comma].strip() or comma + 1 >= after[1]:
        return before
    rest = (_skip_space(text, comma + 1), after[1])
    return rest if len(text[slice(*rest)].split()) > len(text[slice(*before)].split()) else before


def _read_according(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Found | None:
    """Read Menurut Rini, ... and Menurutnya, ..., and Dikatakan (oleh) Rini, ... and Kata Rini, ..."""
    cue = text[start:end].split(maxsplit=1)[0].strip(",")
    comma = text.find(",", start, end)
    if comma < 0:
        return None
    if cue.lower().endswith("nya"):
        return Found(_skip_space(text, comma + 1), end, cue, False, Speaker(0, 0, pronoun=True), (start, end))
    at = _skip_space(text, start + len(cue))
    at += len("oleh") if text.startswith("oleh ", at) else 0
    speaker = read_speaker_after(text, at, end, mentions)
    if speaker is None or not (
        speaker.pronoun
        or _is_mention(speaker, mentions)
        or is_actor(text[speaker.start : speaker.end].split(maxsplit=1)[0])
    ):
        return None
    comma = text.find(",", speaker.end, end)
    if comma < 0:
        return None
    return Found(_skip_space(text, comma + 1), end, cue, False, speaker, (start, end))


def _read_view(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Found | None:
    """Read Baginya, ... and Bagi Rini, ... as what she says, where it reads like a view."""
    comma = text.find(",", start, end)
    cue = text[start:end].split(maxsplit=1)[0].rstrip(",")
    if comma < 0 or _ORDINAL.search(text, comma, end):
        return None
    at = _skip_space(text, start + len(cue))
    person = next((each for each in mentions if each.kind == "person" and each.end == comma), None)
    if cue.lower() == "baginya":
        speaker = Speaker(0, 0, pronoun=True)
    elif person is not None and person.start - at <= LONGEST_ADDRESS:
        speaker = Speaker(person.start, person.end)
    else:
        return None
    return Found(_skip_space(text, comma + 1), end, cue, False, speaker, (start, end))


def _is_mention(speaker: Speaker, mentions: Sequence[Mention]) -> bool:
    return any(each.start == speaker.start and each.end == speaker.end for each in mentions)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
