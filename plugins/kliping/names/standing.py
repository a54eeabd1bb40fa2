"""Persons that their place in a sentence shows, where the letters of the name do not.

After a title or a rank stands a person: "dr. Aries Dwi Lestari", "Bripka Suharno"; after a verb of saying and a comma
or mark, too: '..., ujar Lely'. Who begins a sentence and says something, or is somebody, is one: "Tarmin mengaku ...",
"Suparti, pemilik rumah, ...".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from kliping.lexicon import cue_words
from kliping.mentions import Mention
from kliping.names.features import is_named
from kliping.names.tokens import Span, span_word
from kliping.names.vocabulary import NO_PERSON_CLASSES, capitalised_cues, find_classes, name_classes

LONGEST_STANDING_NAME = 4
LONGEST_APPOSITION = 12
"""So many words are looked at for the end of what stands between commas."""
_NO_PERSON = NO_PERSON_CLASSES | {"organisation_part", "district", "seen_small"}
_DOUBTFUL = _NO_PERSON | {"seen_both", "seen_capital"}
"""What one word alone, without a title, must not be."""
_SMALL = frozenset(["seen_small"])
"""What a word after a title may be: "drh. Lalu Taufik"."""
_BOTH = frozenset(["seen_both"])
"""What a word after a form of address must not be: "Pak Polisi"."""
_INITIAL = re.compile(r"\s(?P<initial>(?:[A-Z]|Moh|Muh|Mohd|Muhd|Abd|Ach)\.)$")
_TITLED = re.compile(r"(?:(?:Prof|Drs?|Dra|dr|drg|drh|Ir|Hj|KH)\.\s*)+(?=[A-Z])")
_QUOTATION_MARKS = frozenset('"”')
_CLOSING = frozenset(',"”?!')


def add_standing_persons(text: str, sentences: Sequence[Sequence[Span]], mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with the persons that only their place shows; a person found in part becomes whole."""
    by_start = {each.start: each for each in mentions}
    covered = {at for each in mentions for at in range(each.start, each.end)}
    found = dict(by_start)
    for sentence in sentences:
        for first, run_end in _find_places(sentence):
            last = next((at for at in range(run_end, first - 1, -1) if sentence[at][1] not in covered), None)
            if last is None:
                continue
            start, end = sentence[first][1], sentence[last][2]
            rest = by_start.get(sentence[last + 1][1]) if last + 1 < len(sentence) else None
            if rest is not None and rest.kind == "person" and text[end : rest.start] == " ":
                del found[rest.start]
                end = rest.end
            if covered.isdisjoint(range(start, sentence[last][2])):
                found[start] = Mention(start, end, "person")
    return list(_move_initials(text, [found[start] for start in sorted(found)]))


def _move_initials(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions; an initial in front of a person, or at the end of an organisation there, is the person's.

    A title at the beginning of a person's name is left out.
    """
    moved: int | None = None
    before = 0
    for each, following in zip_longest(mentions, mentions[1:]):
        start, moved = each.start if moved is None else moved, None
        end = each.end
        if each.kind == "person":
            start = _find_person_start(text, start, end, before)
        elif following and following.kind == "person" and text[end : following.start] == " ":
            initial = _INITIAL.search(text, start, end)
            if initial is not None:
                moved, end = initial.start("initial"), initial.start()
        before = end
        yield Mention(start, end, each.kind)


def _find_person_start(text: str, start: int, end: int, before: int) -> int:
    """Return where a person's name begins; ``before``: where the mention in front of it ends."""
    if title := _TITLED.match(text, start, end):
        return title.end()
    initial = _INITIAL.search(text, before, start - 1) if text[start - 1 : start] == " " else None
    return initial.start("initial") if initial else start


def _find_places(sentence: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of each run of capitalised words that stands where a person does."""
    words = [*map(span_word, sentence)]
    leading = _leading_words()
    begun = [] if leading.isdisjoint(words) else [at for at, word in enumerate(words[:-1]) if word in leading]
    begun = [at for at in begun if _is_before_person(sentence, at, words[at])]
    for at in begun:
        last = _find_run_end(sentence, at + 1, _list_others(words[at].rstrip(".")))
        if last is not None:
            yield at + 1, last
    for first in _find_after_office(words, begun):
        last = _find_run_end(sentence, first, _NO_PERSON)
        if last is not None and _ends_phrase(sentence, last + 1):
            yield first, last
    last = _find_run_end(sentence, 0, _DOUBTFUL)
    if last is None:
        return
    if _goes_on_as_person([word for word, _, _ in sentence[last + 1 : last + LONGEST_APPOSITION]]):
        yield 0, last


def _find_after_office(words: Sequence[str], leading: Sequence[int]) -> Iterator[int]:
    """Yield where a name stands after who somebody is: "kata kuasa hukum penggugat, Rini.", "Ketua RT 05 Rini"."""
    for at in leading:
        office = words[at + 1 : at + LONGEST_APPOSITION]
        comma = office.index(",") if "," in office else 0
        if comma and office[0].removesuffix("nya") in _callings() and not any(map(is_named, office[:comma])):
            yield at + comma + 2
    if not _numbered_parts().isdisjoint(words):
        for at, word in enumerate(words[2:], start=2):
            if word[0].isdigit() and words[at - 1] in _numbered_parts() and _leads(words[:at]):
                yield at + 1


def _leads(words: Sequence[str]) -> bool:
    """Return whether somebody who leads a neighbourhood is spoken of: "Ketua RT", "Sekretaris RT 03/RW"."""
    return any(word.lower() in cue_words("office") for word in words[-5:-1])


@cache
def _numbered_parts() -> frozenset[str]:
    return capitalised_cues("numbered_part") | {word.upper() for word in cue_words("numbered_part")}


@cache
def _callings() -> frozenset[str]:
    return cue_words("office") | cue_words("relation") | cue_words("occupation")


def _ends_phrase(sentence: Sequence[Span], at: int) -> bool:
    """Return whether a phrase ends at a word: with a mark, or with a word in small letters."""
    return at >= len(sentence) or not is_named(sentence[at][0])


def _goes_on_as_person(words: Sequence[str]) -> bool:
    """Return whether a verb of saying follows, or who they are, between commas: "Suparti, pemilik rumah itu, ..."."""
    if len(words) < 2:
        return False
    if words[0] in cue_words("full") or words[0] in cue_words("gesture"):
        return True
    return words[0] == "," and words[1] in cue_words("office") and "," in words[2:]


def _is_before_person(sentence: Sequence[Span], at: int, word: str) -> bool:
    """Return whether a leading word is a title, a rank, or a verb of saying that stands after a comma or mark."""
    if word in cue_words("quoted"):
        return at > 0 and sentence[at - 1][0] in _QUOTATION_MARKS
    return word not in cue_words("bare") or (at > 0 and sentence[at - 1][0] in _CLOSING)


def _list_others(leading: str) -> frozenset[str]:
    """Return the classes that a word after a leading one must not be of, to be a person's name."""
    if leading in cue_words("degree"):
        return _NO_PERSON - _SMALL
    if leading in capitalised_cues("address_form"):
        return _NO_PERSON | _BOTH
    return _NO_PERSON


@cache
def _leading_words() -> frozenset[str]:
    """Return the words that a person stands after: forms of address, titles, ranks in capitals, verbs of saying."""
    ranks = {word for word, classes in name_classes().items() if "rank" in classes} - cue_words("rank_of_office")
    degrees = cue_words("degree")
    words = {form for word in ranks | degrees for form in (word.title(), word.upper())} | degrees
    titles = words | {f"{word}." for word in words}
    return frozenset(cue_words("bare") | cue_words("quoted") | capitalised_cues("address_form") | titles)


def _find_run_end(sentence: Sequence[Span], first: int, others: frozenset[str]) -> int | None:
    """Return the last of the capitalised words from ``first`` on that may be a person's name; None where none is."""
    last = None
    for at in range(first, min(len(sentence), first + LONGEST_STANDING_NAME)):
        word = sentence[at][0]
        if not (is_named(word) and word.isalpha() and word.istitle()) or others & find_classes(word):
            break
        last = at
    return last
