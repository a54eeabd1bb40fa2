"""Quotations without a verb of their own: a paragraph among others, and one that follows what its speaker does.

Where one person speaks for several paragraphs, the verb follows the last of them ("...", ujarnya) or the first. An
action tells who speaks next: 'Rini menghela napas. "Sudah tiga tahun."'
"""

from __future__ import annotations

from collections.abc import Sequence

from kliping.lexicon import cue_words
from kliping.mentions import Mention
from kliping.quotes.chain import Found
from kliping.quotes.marks import Quoted
from kliping.quotes.sentences import find_sentence, find_subject
from kliping.quotes.speakers import Speaker

FEWEST_WORDS_ALONE = 3
"""Fewer words between marks are a title or a shout of many."""
_NO_CUE = ""

Said = tuple[Found, Quoted]


def read_without_verb(
    text: str,
    mark: Quoted,
    last: Said | None,
    following: tuple[Found | None, Quoted] | None,
    mentions: Sequence[Mention],
) -> Found | None:
    """Return a quotation that no verb belongs to, where the text tells surely who says it.

    ``last``: the quotation before it; ``following``: the next stretch between marks, and the quotation that it is.
    """
    if not _is_whole(text, mark):
        return None
    speaker = _read_action(text, mark, mentions)
    if speaker is None and _is_paragraph(text, mark):
        speaker = _read_paragraphs(text, mark, last, following)
    if speaker is None:
        return None
    return Found(mark.start, mark.end, _NO_CUE, True, speaker, (mark.opens, mark.closes))


def _is_whole(text: str, mark: Quoted) -> bool:
    """Return whether the stretch is one or more whole sentences."""
    words = text[mark.start : mark.end].split()
    return len(words) >= FEWEST_WORDS_ALONE and not words[0][0].islower() and text[mark.end - 1] in ".?!…"


def _is_paragraph(text: str, mark: Quoted) -> bool:
    """Return whether nothing else stands in its paragraph."""
    ends = text.find("\n", mark.closes)
    before = text[text.rfind("\n", 0, mark.opens) + 1 : mark.opens]
    return not before.strip() and not text[mark.closes : ends if ends >= 0 else len(text)].strip()


def _read_action(text: str, mark: Quoted, mentions: Sequence[Mention]) -> Speaker | None:
    """Return who does something in the sentence in front of a stretch, if nobody else is in it."""
    before = text[text.rfind("\n", 0, mark.opens) + 1 : mark.opens].rstrip(" ")
    if not before.endswith("."):
        return None
    stop = mark.opens - len(text[: mark.opens]) + len(text[: mark.opens].rstrip(" ")) - 1
    start, end = find_sentence(text, stop)
    words = text[start:end].lower().split()
    persons = [each for each in mentions if each.kind == "person" and start <= each.start < end]
    if not words or any(char in text[start:end] for char in '"“”:') or cue_words("inscription") & {*words}:
        return None
    if words[0] in cue_words("pronoun") and not persons:
        return Speaker(start, start + len(words[0]), pronoun=True)
    if len(persons) != 1:
        return None
    return find_subject(text, start, end, mentions)


def _read_paragraphs(
    text: str, mark: Quoted, last: Said | None, following: tuple[Found | None, Quoted] | None
) -> Speaker | None:
    """Return who speaks in the paragraphs around a stretch: both are one person, or one of them is no quotation."""
    before = after = None
    if last is not None and not _parts(text, max(last[0].place[1], last[1].closes), mark.opens):
        if text[last[1].end - 1] == "?":
            return None  # whoever is asked may answer
        before = last[0].speaker
    if following is not None and following[0] is not None and not _parts(text, mark.closes, following[1].opens):
        after = following[0].speaker
    if before is not None and after is not None and not (after.pronoun or _is_same(text, before, after)):
        return None
    return before or after


def _parts(text: str, start: int, end: int) -> bool:
    """Return whether something stands between two paragraphs."""
    return bool(text[start:end].strip(" .\n"))


def _is_same(text: str, one: Speaker, other: Speaker) -> bool:
    """Return whether two speakers can be one person: a word of one name is in the other."""
    return not {*text[one.start : one.end].split()}.isdisjoint(text[other.start : other.end].split())
