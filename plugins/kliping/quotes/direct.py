"""Direct speech: stretches between quotation marks that a verb of saying belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kliping.lexicon import cue_words
from kliping.mentions import Mention
from kliping.quotes.chain import Found
from kliping.quotes.marks import Quoted
from kliping.quotes.phrases import is_actor
from kliping.quotes.sentences import SENTENCE_STOP, find_sentence
from kliping.quotes.speakers import Speaker, read_speaker_after, read_speaker_before, trim_office
from kliping.quotes.without_verb import read_without_verb

FEWEST_WORDS = 3
"""A stretch between marks with fewer words is a quotation only where a verb stands right after it."""
_ANY_WORD = re.compile(r"[\s,]*([a-z]{4,})\b")
"""What may be a verb of saying that no list has."""
_ACTION = "(?:me[mn]?|ber|ter)[a-z]{4,}"
"""A verb after a quotation that goes on: "...," Rini menghela napas."""
_FORMS = ("me", "ber", "ter", "di", "ke")
"""Beginnings of verbs that never stand in front of the one who speaks."""


def find_direct(text: str, quoted: Sequence[Quoted], mentions: Sequence[Mention]) -> Iterator[tuple[Found, Quoted]]:
    """Yield the stretches between marks that somebody says."""
    found = [_read_verb(text, mark, mentions) for mark in quoted]
    last: tuple[Found, Quoted] | None = None
    for number, mark in enumerate(quoted):
        said = found[number]
        if said is None and last is not None and _follows(text, last[0], last[1].closes, mark):
            said = Found(mark.start, mark.end, last[0].cue, True, last[0].speaker, last[0].place)
        if said is None:
            following = zip(found[number + 1 : number + 2], quoted[number + 1 : number + 2], strict=True)
            said = read_without_verb(text, mark, last, next(following, None), mentions)
        if said is not None:
            last = said, mark
            yield last


def _read_verb(text: str, mark: Quoted, mentions: Sequence[Mention]) -> Found | None:
    """Return a stretch that a verb of saying of its own belongs to."""
    said = _read_after(text, mark, mentions) or _read_before(text, mark, mentions)
    return said or _read_clause_after(text, mark, mentions) or _read_unlisted(text, mark, mentions)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    bare, full, quoted = (_join_words(name) for name in ("bare", "full", "quoted"))
    pronoun = _join_words("pronoun")
    return {
        "behind": re.compile(
            rf"[\s,.?!]*?(?:(?:begitu|demikian)\s+(?=(?:{bare})\b))?"
            rf"((?:{bare}|{quoted})(?:nya|ku)?|{full}|menurut(?:nya)?|begitu|demikian)\b",
            re.IGNORECASE,
        ),
        "before": re.compile(rf"\b((?:{bare})(?:nya)?|{full})\b[^.?!\"“”\n]{{0,80}}?[,:]?\s*$", re.IGNORECASE),
        "clause": re.compile(rf"[\s,]*({pronoun})\s+(?:(?:{_join_words('adverb')})\s+)?({full})\b", re.IGNORECASE),
        "verb": re.compile(rf"\s+(?:(?:{_join_words('adverb')})\s+)?({full}|{_ACTION})\b"),
    }


def _join_words(name: str) -> str:
    return "|".join(sorted(cue_words(name), key=lambda word: (-len(word), word)))


def _is_punctuated(text: str, mark: Quoted) -> bool:
    """Return whether a mark or a comma ends what is said: it is a whole sentence."""
    return text[mark.closes - 2] in ",.?!…" or text[mark.closes : mark.closes + 2].lstrip(" ")[:1] == ","


def _read_after(text: str, mark: Quoted, mentions: Sequence[Mention]) -> Found | None:
    """Read "...," kata Rini."""
    match = _patterns()["behind"].match(text, mark.closes)
    if match is None or not (_is_punctuated(text, mark) or text[mark.start : mark.start + 1].isupper()):
        return None
    cue, end = match[1].lower(), _end_of_clause(text, match.end())
    place = (match.start(1), end)
    if cue in cue_words("full"):
        return None  # "Laskar Pelangi" menceritakan ...
    if cue in {"begitu", "demikian"} and not _stands_at(text, match.end(), mentions):
        return None  # demikian bunyi spanduk itu
    verbs = cue_words("bare") | cue_words("quoted")
    if cue not in verbs and cue.endswith(("nya", "ku")):
        speaker = Speaker(match.end(), match.end(), pronoun=True)
    else:
        speaker = read_speaker_after(text, match.end(), end, mentions) or Speaker(
            match.end(), match.end(), pronoun=True
        )
    return Found(mark.start, mark.end, match[1], True, speaker, place)


def _stands_at(text: str, at: int, mentions: Sequence[Mention]) -> bool:
    """Return whether a person's name stands in the clause that begins at an offset."""
    end = _end_of_clause(text, at)
    return any(each.kind == "person" and at <= each.start < end for each in mentions)


def _read_clause_after(text: str, mark: Quoted, mentions: Sequence[Mention]) -> Found | None:
    """Read "...," ia menambahkan. and "...," Rini menjelaskan, and "...," Rini menghela napas."""
    if text[mark.closes - 2] != "," and text[mark.closes : mark.closes + 1] != ",":
        return None
    if match := _patterns()["clause"].match(text, mark.closes):
        place = (match.start(1), _end_of_clause(text, match.end()))
        return Found(mark.start, mark.end, match[2], True, Speaker(*match.span(1), pronoun=True), place)
    at = mark.closes + len(text[mark.closes :]) - len(text[mark.closes :].lstrip(" ,"))
    for each in mentions:
        if each.start == at and each.kind != "place" and (verb := _patterns()["verb"].match(text, each.end)):
            place = (at, _end_of_clause(text, verb.end()))
            return Found(mark.start, mark.end, verb[1], True, Speaker(each.start, each.end), place)
    return None


def _read_unlisted(text: str, mark: Quoted, mentions: Sequence[Mention]) -> Found | None:
    """Read "...," sergapnya. and "...!" pekik Rini: a verb that no list has, in the place of one."""
    match = _ANY_WORD.match(text, mark.closes)
    if match is None or not _is_punctuated(text, mark) or len(text[mark.start : mark.end].split()) < FEWEST_WORDS:
        return None
    cue = match[1]
    if cue in cue_words("no_cue") or cue in cue_words("stop") or cue.startswith(_FORMS) or is_actor(cue):
        return None
    end = _end_of_clause(text, match.end())
    place = (match.start(1), end)
    if cue.endswith("nya"):
        if text[mark.closes - 2] != ",":
            return None  # a sentence of the story may begin with "Rumahnya ..."
        return Found(mark.start, mark.end, cue, True, Speaker(match.end(), match.end(), pronoun=True), place)
    speaker = read_speaker_after(text, match.end(), end, mentions)
    at = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip(" "))
    if speaker is None or (speaker.start != at and speaker.office is None):
        return None
    if speaker.phrase and not (is_actor(text[at:end].split(maxsplit=1)[0]) and text[mark.closes - 2] == ","):
        return None
    return Found(mark.start, mark.end, cue, True, speaker, place)


def _end_of_clause(text: str, at: int) -> int:
    match = SENTENCE_STOP.search(text, at)
    return match.start() if match else len(text)


def _read_before(text: str, mark: Quoted, mentions: Sequence[Mention]) -> Found | None:
    """Read Rini mengatakan, "..."; and Rini: "..."."""
    start, _ = find_sentence(text, mark.opens)
    before = text[start : mark.opens]
    if len(text[mark.start : mark.end].split()) < FEWEST_WORDS or not before.strip():
        return None
    match = _patterns()["before"].search(before)
    if match is not None and before.rstrip()[-1:] in ",:":
        cue_at = start + match.start(1)
        speaker: Speaker | None = None
        if match[1].lower() in cue_words("full"):
            speaker = read_speaker_before(text, start, cue_at, mentions)
        elif match[1].lower().endswith("nya") and match[1].lower() not in cue_words("bare"):
            speaker = Speaker(cue_at, cue_at, pronoun=True)
        else:
            speaker = read_speaker_after(text, start + match.end(1), mark.opens, mentions)
        return Found(mark.start, mark.end, match[1], True, speaker, (start, mark.opens))
    if before.rstrip().endswith(":") and text[mark.start].isupper():
        name = before.rstrip(" :")
        for each in mentions:
            if each.kind == "person" and each.end == start + len(name):
                speaker = Speaker(each.start, each.end, office=trim_office(text[start : each.start]))
                return Found(mark.start, mark.end, ":", True, speaker, (start, each.end))
    return None


def _follows(text: str, last: Found, last_closes: int, mark: Quoted) -> bool:
    """Return whether a stretch goes on with what the same speaker says: "...," kata Rini. "..."."""
    if last_closes <= last.place[0] < mark.opens <= last.place[1]:
        return text[last_closes : mark.opens].rstrip().endswith(",")  # "...," pinta Asep, "dan ..."
    between = text[max(last_closes, last.place[1]) : mark.opens]
    whole = text[mark.start].isupper() and text[mark.closes - 2] in ".?!…,"
    return (
        last.place[1] >= last_closes
        and "\n" not in between
        and not between.strip(" .,;")
        and (whole or len(text[mark.start : mark.end].split()) > 4)
    )
