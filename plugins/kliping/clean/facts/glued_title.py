"""The title that the story, or a byline, goes on after in one line, so that its end has to be found."""

from __future__ import annotations

import re
from itertools import takewhile

from kliping.clean.facts.credits import read_credits
from kliping.clean.facts.stamps import Stamp, find_stamps
from kliping.clean.facts.title_words import (
    CRUMB_MARKS,
    FEWEST_TITLE_WORDS,
    LEAD_CHARS,
    LEAST_SHARED_CAPITALISED,
    LONGEST_TITLE,
    cut_author,
    cut_byline,
    is_all_capitalised,
    is_no_title,
    names_origin,
    share_words,
    spell_title,
)
from kliping.clean.folded_text import FoldedText, fold_text
from kliping.clean.headlines.headline_ends import end_chances, find_ends
from kliping.clean.vocabulary.word_lists import any_of
from kliping.clean.vocabulary.words import FUNCTION_WORDS, is_content

FEWEST_ORDINARY = 2
"""Least number of words that a title in Title Case capitalises and the story does not."""
LEAST_GLUED_CHANCE = 0.75
"""Least chance of the place where a title ends that the story goes on after in one line."""
STOP_REACH = 40
"""A time stamp that begins among the words in Title Case ends at most so many characters after them."""
SHORTEST_TITLE, LONGEST_RUN = 5, 22
"""Least and most words of a title that the story goes on after in one line."""
FEWEST_SURE_SPACES = 7
"""A run of words in Title Case with as many spaces in it is a title, even if no function word is among them."""

_WORDS = re.compile(r"\S+")
_WORD = re.compile(r"\w+")
_STOP = re.compile(
    r"\sBy\s(?!Pass\b)|"
    rf"\s[|•]|(?i:\s(?:posted on|redaksi|admin)\b)|\s[-–—]{{1,3}}\s|(?i:\b{any_of('head_labels')}\b)\s?[:?]"
    r"|[?]\s[?]|\s{3,}"
)
_ADDRESS = re.compile(r"(?i)(?<!\S)[a-z0-9-]{2,30}\.(?:com|co\.id|id|net|co|news|tv)\b(?=\s?[,|–—-]|\s\d)")
_ABBREVIATED = re.compile(r"\([A-Z]{2,}\)")
_SENTENCE = re.compile(r"(?:[^.!?\s]+\s+){5,22}[^.!?\s]{2,}[.!?](?=\s+[A-Z“\"])")
"""A sentence of six words or more that another one follows."""
_GOES_ON = re.compile(r"[)\]]?,? [a-z]")
"""What stands after the date of an event in a sentence: "Bupati Sleman, Senin (3/3/2025), meninjau ..."."""
_EVENT_DAY = re.compile(r"\s?[(\[]\s?\d{1,2}\s?[/.-]")
"""The date of an event in brackets, in the middle of a sentence: "pada Rabu (20/4/2022) malam"."""
_LABELLED = re.compile(rf"(?i)\b{any_of('head_labels')}\b\s?[:/]?\s?[^.,|/\n]{{2,30}}")


def read_glued_title(text: str, outlet: str | None) -> str | None:
    """Return the title that the story, or a byline, goes on after in one line; None unless its end is sure."""
    line = text[: 2 * LONGEST_TITLE].split("\n", 1)[0]
    begins = line.split(maxsplit=SHORTEST_TITLE)[:SHORTEST_TITLE]
    if any(map(is_content, begins)) and not CRUMB_MARKS.search(line):
        return None  # as most stories: whatever title the line begins with would not be in Title Case
    run = _find_capitals(line)
    stop = _find_stop(line, len(run) + STOP_REACH)
    if stop > len(run) and not _may_end_in(run, text):
        return None
    said = CRUMB_MARKS.split(_find_run(text, line, stop))[-1]
    if not _may_be_title(said, outlet) or _EVENT_DAY.match(line, line.find(said) + len(said)):
        return None
    lead = _LABELLED.sub(" ", text[len(said) : len(said) + LEAD_CHARS])
    said = spell_title(cut_byline(said, fold_text(lead), outlet)[0])
    marked = said[-1] in "?!" or len(said) >= stop - 1
    if not _is_spoken_of(said, lead, marked=marked):
        return None
    linked = any(word in FUNCTION_WORDS for word in said.lower().split())
    long = said.count(" ") >= FEWEST_SURE_SPACES
    if linked or marked or long or line[len(said) : len(said) + 1] == ".":
        return said
    return None


def _find_capitals(line: str) -> str:
    """Return what the line begins with, up to the first word that Title Case would have capitalised and that is not."""
    words = takewhile(lambda word: not is_content(word.group()), _WORDS.finditer(line))
    return line[: max((word.end() for word in words), default=0)]


def _may_end_in(run: str, text: str) -> bool:
    """Return whether a title may end within words in Title Case, the rest of them being the story.

    A mark ends it, or the text writes two of the words in lower case elsewhere, as it does not write names.
    """
    if "?" in run or "!" in run:
        return True
    said = [word.lower() for word in _WORD.findall(run) if len(word) > 3 and word[0].isupper()]
    return sum(word in text for word in said) >= FEWEST_ORDINARY


def _find_stop(line: str, reach: int) -> int:
    """Return where a label, a time stamp or the like begins before ``reach``; else the end of the line."""
    beginning = line[:reach]
    stops = [match.start() for match in (_STOP.search(beginning), _ADDRESS.search(beginning)) if match]
    stops += [stamp.start for stamp in find_stamps(beginning) if not _dates_event(line, stamp)][:1]
    return min(stops, default=len(line))


def _dates_event(line: str, stamp: Stamp) -> bool:
    """Return whether a stamp is the day of an event in a sentence, which goes on after it."""
    return stamp.precision != "minute" and _GOES_ON.match(line, stamp.end) is not None


def _find_run(text: str, line: str, stop: int) -> str:
    """Return the words in Title Case that the line begins with, up to ``stop`` or to where the model ends them."""
    sentence = _SENTENCE.match(line)
    if stop < min(len(line), LONGEST_TITLE) and is_all_capitalised(line[:stop]):
        after = fold_text(_LABELLED.sub(" ", text[stop : stop + LEAD_CHARS]))
        return cut_author(line[:stop].rstrip(" ,|-–—"), after)
    if sentence and sentence.end() <= stop and is_all_capitalised(sentence.group()):
        return sentence.group()
    return _end_run(FoldedText.of(line), stop)


def _may_be_title(said: str, outlet: str | None) -> bool:
    """Return whether the words have the form of a title, rather than of credits, a dateline or a list."""
    if not (SHORTEST_TITLE <= len(said.split()) <= LONGEST_RUN and is_all_capitalised(said)):
        return False
    if said[0] in '"“”()' or _ABBREVIATED.search(said) or said.count(",") > 1:
        return False
    return not (is_no_title(said) or read_credits(said, outlet=outlet) or names_origin(said, outlet))


def _is_spoken_of(said: str, lead: str, *, marked: bool) -> bool:
    """Return whether the story speaks of what the title does; ``marked``: the end of the title is beyond doubt."""
    share, common = share_words(said, fold_text(lead))
    ordinary = sum(len(word) > 3 and word[0].isupper() and word.lower() in lead for word in _WORD.findall(said))
    capitalised = ordinary >= FEWEST_ORDINARY and share >= LEAST_SHARED_CAPITALISED
    return common >= FEWEST_TITLE_WORDS and (marked or capitalised)


def _end_run(reading: FoldedText, stop: int) -> str:
    """Return the words in Title Case that a line begins with, if where they end is sure."""
    candidates = find_ends(reading, 0, stop)
    if not candidates:
        return ""
    odds = end_chances(candidates)
    best = max(range(len(odds)), key=odds.__getitem__)
    return reading.text[: candidates[best].end] if odds[best] >= LEAST_GLUED_CHANCE else ""
