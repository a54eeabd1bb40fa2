"""How far a removal reaches: from the match of a rule to its end, by the rule's extent."""

from __future__ import annotations

import re

from kliping.clean.folded_text import FoldedText
from kliping.clean.headlines import headline_ends
from kliping.clean.rules import bare_headlines, bylines, embedded_headlines, own_calls
from kliping.clean.rules.findings import Findings
from kliping.clean.rules.table import Rule
from kliping.clean.vocabulary import words
from kliping.clean.vocabulary.word_lists import any_of

SHORT_REST = 220
"""A line whose rest is no longer than this many characters holds nothing but the headline that a rule announced."""
_CLOSING = {
    opening: re.compile(rf"(?<=\S)[{mark}]{{1,2}}(?:\s?:)?(?=\s|$|[\[(A-Z])")
    for opening, mark in (('"', '"”'), ("“", '"”'), ("'", "'’"), ("‘", "'’"))
}
LEAST_LISTED_CHANCE, SHORTEST_LISTED = 0.1, 28
"""Least probability, and length in characters, of a second and further headline below "Baca juga:"."""
MOST_REST_WORDS, LONGEST_HEADLINE_REST = 8, 100
"""Words, and characters, at the end of a line that may belong to the headline in front of them."""
LONGEST_NOTICE = 260
"""A notice has at most so many characters; of a longer line, which holds a story, too, one sentence is cut."""
MOST_NOTICE_SENTENCES = 4
"""... and so many ends of sentences, those after abbreviations and in addresses counted."""
LONGEST_SENTENCE_REST = 200
"""Characters after a match in which the end of its sentence is looked for."""
LONGEST_CUT_SENTENCE = 1_000
"""Characters after a match within which its sentence must end. A longer sentence is not removed."""
LEAST_SENTENCE_WORDS = 5
"""A sentence of at least so many words after an announcement shows that its headline was lost."""
_SENTENCE_MARKS = frozenset('.”"')
_QUOTES = re.compile('["“”]')
_GLUED_QUOTE = re.compile(r"\w[\"“](?=[A-Z])")
_SPEECH = re.compile(r"[,!?.][\"”] [a-z]")
"""The end of a quotation with who says it after; what an outlet tells its readers has no such part."""
_OPENER = re.compile(rf"[ ]?{any_of('sentence_openers')}\b")
_ADDRESS_END = re.compile(r"[\w-]{1,30}\.(?:com|co|id|net|org|news|tv)\b")
_OPENING = re.compile(r"(?<=\s)[\"“](?=[A-Z])")
_NEXT_ITEM = re.compile(r"(?<=[\w?!\"”']) \d{1,2}[.)](?= [A-Z]| ?$)")
"""The number of a list's next item after a headline: "Baca juga: Cara Merawat Ban 3. Usia Ban"."""
_BEGINNING = re.compile(r"\s*(?:$|[^\W\d_a-z]|[\"“‘'(\[#©*])|\s+\d")
"""Where a line ends, or where a sentence or another phrase may begin."""
_SENTENCE_END = re.compile(r"[.!?…](?=[\s\"”’)]|[A-Z“\"]|$)[\"”’)]?")


def extend_match(reading: FoldedText, rule: Rule, start: int, end: int, found: Findings) -> int | None:
    """Return where the removal that begins at ``start`` ends by the rule's extent; None where nothing is removed."""
    text = reading.text
    if rule.extent == "match":
        inside_word = end < len(text) and text[end].islower() and text[end - 1].isalnum()
        if inside_word:
            return None
        return end
    line_end = reading.line_end(end)
    if rule.extent == "phrase":
        return reading.trim(start, end) if _BEGINNING.match(text, end, line_end) else None
    if rule.extent == "line" and _holds_notice(text, start, line_end):
        return line_end
    if rule.extent in ("sentence", "line"):
        return _end_of_sentence(text, rule, start, end, line_end)
    if rule.extent == "own-call":
        stop = _end_of_sentence(text, rule, start, end, line_end)
        return stop if stop and own_calls.is_own_call(text, start, stop) else None
    if rule.extent == "names":
        stop = bylines.end_of_names(reading, end, line_end)
        goes_on = stop and text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].islower()
        if goes_on:  # a sentence: "Penulis: Budi juga."
            return None
        return stop
    if rule.extent == "rest" and line_end - end <= SHORT_REST:
        found.headlines.append((end, line_end))
        return line_end
    return _end_of_headlines(reading, rule, start, end, found)


def _end_of_sentence(text: str, rule: Rule, start: int, end: int, line_end: int) -> int | None:
    """Return where the sentence with a match from ``start`` to ``end`` ends; None where it belongs to the story."""
    if rule.kind != "syndication":  # a syndication notice quotes a title
        if _GLUED_QUOTE.search(text, start, end):
            return None
        line_end = min(line_end, _find_story_start(text, end, line_end))
    reach = min(line_end, end + LONGEST_CUT_SENTENCE)
    mark = _SENTENCE_END.search(text, end, reach)
    if mark is None and reach < line_end:
        return None
    stop = mark.end() if mark else line_end
    if _SPEECH.search(text, start, stop):
        return None
    opens_next = mark and mark.group()[-1] == '"' and text.count('"', start, stop) % 2
    if opens_next:
        return stop - 1
    return stop


def _holds_notice(text: str, start: int, end: int) -> bool:
    """Return whether a stretch may be a notice and nothing else: it is short, quotes nobody, and has few sentences."""
    if end - start > LONGEST_NOTICE or _QUOTES.search(text, start, end):
        return False
    return sum(1 for _ in _SENTENCE_END.finditer(text, start, end)) <= MOST_NOTICE_SENTENCES


def _glues_words(text: str, at: int) -> bool:
    """Return whether a lost break glues two words at ``at``, which is not inside an address or after a quotation."""
    if _ADDRESS_END.match(text, at):
        return False  # "KabarKita.com"
    return text[at].isupper() and not any(mark in text[max(0, at - 60) : at].rsplit(maxsplit=1)[-1] for mark in '/"”')


def _find_story_start(text: str, at: int, stop: int) -> int:
    """Return where the story begins after a match: at a lost break or at a quotation after a space, else ``stop``."""
    if at < stop and (text[at].isupper() or text[at] in '"“') and text[at - 1].isalnum():
        return at
    reach = min(stop, at + LONGEST_SENTENCE_REST)
    ends = [end for _, end in words.find_words(text, at, reach) if end < reach and _glues_words(text, end)]
    quote = _OPENING.search(text, at, reach)
    if quote:
        ends.append(quote.start())
    return min([*ends, stop])


def _end_of_headlines(reading: FoldedText, rule: Rule, start: int, at: int, found: Findings) -> int | None:
    """Return where the headline, or the run of headlines, ends after an announcement from ``start`` to ``at``.

    None: nothing is removed, not even the announcement.
    """
    text, folded = reading.text, reading.folded
    if text[at : at + 1].islower() and not _is_own_line(reading, start, reading.line_end(at)):
        return None  # "Berita lainnya: harga kertas naik."
    announced = reading.trim(start, at)
    if "\n" in folded[announced:at]:
        at = announced
    line_end = reading.line_end(at)
    maybe = rule.extent == "maybe-headlines"
    if not folded[at : min(line_end, at + headline_ends.LONGEST_HEADLINE)].strip():
        if folded[announced - 1] == ":" and not maybe:
            return _end_of_listed_headlines(reading, at, found)
        return None if maybe else at
    end = _end_of_bracket(reading, start, at, line_end) or _end_of_quote(text, at, line_end, rule)
    if end:
        found.headlines.append((at, end))
        return end
    end = headline_ends.end_of_headline(reading, at, line_end)
    stands_alone = maybe and _stands_alone(text, start, announced)
    if end is None or _story_goes_on(reading, start, at, end, line_end):
        return None if maybe and not stands_alone else at
    if stands_alone and any(map(words.is_content, text[at:end].split())):
        return at
    if maybe and not headline_ends.is_title_case(reading, at, end, least=4) and not _is_own_line(reading, start, end):
        return None
    item = _NEXT_ITEM.search(text, at, end)
    end = item.start() if item else _take_title_case_rest(reading, start, end, line_end)
    found.headlines.append((at, end))
    if rule.extent == "headline":
        return end
    return _end_of_glued_headlines(reading, end, line_end, found)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether an announcement has lost its headline: in Title Case, between two sentences of a text on one line.

    "... sore hari. Baca Juga Warga berharap ..."
    """
    in_title_case = all(word.isalpha() and word[0].isupper() for word in text[start:end].split())
    before = text[max(0, start - 3) : start]
    behind_sentence = before[-1:] == " " and before.rstrip()[-1:] in _SENTENCE_MARKS
    return in_title_case and behind_sentence and "\n" not in text


def _take_title_case_rest(reading: FoldedText, start: int, end: int, line_end: int) -> int:
    """Return the end of the line if the rest of it belongs to the headline, otherwise ``end``.

    The rest belongs to the headline if the announcement begins the line and only a few words in Title Case, without a
    full stop, are left: the story would go on with a sentence.
    """
    if not 0 < line_end - end <= LONGEST_HEADLINE_REST:
        return end
    rest = reading.text[end:line_end]
    words_left = rest.split()
    is_rest = (
        rest[:1] == " "
        and len(words_left) <= MOST_REST_WORDS
        and (rest[-1].isalnum() or rest[-1] in "?!")
        and not any(map(words.is_content, words_left))
        and reading.is_line(start, line_end)
    )
    if is_rest:
        return line_end
    return end


def _story_goes_on(reading: FoldedText, start: int, at: int, end: int, line_end: int) -> bool:
    """Return whether the headline of an announcement was lost and the story follows: "- Baca Juga: Menurut ...".

    A headline is a line of its own, in Title Case, or glued to what follows. A line of sentences that a space
    separates from the announcement is none of these.
    """
    text = reading.text
    if _begins_sentence(reading, at):
        return True
    if text[line_end - 1] not in _SENTENCE_MARKS or (end < line_end and not _is_one_space(text, end)):
        return False
    # an announcement that begins the text, too, is one only where the text has lines
    if "\n" not in (text[max(0, start - 4) : start] or text):
        return False
    mark = _SENTENCE_END.search(text, at, line_end)
    first = text[at : mark.end() if mark else line_end]
    return len(first.split()) >= LEAST_SENTENCE_WORDS and not headline_ends.is_title_case(reading, at, end, least=4)


def _begins_sentence(reading: FoldedText, at: int) -> bool:
    """Return whether the text at ``at`` begins like a sentence of a story, "Namun, warga ...", not in Title Case."""
    opener = _OPENER.match(reading.folded, at)
    if opener is None:
        return False
    following = reading.text[opener.end() : opener.end() + LONGEST_SENTENCE_REST].split(maxsplit=4)[:4]
    return any(map(words.is_content, following))


def _is_one_space(text: str, at: int) -> bool:
    return text[at] == " " and not text[at + 1 : at + 2].isspace()


def _end_of_glued_headlines(reading: FoldedText, end: int, line_end: int, found: Findings) -> int:
    """Return the end of the headlines that are glued to one that ends at ``end``."""
    text = reading.text
    while end < line_end and not text[end].isspace():
        following = headline_ends.end_of_headline(reading, end, line_end)
        if following is None or not headline_ends.is_title_case(reading, end, following):
            break
        found.headlines.append((end, following))
        end = following
    return end


def _is_own_line(reading: FoldedText, start: int, end: int) -> bool:
    """Return whether ``start`` to ``end`` is a short line of its own and not a sentence."""
    return reading.is_line(start, end) and end - start <= SHORT_REST and reading.text[end - 1] not in ".,:"


def _end_of_bracket(reading: FoldedText, start: int, at: int, line_end: int) -> int | None:
    """Return where the bracket closes that opens before ``start``: "(Baca juga: ...)"; None where none does."""
    close = {"(": ")", "[": "]"}.get(reading.folded[start - 1 : start])
    if close is None:
        return None
    found = reading.folded.find(close, at, min(line_end, at + headline_ends.LONGEST_HEADLINE))
    if found < 0:
        return None
    return found


def _end_of_listed_headlines(reading: FoldedText, at: int, found: Findings) -> int:
    """Return the end of the headlines on the lines below an announcement that ends at ``at`` ("Baca juga:")."""
    end = at
    for index in range(reading.line_of(at) + 1, min(reading.line_of(at) + 12, len(reading.lines))):
        first, last = reading.lines[index]
        length = last - first
        if length > embedded_headlines.LONGEST_EMBEDDED:
            break
        is_first = end == at
        may_be_link = is_first and _is_link(reading.text[first:last])
        if not may_be_link and not headline_ends.is_title_case(reading, first, last, least=4):
            break
        if not is_first:  # the story's own subheading may follow
            if length < SHORTEST_LISTED:
                break
            if bare_headlines.headline_chance(reading, first, last) < LEAST_LISTED_CHANCE:
                break
        found.headlines.append((first, last))
        end = last
    return end


def _is_link(line: str) -> bool:
    """Return whether the line below "Baca juga:" may be a headline in sentence case: it is short and no sentence."""
    return 4 <= len(line.split()) <= 20 and line[0].isupper() and line[-1].isalnum() and ". " not in line


def _end_of_quote(text: str, at: int, line_end: int, rule: Rule) -> int | None:
    """Return the end of a quoted headline, with the colon that may follow; None where none begins at ``at``."""
    closing = _CLOSING.get(text[at : at + 1])
    if closing is None or rule.kind == "syndication":
        return None
    found = closing.search(text, at + 8, min(line_end, at + headline_ends.LONGEST_HEADLINE))
    if found is None:
        return None
    end = found.end()
    if rule.kind == "media" or found.group()[-1] == ":" or text[end : end + 2] in ("", "  "):
        return end
    words_follow = text[end].isspace() and text[end] != "\n"  # the quotation only opens a longer headline
    if words_follow:
        return None
    return end
