"""Headlines of other articles that stand in the story with nothing to announce them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile

from kliping.clean.folded_text import FoldedText, is_english
from kliping.clean.headlines import headline_ends
from kliping.clean.rules import bare_headlines
from kliping.clean.rules.findings import Findings
from kliping.clean.vocabulary import words

_TOKEN = rf"(?:[\"“'‘(]{{0,2}}[A-Z0-9]\S{{0,60}}+|(?:{'|'.join(sorted(words.FUNCTION_WORDS))})(?=\s))"
_START = re.compile(rf"[.!?\"”’)\]…\n][ \u00a0]{{0,2}}(?=[A-Z0-9\"“'‘])(?={_TOKEN}(?:[ \u00a0]{_TOKEN}){{5}})")
"""Where a run of six words in Title Case begins after the end of a sentence."""
_RIGHT_BORDER = re.compile(r"[a-z0-9?!)\"'”’A-Z][\"“]?[A-Z“\"](?![A-Z ,.)])|[(\[][a-z]{2,5}[/)]|\[Gambas")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z][a-z]{0,3}|\b[A-Z]{1,3}|\b[a-z]{1,3}|\d|\b(?:Prof|Kab|Kec|Moch|Drs|Jend|Letjen|Mayjen|Brigjen))$"
)
_LABEL = re.compile(
    r"(?i)(?:alamat|pukul|jam|telepon|telp|tanggal|lokasi|tempat|visi|misi|atas|bawah|kiri|kanan|harga|email|website|skor|"
    r"wasit|stadion|biaya|jumlah|total|kapasitas|nama|umur|usia|hari|waktu|video|foto|sumber)\b[^:]{0,12}:|pukul \d"
)
_SENTENCE_ENDS = frozenset('.!?"”')
_INITIAL = re.compile(r"\b[A-Z]\.")
_LIST = re.compile(r"(?:^|[^\s\d])\d{1,2}\. ?[A-Z]")
SHORTEST_EMBEDDED, LONGEST_EMBEDDED = 50, 170
"""Shortest and longest headline taken for one without a word to announce it, in characters."""
TOPIC_REACH, MOST_SHARED_WORDS = 300, 0.2
"""A headline is another article's if less than this share of its words stands in the title or in so many characters
after it."""
_PREFIX = re.compile(r"^(?:me(?:ng|ny|n|m)?|di|ber|ter|pe(?:ng|ny|n|m)?|ke)(?=\w{3})")
_ENDING = re.compile(r"(?<=\w{3})(?:nya|kan|an)$")
_BULLET = re.compile(r"[•●▪►▶‣»][ \u00a0]?(?=[A-Z0-9\"“'‘])")
SHORTEST_BULLETED, LEAST_BULLETED_CHANCE = 35, 0.1
"""Length in characters, and least chance, of a headline after a bullet that the story does not announce."""
SHORTEST_REPEATED = 25
"""Shortest headline taken for one because it stands on two lines in a row, in characters."""
MOST_LINES_ABOVE_TITLE = 12
"""So many lines, or fewer, stand above such a headline that is the article's own."""


def embedded_candidates(reading: FoldedText, limit: int, found: Findings | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of stretches in Title Case that a lost or kept line break separates from the story.

    Stretches neither begin in nor run into what is in ``found`` already. At most ``limit`` places are looked at.
    """
    text = reading.text
    at = 0
    for gap in _START.finditer(text):
        start = gap.end()
        if start < at:
            continue
        limit -= 1
        if limit < 0:
            return
        if not _may_begin_headline(text, gap) or (found is not None and found.covers(start)):
            continue
        stop = reading.line_end(start)
        if found is not None:
            stop = found.next_start(start, stop)
        end = _find_end(reading, start, stop)
        if end is not None:
            yield start, end
            at = end - 1


def _may_begin_headline(text: str, gap: re.Match[str]) -> bool:
    """Return whether a sentence ends before ``gap``, and no quotation begins or ends in it."""
    at, start = gap.span()
    mark = text[at]
    if text[start] == '"' and start - at == 1 and mark != "\n":
        return False  # a closing quote
    if mark == '"' and at and (text[at - 1].isalnum() or text[at - 1].isspace()):
        return False  # an opening quote
    return mark != "." or not _ABBREVIATION.search(text, max(0, start - 12), at)


def _find_end(reading: FoldedText, start: int, stop: int) -> int | None:
    """Return the end of the headline at ``start``; None where nothing separates one from the story."""
    text = reading.text
    behind_space = text[start - 1].isspace()
    if behind_space:
        if stop - start > LONGEST_EMBEDDED and not _RIGHT_BORDER.search(text, start, start + LONGEST_EMBEDDED):
            return None
        if not any(_may_be_headline(reading, start, end) for end in _separate_ends(reading, start, stop)):
            return None  # and the model need not be asked
    end = headline_ends.end_of_headline(reading, start, stop)
    if end is None or not SHORTEST_EMBEDDED <= end - start <= LONGEST_EMBEDDED:
        return None
    if not _may_be_headline(reading, start, end):
        return None
    if behind_space and not _is_separate(text, end, stop):
        return None
    return end


def _separate_ends(reading: FoldedText, start: int, stop: int) -> Iterator[int]:
    """Yield where a headline that begins at ``start`` may end so that something separates it from what follows."""
    reach = min(headline_ends.find_stop(reading, start, stop), start + headline_ends.LONGEST_HEADLINE)
    reading.budget.words -= (reach - start) // 8
    for _, end in words.find_words(reading.text, start, reach):
        if SHORTEST_EMBEDDED <= end - start <= LONGEST_EMBEDDED and _is_separate(reading.text, end, stop):
            yield end


def _is_separate(text: str, end: int, stop: int) -> bool:
    """Return whether more than a space follows ``end``: a lost break, the line's end, or initials after a story."""
    return end == stop or not text[end].isspace() or bool(headline_ends.SIGN_OFF.match(text[end : end + 12].lstrip()))


def _may_be_headline(reading: FoldedText, start: int, end: int) -> bool:
    """Return whether a stretch can be a headline.

    It is in Title Case, its quotes and brackets are in pairs, no label ("Alamat: ...") begins it, and it holds no
    numbered list.
    """
    segment = reading.text[start:end]
    if segment.count('"') % 2 or segment.count("(") != segment.count(")") or segment[-1] == "]":
        return False
    if len(_INITIAL.findall(segment)) > 2:
        return False  # players, "Bastoni A."
    return not _LABEL.match(segment) and not _LIST.search(segment) and headline_ends.is_title_case(reading, start, end)


def find_embedded_headlines(reading: FoldedText, found: Findings, title: str | None) -> None:
    """Add to ``found`` the stretches that are surely headlines, and repetitions of the article's own title."""
    if is_english(reading.plain):
        return  # the models know Indonesian only
    # whether the text holds what the page put between paragraphs, or at least what it puts after its stories
    boxes = any(span.kind == "media" for span in found.spans)
    signed = any(span.rule == "initials" for span in found.spans)
    stretches = []
    if boxes or signed:
        stretches = list(embedded_candidates(reading, 64 + len(reading.text) // 200, found))
    odds = [bare_headlines.headline_chance(reading, start, end) for start, end in stretches]
    least = bare_headlines.SURE_CHANCE
    if odds and max(odds) >= least:
        least = bare_headlines.SURE_AGAIN_CHANCE
    own = _content_words(title or "") if stretches else frozenset()
    _find_repeated(reading, found)
    _find_bulleted(reading, found)
    for (start, end), chance in zip(stretches, odds, strict=True):
        if chance < least:
            continue
        heading = _content_words(reading.text[start:end])
        if own and len(own & heading) >= 0.6 * len(heading):
            continue  # the story's own heading
        found.has_bare_headlines = True
        story = own | _content_words(reading.text[end : end + TOPIC_REACH])
        if not boxes and _is_subheading(reading, start, end, story):
            continue
        found.add(start, end, "related", "headline-inserted")
        found.headlines.append((start, end))


def _is_subheading(reading: FoldedText, start: int, end: int, story: frozenset[str]) -> bool:
    """Return whether a stretch is a subheading of the story: it shares words with the title and with what follows."""
    if headline_ends.SIGN_OFF.match(reading.text[end : end + 12].lstrip()):
        return False  # nothing of the story follows
    heading = {_stem(word) for word in _content_words(reading.text[start:end])}
    return len(heading & set(map(_stem, story))) >= MOST_SHARED_WORDS * len(heading)


def _stem(word: str) -> str:
    """Return the word without the commonest prefixes and endings."""
    return _ENDING.sub("", _PREFIX.sub("", word))


def _find_repeated(reading: FoldedText, found: Findings) -> None:
    """Add headlines that stand on two lines in a row: a link, and its picture's alternative text."""
    text, lines = reading.text, reading.first_lines
    for (start, end), (again, last) in pairwise(lines):
        length = end - start
        if length != last - again or not SHORTEST_REPEATED <= length <= LONGEST_EMBEDDED or found.covers(start):
            continue
        if text[start:end] == text[again:last] and headline_ends.is_title_case(reading, start, end):
            is_title = _is_head(text, lines, start)
            found.add(start, last, "title" if is_title else "related", "headline-twice")
            if not is_title:
                found.headlines.append((start, end))


def _is_head(text: str, lines: Sequence[tuple[int, int]], at: int) -> bool:
    """Return whether only a few lines that are no sentences stand above offset ``at``: one there is the title."""
    above = [*takewhile(lambda line: line[0] < at, islice(lines, MOST_LINES_ABOVE_TITLE + 1))]
    return len(above) <= MOST_LINES_ABOVE_TITLE and not any(text[end - 1] in _SENTENCE_ENDS for _, end in above)


def _find_bulleted(reading: FoldedText, found: Findings) -> None:
    """Add headlines after bullets below a sentence: the story announces its own lists, "... berikut:"."""
    text, lines = reading.text, reading.lines
    announced = True
    for (_, before), (start, end) in pairwise(lines):
        bullet = _BULLET.match(text, start, end)
        if bullet is None:
            announced = True
            continue
        if text[before - 1] in _SENTENCE_ENDS:
            announced = "berikut" in reading.folded[max(0, before - 30) : before]
        first = bullet.end()
        if announced or not SHORTEST_BULLETED <= end - first <= LONGEST_EMBEDDED or text[end - 1] == ".":
            continue
        is_headline = headline_ends.is_title_case(reading, first, end, least=5)
        if is_headline and bare_headlines.headline_chance(reading, first, end) >= LEAST_BULLETED_CHANCE:
            found.add(start, end, "related", "headline-bulleted")
            found.headlines.append((first, end))


def _content_words(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, without function words."""
    return frozenset(words.strip_marks(word) for word in text.split()) - words.FUNCTION_WORDS - {""}
