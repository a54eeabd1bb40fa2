"""Resolve who "dia" is, and what a short name is short for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kliping.lexicon import cue_words
from kliping.mentions import Mention, Quote
from kliping.quotes.phrases import is_definite, is_same_person
from kliping.quotes.sentences import find_subject, list_sentences
from kliping.quotes.speakers import Speaker

FEWEST_REPORTED_WORDS = 3
"""Reported speech of fewer words says who speaks, and nothing else."""
_WORD = re.compile(r"[\w-]+")
_SHORT_FOR = re.compile(r",\s+(?:nama\s+)?(?:panggilan|sapaan)(?:\s+akrab)?(?:\s+dari)?\s+(?:\w+\.?\s+)?")
_CALLED_FOR_SHORT = re.compile(
    r"\s+alias\s+|,?\s+(?:yang\s+)?(?:(?:akrab|biasa|kerap|sering)\s+)?(?:disapa|dipanggil|disebut)\s+(?:\w+\s+)?"
)
_APPOSITION = re.compile(r"\s*,[^,.\n]*,")
"""What a name has after it between commas: "Rini, guru SD Negeri 3, ..."."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation before its speaker is resolved: how the text says who it is."""

    start: int
    end: int
    cue: str
    direct: bool
    speaker: Speaker | None
    place: tuple[int, int]
    """The sentence that holds the verb of saying."""


def resolve_speakers(text: str, found: Sequence[Found], mentions: Sequence[Mention]) -> tuple[Quote, ...]:
    """Return the quotations with the names of their speakers; a pronoun is the one who spoke before, if anybody did."""
    talk = _Talk(text, mentions)
    quotes: list[Quote] = []
    for said in found:
        written, name, office = talk.resolve_speaker(said)
        if not said.direct and len(text[said.start : said.end].split()) < FEWEST_REPORTED_WORDS:
            continue  # Rini menyatakan hal senada.
        if said.cue.lower() in cue_words("view") and (name is None or not quotes or quotes[-1].name != name):
            continue  # Bagi Rini, ... by itself is no speech
        speaker = said.speaker if written is not None else None
        quotes.append(
            Quote(
                said.start,
                said.end,
                written,
                speaker.start if speaker else None,
                speaker.end if speaker else None,
                said.cue,
                said.direct,
                name,
                office,
                _find_hedges(text, said),
            )
        )
    return tuple(quotes)


class _Talk:
    """Who spoke last, and who speaks next, from the beginning of a text to its end."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._mentions = mentions
        self._offices: dict[str, str] = {}
        self._fullest: dict[str, str] = {}
        self._nicknames = dict(_list_nicknames(text, mentions))
        self._last: tuple[str, str | None] | None = None
        self._last_at = 0
        """Where the text speaks of the last one by name."""
        self._read_to = 0
        """Up to where the text was looked at for who may speak next."""

    def resolve_speaker(self, said: Found) -> tuple[str | None, str | None, str | None]:
        """Return the speaker of the next quotation as written, by name, and by office."""
        speaker = said.speaker
        begins = min(said.start, said.place[0] or said.start)
        subject = self._find_next_subject(self._read_to, begins)
        written = self._text[speaker.start : speaker.end] if speaker and speaker.end > speaker.start else None
        if speaker is None:
            name, office = None, None
        elif speaker.pronoun:
            if subject is not None:
                self._last, self._last_at = subject
            name, office = self._resolve_pronoun(begins, written if speaker.phrase else None)
        else:
            name, office = self._resolve_written(written or "", speaker)
        self._read_to = max(said.end, said.place[1])
        return written, name, office

    def _resolve_pronoun(self, begins: int, phrase: str | None) -> tuple[str | None, str | None]:
        self._last = self._last or self._find_only_person(begins)
        if phrase is not None and (name := self._find_described(phrase, begins)):
            self._last = (name, self._offices.get(name))
        elif phrase is not None and not self._is_last(phrase, begins):
            self._last = (phrase, None)
        return self._last or (None, None)

    def _find_described(self, phrase: str, end: int) -> str | None:
        """Return the only person before an offset that is called what "guru itu" says: "Rini, guru SD, ..."."""
        words = [word for word in phrase.split() if not is_definite(word)]
        head = r"\s+".join(map(re.escape, words[:2]))
        called = re.compile(rf"\s*(?:,|adalah|merupakan)\s*(?:seorang\s+)?{head}\b", re.IGNORECASE)
        names = {
            self._find_fullest(self._text[each.start : each.end])
            for each in self._mentions
            if each.kind == "person" and each.end <= end and called.match(self._text, each.end)
        }
        return names.pop() if len(names) == 1 else None

    def _is_last(self, phrase: str, begins: int) -> bool:
        """Return whether "pria itu" is the one who spoke last, in a quotation that begins at an offset."""
        if self._last is None:
            return False
        name, office = self._last
        apposition = _APPOSITION.match(self._text, self._last_at)
        since = _WORD.findall(self._text[apposition.end() if apposition else self._last_at : begins].lower())
        return is_same_person(phrase, f"{name} {office or ''}") or (
            office is None and phrase.split(maxsplit=1)[0].lower() not in since
        )

    def _resolve_written(self, written: str, speaker: Speaker) -> tuple[str | None, str | None]:
        if written.lower() in cue_words("plural"):
            self._last = None
            return None, None
        name = self._find_fullest(written)
        if speaker.phrase:
            name = self._find_holder(written) or name
        if speaker.office:
            self._offices.setdefault(name, speaker.office)
        self._last, self._last_at = (name, self._offices.get(name)), speaker.end
        return self._last

    def _find_holder(self, phrase: str) -> str | None:
        """Return the only holder of an office, by name: "kata gubernur" after "Gubernur Rini Wulandari"."""
        words = phrase.lower().removeprefix("sang ").split()
        if not words or (words[0] not in cue_words("sole") and not phrase.lower().startswith("sang ")):
            return None
        holders = {name for name, office in self._offices.items() if office.lower().split()[: len(words)] == words}
        return holders.pop() if len(holders) == 1 else None

    def _find_next_subject(self, start: int, end: int) -> tuple[tuple[str, str | None], int] | None:
        """Return the last person between two offsets that is the subject of a sentence, and where the name ends.

        "katanya" is that person. The offices of all such persons are kept.
        """
        found = None
        for begins, ends in list_sentences(self._text, start, end):
            subject = find_subject(self._text, begins, ends, self._mentions)
            if subject is not None:
                name = self._find_fullest(self._text[subject.start : subject.end])
                if subject.office:
                    self._offices.setdefault(name, subject.office)
                found = (name, self._offices.get(name)), subject.end
        return found

    def _find_only_person(self, end: int) -> tuple[str, str | None] | None:
        """Return the only person that the text names before an offset; None where there are several."""
        names = self._list_persons(end)
        return (names.pop(), None) if len(names) == 1 else None

    def _list_persons(self, end: int | None = None) -> set[str]:
        """Return the fullest names of the persons in the text, up to an offset."""
        end = len(self._text) if end is None else end
        written = {self._text[m.start : m.end] for m in self._mentions if m.kind == "person" and m.end <= end}
        return {self._find_fullest(name) for name in written}

    def _find_fullest(self, name: str) -> str:
        """Return what a name is short for; each is looked up once in a text."""
        if name not in self._fullest:
            full = find_fullest(self._text, name, self._mentions)
            self._fullest[name] = self._nicknames.get(full, full)
        return self._fullest[name]


def find_fullest(text: str, name: str, mentions: Sequence[Mention]) -> str:
    """Return the longest name of the text that holds all words of this one and is the only such person."""
    words = set(_WORD.findall(name.lower()))
    longer = {}
    for each in mentions:
        other = text[each.start : each.end]
        if each.kind == "person" and words < set(_WORD.findall(other.lower())):
            longer[other.lower()] = other
    longest = sorted(longer.values(), key=lambda other: (-len(other), other))
    if not longest or not all(set(_WORD.findall(o.lower())) <= set(_WORD.findall(longest[0].lower())) for o in longest):
        return name
    return longest[0]


def _list_nicknames(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield what a text calls a person for short, and the name: "Dul, panggilan akrab Abdullah Wiratmaja"."""
    persons = [each for each in mentions if each.kind == "person"]
    for one, other in pairwise(persons):
        between = text[one.end : other.start]
        if _SHORT_FOR.fullmatch(between):
            yield text[one.start : one.end], text[other.start : other.end]
        elif _CALLED_FOR_SHORT.fullmatch(between):
            yield text[other.start : other.end], text[one.start : one.end]


def _find_hedges(text: str, said: Found) -> tuple[str, ...]:
    hedges = cue_words("hedge")
    words = re.findall(r"[\w-]+", text[min(said.start, said.place[0]) : max(said.end, said.place[1])].lower())
    return tuple(dict.fromkeys(word for word in words if word in hedges))
