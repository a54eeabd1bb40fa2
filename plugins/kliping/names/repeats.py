"""What an article says of a name elsewhere: a word that is part of a person's name here is a person there.

The tagger reads sentence by sentence; "Resti menyebut ..." gives no sign of what Resti is, "Kepala Dinas, Resti Drijo,"
does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from kliping.lexicon import cue_words
from kliping.mentions import Mention
from kliping.names.features import is_named
from kliping.names.tokens import Span, span_word
from kliping.names.vocabulary import NO_PERSON_CLASSES, find_classes

SHORTEST_WORD = 3
LONGEST_REPEAT = 4
"""So many capitalised words after a known one are the rest of the name."""
_OTHER = NO_PERSON_CLASSES | {"address"}


def add_repeated_persons(text: str, sentences: Sequence[Sequence[Span]], mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with persons that other sentences of the text name more fully."""
    mentions = _choose_places(text, mentions)
    words = _list_person_words(text, mentions)
    if not words:
        return list(mentions)
    written = set(map(span_word, chain.from_iterable(sentences)))
    known = {word for word in words if word.lower() not in written}
    mentions = [_choose_person(text, each, known) for each in mentions]
    starts = {each.start: each for each in mentions}
    found: dict[int, Mention] = {each.start: each for each in mentions}
    for sentence in sentences:
        if known.isdisjoint(map(span_word, sentence)):
            continue
        covered = 0
        for at, (word, start, _) in enumerate(sentence):
            if start in starts:
                covered = starts[start].end
            if start < covered or word not in known:
                continue
            end = _find_name_end(sentence, at, starts)
            following = starts.get(sentence[at + 1][1]) if at + 1 < len(sentence) else None
            if following is not None and following.kind == "person":
                del found[following.start]
                end = following.end
            found[start] = Mention(start, end, "person")
            covered = end
    return [found[start] for start in sorted(found)]


def _choose_places(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions; a village that the text names elsewhere is no person: "Lurah Cipayung", "Desa Cipayung"."""
    areas = {
        name
        for each in mentions
        if each.kind == "place"
        for head, _, name in [text[each.start : each.end].partition(" ")]
        if head.istitle() and head.lower() in cue_words("area")
    }
    return [
        Mention(each.start, each.end, "place")
        if each.kind == "person"
        and text[each.start : each.end] in areas
        and text[: each.start].rsplit(maxsplit=1)[-1].lower() in cue_words("area_head")
        else each
        for each in mentions
    ]


def _choose_person(text: str, mention: Mention, known: set[str]) -> Mention:
    """Return a place as a person whose first word is part of a person's name elsewhere, and none is a known place."""
    words = text[mention.start : mention.end].split()
    if mention.kind == "place" and words[0] in known and not any(_OTHER & find_classes(word) for word in words):
        return Mention(mention.start, mention.end, "person")
    return mention


def _list_person_words(text: str, mentions: Sequence[Mention]) -> set[str]:
    """Return the words of the persons' names, without those that may be something else alone."""
    return {
        word
        for each in mentions
        if each.kind == "person"
        for word in text[each.start : each.end].split()
        if len(word) >= SHORTEST_WORD and word.isalpha() and word[0].isupper() and not word.isupper()
        if not _OTHER & find_classes(word)
    }


def _find_name_end(sentence: Sequence[Span], at: int, starts: dict[int, Mention]) -> int:
    """Return where the name that begins with a known word ends: with the last capitalised word of its run."""
    last = at
    while (
        last + 1 < min(len(sentence), at + LONGEST_REPEAT)
        and is_named(sentence[last + 1][0])
        and sentence[last + 1][1] not in starts
        and not _OTHER & find_classes(sentence[last + 1][0])
    ):
        last += 1
    return sentence[last][2]
