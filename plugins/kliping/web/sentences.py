"""Sentences with facts in them, said in another language: what the warehouse keeps is written in English.

The catalogue holds such a sentence with its facts in braces. The names of the places say how a fact is taken:
``said...`` is itself a sentence of the catalogue, ``rest...`` may be one, ``day...`` is a date, ``n`` a number,
``word...`` is one word; any
other is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

LONGEST_SAID = 2_000
"""Characters; a longer text is not one of ours."""
MOST_TRIES = 200
"""Ways of cutting one text that are tried: a text from outside may be made of nothing but separators."""
DEEPEST = 7
"""Sentences within one another."""
MOST_PIECES = 40
SEPARATORS = ("\n", "; ", ". ")
"""What joins sentences that were written one by one."""
_PLACE = re.compile(r"\{(\w+)\}")
_KINDS = {"day": re.compile(r"\d{4}-\d{2}-\d{2}"), "n": re.compile(r"\d[\d.,]*%?"), "word": re.compile(r"\w+")}


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence cut at its places: ``literals`` is one longer than ``places``."""

    literals: tuple[str, ...]
    places: tuple[str, ...]
    translated: str

    @property
    def weight(self) -> int:
        """Return the characters that a text must have to be of this form."""
        return sum(map(len, self.literals))

    def list_readings(self, text: str) -> Iterator[dict[str, str]]:
        """Yield the facts of ``text``, once for each way in which it can be cut by this form."""
        first, last = self.literals[0], self.literals[-1]
        if len(text) > self.weight and text.startswith(first) and text.endswith(last):
            inner = text[len(first) : len(text) - len(last)]
            yield from self._cut(inner, 0, {})

    def _cut(self, text: str, number: int, facts: Mapping[str, str]) -> Iterator[dict[str, str]]:
        place = self.places[number]
        if number == len(self.places) - 1:
            if text and _may_be(place, text):
                yield {**facts, place: text}
            return
        literal = self.literals[number + 1]
        at = text.find(literal, 1)
        while at > 0:
            if _may_be(place, text[:at]):
                yield from self._cut(text[at + len(literal) :], number + 1, {**facts, place: text[:at]})
            at = text.find(literal, at + 1)


def _may_be(place: str, text: str) -> bool:
    kind = _KINDS.get(place.partition("_")[0])
    return kind is None or kind.fullmatch(text) is not None


def read_forms(catalogue: Mapping[str, str]) -> list[Form]:
    """Return the sentences of a catalogue that have places, those first that say most themselves."""
    forms = []
    for sentence, translated in catalogue.items():
        places = _PLACE.findall(sentence)
        if places and translated:
            forms.append(Form(tuple(_PLACE.split(sentence)[::2]), tuple(places), translated))
    return sorted(forms, key=lambda form: -form.weight)


class Sentences:
    """Says English sentences in the language of a catalogue (sentence -> translation)."""

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        self._exact = {sentence: said for sentence, said in catalogue.items() if said and "{" not in sentence}
        self._forms = read_forms(catalogue)
        self._find = lru_cache(8_192)(lambda text: _Search(self._exact, self._forms).translate(text))

    def say(self, text: str) -> str:
        """Return the translation, or the text itself, as far as the catalogue does not have it."""
        if not self._forms or len(text) > LONGEST_SAID:
            return self._exact.get(text, text)
        return self._find(text) or text


class _Search:
    """The search for one text's translation, which ends after ``MOST_TRIES``."""

    def __init__(self, exact: Mapping[str, str], forms: Sequence[Form]) -> None:
        self._exact = exact
        self._forms = forms
        self._left = MOST_TRIES

    def translate(self, text: str, depth: int = 0) -> str | None:
        """Return the translation; None where the catalogue has nothing of the text."""
        if text in self._exact:
            return self._exact[text]
        if depth == DEEPEST:
            return None
        for form in self._forms:
            for facts in form.list_readings(text):
                self._left -= 1
                if self._left < 0:
                    return None
                if (filled := self._fill(form, facts, depth)) is not None:
                    return filled
        return self._translate_pieces(text, depth)

    def _fill(self, form: Form, facts: Mapping[str, str], depth: int) -> str | None:
        filled = {}
        for place, fact in facts.items():
            said = self.translate(fact, depth + 1) if place.startswith(("said", "rest")) else fact
            if said is None and place.startswith("said"):
                return None
            filled[place] = said or fact
        return _PLACE.sub(lambda place: filled[place[1]], form.translated)

    def _translate_pieces(self, text: str, depth: int) -> str | None:
        for separator in SEPARATORS:
            pieces = text.split(separator)
            if 1 < len(pieces) <= MOST_PIECES:
                said = [self.translate(piece, depth + 1) for piece in pieces]
                if any(said):
                    return separator.join(new or piece for new, piece in zip(said, pieces, strict=True))
        return None


COMMAND = re.compile(r"\b(?:kliping|make) [a-z][a-z-]*(?: [\w./=:*-]+(?:,[\w./*-]+)*)*")


def split_advice(text: str) -> Sequence[tuple[str, bool]]:
    """Return the pieces of an advice, each with whether it is a command to copy."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in COMMAND.finditer(text):
        pieces += [(text[end : found.start()], False), (found[0], True)]
        end = found.end()
    return [(piece, is_command) for piece, is_command in (*pieces, (text[end:], False)) if piece]
