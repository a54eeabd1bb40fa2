"""Captions of photos: lines, or stretches that a lost break glued in, that end in or begin with a photo credit."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from kliping.clean.folded_text import FoldedText
from kliping.clean.rules.findings import Findings
from kliping.clean.vocabulary.photo_credits import CREDIT, PHOTO_SOURCE

LONGEST_CAPTION = 230
"""Longest caption taken, in characters, unless it begins with the photographer."""

LONGEST_LABELLED = 500
"""Longest caption that ends in "(Foto: ...)"."""
_PHOTO_IN_BRACKETS = re.compile(r"[(\[](?:[Ff]oto|FOTO|[Ss]umber [Ff]oto) ?: ?")
_SCENE = re.compile(r"\b(?:saat|ketika|usai|seusai|tampak|terlihat|sedang|tengah)\b")
"""What the text of a picture says of somebody in it."""

_PHOTO_LABEL = (
    r"(?:(?:[Ff]oto|FOTO|[Dd]ok|DOK|[Ss]umber [Ff]oto)(?:\s?[:.]\s?|\s(?=[A-Z]+/))"
    r"|(?:Dok|DOK)\.? (?=[A-Z]|tangkapan|pribadi|istimewa|humas))"
)
_BARE_SOURCE = (
    r"(?:[Ii]st(?:imewa)?\b|IST\b|[Pp]ribadi\b|tangkapan layar\b|humas\b(?: [A-Z]\w+){0,3}"
    rf"|{PHOTO_SOURCE}(?:\s?/\s?(?:{PHOTO_SOURCE}|[\w.]+))?)"
)
_AGENCY_CREDIT = (
    r"(?<=[.!?)] )(?:ANTARA|Antara|AFP|REUTERS|Reuters|AP|EPA|EFE|XINHUA|Xinhua|TRIBUN|KOMPAS|TEMPO)"
    r"(?: [A-Z][\w.]*){0,2}"
    r"\s?/\s?[A-Z][^\n/().,;:!?]{1,45}(?:/\s?[A-Za-z]{2,5})?"
)
_SLASHED_CREDIT = r"(?<=[.!?)]) ?/ ?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}(?: ?/ ?[A-Z][\w.]*(?: [A-Z][\w.]*)?)?"
BARE_CREDIT = re.compile(
    rf"(?<=\S)[. –-] ?-?{_PHOTO_LABEL}{_BARE_SOURCE}\.?[-–]{{0,2}}\s*?$"
    r"|(?<=[\w.)]) ?[-–]{1,2} ?(?:[Ff]oto|FOTO|[Dd]ok|DOK)\b[^\n.!?]{0,40}\.?[-–]{1,2}\s*?$"
    rf"|{_AGENCY_CREDIT}\.?\s*?$|{_SLASHED_CREDIT}\s*?$",
    re.MULTILINE,
)
"""The credit that ends a caption, without brackets: "Rapat di balai desa, Senin. Foto: Ist"."""
_CREDIT_SIGN = re.compile(r"/|[Ff]oto|FOTO|[Dd]ok|DOK")
"""What such a credit holds, and few lines do."""
PHOTOGRAPHER = re.compile(
    r"(?:[A-Z][\w-]*\.(?:com|COM|co\.id|CO\.ID|id|ID)|ANTARA FOTO|AFP|REUTERS|AP Photo|Dok\.?)\s?/\s?[A-Z]"
)
SITE = re.compile(r"\S+\.(?:com|co\.id|go\.id|id|net|org)\S* (?=\S)")
_SIGNATURE = re.compile(rf"[(\[]{PHOTO_SOURCE}\s?/\s?{PHOTO_SOURCE}(?:/{PHOTO_SOURCE})?[)\]]")
"""Who signed a story, which may also be who took a photo, and for whom: "(Dewi/Budi)"."""
SHORTEST_SIGNED = 80
"""Least length of a paragraph, in characters."""
_PARAGRAPH_ENDS = frozenset('.!?"”)]')
SHORTEST_DOUBLED_CAPTION, LONGEST_DOUBLED_CAPTION = 81, 900
"""Shortest and longest line, in characters, that is taken for a caption because it says one thing twice."""
SHORTEST_SAID_TWICE = 36
"""Least characters of what such a line says twice."""
LONGEST_CAPTION_TEXT = 320
"""Longest text of a picture, in characters, that its caption repeats."""
_SLASHED_SOURCE = re.compile(r" ?/[^/\n]{2,80}(?:/[^/\n]{2,60}){0,2}/?")
_PHOTOGRAPHER_BETWEEN = re.compile(r" [A-Z][\w.'’/-]*(?: [A-Z][\w.'’/-]*){0,4} ?")
"""A photographer's name between the two."""
_SENTENCE_STOP = re.compile(r"[.!?](?=\s)")
_QUOTE = re.compile('["“”]')
_GLUE = re.compile(r"[.!?\"”)a-z](?=[A-Z][a-z])|\n")


def find_captions(reading: FoldedText, found: Findings) -> None:
    """Add captions to ``found``."""
    text = reading.text
    slash, credited = "/" in text, CREDIT.search(text) is not None
    _find_doubled_captions(reading, found)
    if slash:
        _find_captions_below_their_text(reading, found)
    if slash or credited:
        _find_caption_lines(reading, found, slash=slash, credited=credited)
    _find_bare_credits(reading, found)
    if slash and credited:
        _find_glued_captions(text, found)


def _find_doubled_captions(reading: FoldedText, found: Findings) -> None:
    """Add lines that say one thing twice: a picture's alternative text and its caption, its source or photographer.

    The source is a site's name in front, the photographer is named between the two: "Rapat di desa. Dewi Lestari Rapat
    di desa."
    """
    text = reading.text
    for start, end in reading.first_lines:
        if not SHORTEST_DOUBLED_CAPTION <= end - start <= LONGEST_DOUBLED_CAPTION:
            continue
        site = SITE.match(text, start, end)
        begins = site.end() if site else start
        again = text.find(text[begins : begins + SHORTEST_SAID_TWICE], begins + SHORTEST_SAID_TWICE, end)
        if again < 0 or not text.startswith(text[again:end], begins):
            continue
        between = text[begins + end - again : again]
        if (site and between == " ") or _PHOTOGRAPHER_BETWEEN.fullmatch(between):
            found.add(start, end, "caption", "caption-twice")


def _find_captions_below_their_text(reading: FoldedText, found: Findings) -> None:
    """Add two lines in a row of which the second is the first with a source after it: "... /Dewi/Kabar Kita"."""
    text = reading.text
    for (start, end), (again, last) in pairwise(reading.first_lines):
        if not SHORTEST_SAID_TWICE <= end - start <= LONGEST_CAPTION_TEXT:
            continue
        source = again + end - start
        if text.startswith(text[start:end], again) and _SLASHED_SOURCE.fullmatch(text, source, last):
            found.add(start, end, "caption", "caption-twice")
            found.add(again, last, "caption", "caption-twice")


def _find_caption_lines(reading: FoldedText, found: Findings, *, slash: bool, credited: bool) -> None:
    """Add lines that begin with a photographer or end in a photo credit."""
    text = reading.text
    last = len(reading.lines) - 1
    last_paragraph = _find_last_paragraph(reading) if credited else -1
    for index, (start, end) in enumerate(reading.first_lines):
        if slash and end - start < 900 and PHOTOGRAPHER.match(text, start, end):
            found.add(start, _end_caption(text, start, end), "caption", "caption-photographer")
        elif credited and end - start <= LONGEST_LABELLED and text[end - 1] in ")]" and index < last:
            at = max(text.rfind("(", start, end), text.rfind("[", start, end))
            if end - start > LONGEST_CAPTION and not _is_labelled_caption(reading, index, at, last_paragraph):
                continue
            signed = _is_signed(text, start, at) or (index == last_paragraph and _SIGNATURE.fullmatch(text, at, end))
            if at > start and CREDIT.fullmatch(text, at, end) and not signed:
                found.add(start, end, "caption", "caption-credit")
                if index and _says_same(text, reading.lines[index - 1], (start, at)):
                    found.add(*reading.lines[index - 1], "caption", "caption-credit")


def _is_labelled_caption(reading: FoldedText, index: int, at: int, last_paragraph: int) -> bool:
    """Return whether a long line is a caption: "(Foto: ...)" ends it, its first sentence says what somebody was doing.

    It quotes nobody, and the story goes on below.
    """
    start, end = reading.lines[index]
    if index >= last_paragraph or not _PHOTO_IN_BRACKETS.match(reading.text, at, end):
        return False
    stop = _SENTENCE_STOP.search(reading.text, start, at)
    scene = _SCENE.search(reading.text, start, stop.start() if stop else at)
    return scene is not None and not _QUOTE.search(reading.text, start, at)


def _find_last_paragraph(reading: FoldedText) -> int:
    """Return the index of the last line that is a paragraph, after another one; -1 where there is none.

    What is below it are the lists and buttons of a page.
    """
    long = [
        index
        for index, (start, end) in enumerate(reading.lines)
        if end - start >= SHORTEST_SIGNED and reading.text[end - 1] in _PARAGRAPH_ENDS
    ]
    return long[-1] if len(long) > 1 else -1


def _end_caption(text: str, start: int, end: int) -> int:
    """Return where the caption ends that begins a line: its end, or that of the sentence before somebody is quoted."""
    quote = _QUOTE.search(text, start, end)
    if quote is None or end - start <= LONGEST_CAPTION:
        return end
    sentences = [stop.end() for stop in _SENTENCE_STOP.finditer(text, start, quote.start())]
    return sentences[-1] if sentences else end


def _find_bare_credits(reading: FoldedText, found: Findings) -> None:
    """Add lines that end in a photo credit without brackets, and quote nobody; the last line is signed with one."""
    text = reading.text
    for index, (start, end) in enumerate(reading.first_lines[:-1]):
        if end - start > LONGEST_CAPTION or not _CREDIT_SIGN.search(text, start, end):
            continue
        credit = BARE_CREDIT.search(text, start, end)
        if credit and not _QUOTE.search(text, start, credit.start()):
            found.add(start, end, "caption", "caption-bare-credit")
            if index and _says_same(text, reading.lines[index - 1], (start, credit.start())):
                found.add(*reading.lines[index - 1], "caption", "caption-bare-credit")


def _says_same(text: str, above: tuple[int, int], line: tuple[int, int]) -> bool:
    """Return whether two stretches, (start, end) each, differ in white space alone: a picture's text and caption."""
    return text[slice(*above)].split() == text[slice(*line)].split()


def _is_signed(text: str, start: int, at: int) -> bool:
    """Return whether an end mark stands before the bracket at ``at``, which then signs a story: "di desa.***(Dewi)"."""
    return text[start:at].rstrip()[-2:] in ("**", ".*")


def _find_glued_captions(text: str, found: Findings) -> None:
    """Add captions in the middle of a line: from the lost break before the credit to the story glued after it."""
    begun = {span.start for span in found.spans}
    for match in islice(CREDIT.finditer(text), 64 + len(text) // 256):
        start, end = match.span()
        if end >= len(text) or not text[end].isupper() or "/" not in match.group():
            continue
        left = max(0, start - LONGEST_CAPTION)
        if end in begun or _is_signed(text, left, start):
            continue  # a signature before other boilerplate, not a caption
        breaks = [glue.end() for glue in _GLUE.finditer(text, left, start)]
        if breaks and breaks[-1] < start - 12 and not _QUOTE.search(text, breaks[-1], start):
            found.add(breaks[-1], end, "caption", "caption-glued")
