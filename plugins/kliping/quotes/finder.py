"""Find quotations: stretches between marks that a verb of saying belongs to, and sentences of reported speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kliping.lexicon import cue_words
from kliping.mentions import Mention, Quote
from kliping.quotes.chain import Found, resolve_speakers
from kliping.quotes.marks import Quoted, list_quoted
from kliping.quotes.sentences import SENTENCE_STOP
from kliping.quotes.speakers import Speaker, read_speaker_before, read_speaker_behind, trim_office

FEWEST_WORDS = 3
"""A stretch between marks with fewer words is a saying only where a verb stands right behind it."""


def find(text: str, mentions: Sequence[Mention] | None = None) -> tuple[Quote, ...]:
    """Return the quotations of a text in its order; ``mentions``: its names, where they are known already."""
    if mentions is None:
        from kliping.names import tag

        mentions = tag(text)
    quoted = list(list_quoted(text))
    found = list(_find_direct(text, quoted, mentions))
    taken = [(mark.opens, mark.closes) for mark in quoted]
    found += _find_reported(text, taken, mentions)
    found.sort(key=lambda each: (each.start, each.end))
    return resolve_speakers(text, found, mentions)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    bare = "|".join(sorted(cue_words("bare"), key=lambda word: (-len(word), word)))
    full = "|".join(sorted(cue_words("full"), key=lambda word: (-len(word), word)))
    reported = "|".join(sorted(cue_words("reported"), key=lambda word: (-len(word), word)))
    return {
        "behind": re.compile(rf"[\s,.?!]*?((?:{bare})(?:nya|ku)?|{full}|menurut(?:nya)?|begitu)\b", re.IGNORECASE),
        "before": re.compile(rf"\b((?:{bare})(?:nya)?|{full})\b[^.?!\"“”\n]{{0,80}}?[,:]?\s*$", re.IGNORECASE),
        "reported": re.compile(rf"\b({reported})\b(?:\s*,)?\s+(bahwa\s+|jika\s+|kalau\s+)?", re.IGNORECASE),
        "that": re.compile(rf"\b({full})\b(?:\s*,)?\s+bahwa\s+", re.IGNORECASE),
        "behind_reported": re.compile(rf",\s*((?:{bare})(?:nya)?)\b(?=[\s.,]|$)"),
    }


def _sentence_around(text: str, at: int) -> tuple[int, int]:
    """Return the sentence that holds an offset."""
    start = max(
        (match.end() for match in SENTENCE_STOP.finditer(text, max(0, at - 1000), at)), default=max(0, at - 1000)
    )
    end = SENTENCE_STOP.search(text, at)
    while start < at and text[start] in " \t\"”'":
        start += 1
    return start, end.start() if end else len(text)


def _find_direct(text: str, quoted: Sequence[Quoted], mentions: Sequence[Mention]) -> Iterator[Found]:
    last: Found | None = None
    last_closes = 0
    for mark in quoted:
        said = _read_behind(text, mark, mentions) or _read_before(text, mark, mentions)
        if said is None and last is not None and _follows(text, last, last_closes, mark):
            said = Found(mark.start, mark.end, last.cue, True, last.speaker, last.place)
        if said is not None:
            yield said
            last, last_closes = said, mark.closes


def _read_behind(text: str, mark: Quoted, mentions: Sequence[Mention]) -> Found | None:
    """Read "...," kata Rini."""
    match = _patterns()["behind"].match(text, mark.closes)
    inside = text[mark.closes - 2]
    punctuated = inside in ",.?!…" or text[mark.closes : mark.closes + 2].lstrip(" ")[:1] == ","
    if match is None or not (punctuated or text[mark.start : mark.start + 1].isupper()):
        return None
    cue, end = match[1].lower(), _end_of_clause(text, match.end())
    place = (match.start(1), end)
    if cue in cue_words("full") and cue not in {"menambahkan", "mengatakan"} and not punctuated:
        return None  # "Laskar Pelangi" menceritakan ...
    if cue.endswith(("nya", "ku")) and cue not in cue_words("bare"):
        speaker = Speaker(match.end(), match.end(), pronoun=True)
    elif cue in cue_words("full"):
        return None
    else:
        speaker = read_speaker_behind(text, match.end(), end, mentions) or Speaker(
            match.end(), match.end(), pronoun=True
        )
    return Found(mark.start, mark.end, match[1], True, speaker, place)


def _end_of_clause(text: str, at: int) -> int:
    match = SENTENCE_STOP.search(text, at)
    return match.start() if match else len(text)


def _read_before(text: str, mark: Quoted, mentions: Sequence[Mention]) -> Found | None:
    """Read Rini mengatakan, "..."; and Rini: "..."."""
    start, _ = _sentence_around(text, mark.opens)
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
            speaker = read_speaker_behind(text, start + match.end(1), mark.opens, mentions)
        return Found(mark.start, mark.end, match[1], True, speaker, (start, mark.opens))
    if before.rstrip().endswith(":") and text[mark.start].isupper():
        name = before.rstrip(" :")
        for each in mentions:
            if each.kind == "person" and each.end == start + len(name):
                speaker = Speaker(each.start, each.end, office=trim_office(text[start : each.start]))
                return Found(mark.start, mark.end, ":", True, speaker, (start, each.end))
    return None


def _follows(text: str, last: Found, last_closes: int, mark: Quoted) -> bool:
    """Tell whether a stretch goes on with what the same speaker says: "...," kata Rini. "..."."""
    between = text[max(last_closes, last.place[1]) : mark.opens]
    whole = text[mark.start].isupper() and text[mark.closes - 2] in ".?!…,"
    return (
        last.place[1] >= last_closes
        and "\n" not in between
        and not between.strip(" .,;")
        and (whole or len(text[mark.start : mark.end].split()) > 4)
    )


def _find_reported(text: str, taken: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> Iterator[Found]:
    start = 0
    for match in [*SENTENCE_STOP.finditer(text), None]:
        end = match.start() if match else len(text)
        while start < end and text[start].isspace():
            start += 1
        if end - start > 20 and not any(opens < end and closes > start for opens, closes in taken):
            said = _read_reported(text, start, end, mentions)
            if said is not None:
                yield said
        start = match.end() if match else end


def _read_reported(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Found | None:
    """Read Rini mengatakan bahwa ..., Menurut Rini, ... and ..., kata Rini."""
    sentence = text[start:end]
    first = sentence.split(maxsplit=1)[0].rstrip(",").lower()
    if first.startswith("menurut") or first.removesuffix("nya") in cue_words("passive"):
        return _read_according(text, start, end, mentions)
    if verbs := list(_patterns()["behind_reported"].finditer(sentence)):
        behind = verbs[-1]
        cue = behind[1].lower()
        if cue.endswith("nya") and cue not in cue_words("bare"):
            return Found(start, start + behind.start(), behind[1], False, Speaker(0, 0, pronoun=True), (start, end))
        speaker = read_speaker_behind(text, start + behind.end(1), end, mentions)
        if speaker is not None and (speaker.pronoun or _is_mention(speaker, mentions)):
            said = _choose_longer(text, (start, start + behind.start()), (speaker.end, end))
            return Found(*said, behind[1], False, speaker, (start, end))
    for name in ("that", "reported"):
        verb = _patterns()[name].search(sentence)
        if verb is not None:
            speaker = read_speaker_before(text, start, start + verb.start(1), mentions)
            if speaker is not None:
                return Found(start + verb.end(), end, verb[1], False, speaker, (start, end))
    return None


def _choose_longer(text: str, before: tuple[int, int], behind: tuple[int, int]) -> tuple[int, int]:
    """Return where the saying stands: Sejak itu, kata Rini, ... has it behind the verb."""
    comma = text.find(",", *behind)
    if comma < 0 or text[behind[0] : comma].strip() or comma + 1 >= behind[1]:
        return before
    rest = (_skip_space(text, comma + 1), behind[1])
    return rest if len(text[slice(*rest)].split()) > len(text[slice(*before)].split()) else before


def _read_according(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Found | None:
    """Read Menurut Rini, ... and Menurutnya, ..., and Dikatakan (oleh) Rini, ..."""
    cue = text[start:end].split(maxsplit=1)[0].strip(",")
    comma = text.find(",", start, end)
    if comma < 0:
        return None
    if cue.lower().endswith("nya"):
        return Found(_skip_space(text, comma + 1), end, cue, False, Speaker(0, 0, pronoun=True), (start, end))
    at = _skip_space(text, start + len(cue))
    at += len("oleh") if text.startswith("oleh ", at) else 0
    speaker = read_speaker_behind(text, at, end, mentions)
    if speaker is None or not (speaker.pronoun or _is_mention(speaker, mentions)):
        return None
    comma = text.find(",", speaker.end, end)
    if comma < 0:
        return None
    return Found(_skip_space(text, comma + 1), end, cue, False, speaker, (start, end))


def _is_mention(speaker: Speaker, mentions: Sequence[Mention]) -> bool:
    return any(each.start == speaker.start and each.end == speaker.end for each in mentions)


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
