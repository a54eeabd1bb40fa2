"""The headlines that a stretch of text holds, each without the marks, numbers and sections around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kliping.clean.facts.announcements import is_list_heading
from kliping.clean.facts.stamps import find_stamps, is_relative
from kliping.clean.vocabulary import words
from kliping.clean.vocabulary.word_lists import any_of, entries
from kliping.clean.vocabulary.words import is_capitalised
from kliping.lexicon import role_words

LONGEST_RELATED = 200
"""A headline is at most this many characters."""
FEWEST_CALL_WORDS = 6
"""After an announcement a headline may begin like a call: "Cek Rute dan Tarif ke Bandara"; it is no shorter."""
FEWEST_GLUED_WORDS = 4
"""Two headlines that a lost break glued have at least this many words each."""

_CALL = re.compile(rf"(?i)^\W*(?:©|{any_of('calls')}\b)(?!.*\w{{3,}}.*[:?]\s*\w)")
_HERE = re.compile(rf"(?i)\b{any_of('elsewhere')}\b")
_LABELLED = re.compile(rf"(?i)^(?:rep|red|{'|'.join(role_words())})\s?: ?\S")
"""A byline, which names people by their roles, below a heading of a list."""
_EMBED = re.compile(r"(?i)\s*:?\s*\[gambas:[^\]]*\]?")
_VIDEO = re.compile(r"(?i)(?:video|iklan)\b[^:]{0,12}:")
_FOREIGN = re.compile(
    r"[@©|#]|^[A-Z]\w+/[A-Z]|^\d{4} ?[-–] ?\d{4}\b|\d{4}-\d\d-\d\dT\d|\s/\s|:\s[\d.]+$"
    r"|(?i:\b(?:having|license|commons|reserved|required|terverifikasi|browser|upgrade|please|your|enter)\b"
    r"|\b(?:jl|jalan)\.|^pt\s|\bkode pos\b|^on air\b|\.(?:com|co\.id|id)$|[^.]\.$)"
)
"""What no headline of an Indonesian outlet holds; a sentence that is over is none."""
_GLUE = re.compile(r"[^\s\W][A-Z][a-z]|[%)\]?!\"”'’….+][A-Z\"“‘0-9]|\w[“\"‘]|[a-z0-9][A-Z]")
"""What each place holds where a lost break may have glued two headlines."""
_JOINT = re.compile(r"[a-z][A-Z][a-z]")
_SIGNED = re.compile(r"\s?\([a-z]{2,4}(?:/[a-z]{2,4})*\)(?: [A-Z]\w+){0,3}$")
"""The initials that sign the story above which the headline stands, and the first words of the page's foot."""
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|#\d{1,2}\b)\s+(?=[A-Z\d\"“‘'])")
"""The number of a headline in a numbered list."""
HEADLINE_EDGES = " \t\u00a0\r\n:;-–—=>|»«~•●▪*▶👉→➡_,"
"""What stands around a headline and is not of it."""
_PAIRS = {"(": ")", "[": "]", '"': '"', "“": "”", "'": "'", "‘": "’"}
_SECTION = re.compile(r"[A-Z][\w&/.-]*(?:[ ](?:in|dan|&|[A-Z])[\w&/-]*){0,2}")


def split_headlines(said: str, *, sure: bool, least: int = 3) -> Iterator[str]:
    """Yield the headlines of one stretch: time stamps, and lost breaks, part them from one another.

    ``sure``: it is announced, so that hardly anything else can be meant; otherwise it has ``least`` words or more.
    """
    at = 0
    stamps = [*find_stamps(said)]
    parted = len(stamps) > 1
    for start, end in [*((stamp.start, stamp.end) for stamp in stamps), (len(said), len(said))]:
        if not parted and start < len(said) and _is_within(said, start, end):
            continue
        for piece in split_glued(said[at:start], sections=parted):
            if title := _title(piece, least=least, sure=sure):
                yield title
        at = end


def _is_within(said: str, start: int, end: int) -> bool:
    """Return whether the date is a part of the headline, inside it or at its end."""
    before, after = said[:start], said[end:]
    if before.strip(HEADLINE_EDGES) and after.strip(HEADLINE_EDGES):
        return True
    return (
        before[-1:] == " "
        and before.rstrip()[-1:].isalnum()
        and not after.strip(HEADLINE_EDGES)
        and "\t" not in before[-3:]
    )


def split_glued(said: str, *, sections: bool) -> list[str]:
    """Return the headlines that lost breaks glued into one: "Klub Kembali LatihanLiga Ditunda sampai Juli".

    The name of a section in front is left out: "ANALISISApakah Sekolah Itu Perlu", and with ``sections`` also one
    that is not in capitals: "News in BriefOJK Serahkan Berkas".
    """
    if not _GLUE.search(said):
        return [said]
    found = [*words.find_words(said, 0, len(said))]
    cuts = [end for (_, end), (start, _) in pairwise(found) if end == start]
    pieces: list[str] = []
    for start, end in pairwise([0, *cuts, len(said)]):
        piece = said[start:end]
        if pieces and min(len(piece.split()), len(pieces[-1].split())) < FEWEST_GLUED_WORDS:
            if len(pieces) == 1 and _is_section(pieces[0], in_capitals=not sections):
                pieces = [piece]
            else:
                pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _is_section(piece: str, *, in_capitals: bool) -> bool:
    """Return whether a piece may be the name of a section; ``in_capitals``: it has to be written in capitals."""
    name = piece.strip(HEADLINE_EDGES)
    return bool(_SECTION.fullmatch(name)) and (not in_capitals or name.isupper())


def _title(said: str, *, least: int, sure: bool) -> str | None:
    """Return ``said`` as a headline, without the marks around it; None where it cannot be one."""
    title = _without_marks(_SIGNED.sub("", _EMBED.sub("", " ".join(said.split())).strip(HEADLINE_EDGES)))
    if _NUMBER.match(title):
        title = _NUMBER.sub("", title, count=1)
    if sure and title.endswith(".") and not title.endswith(".."):
        title = title[:-1]
    size = len(title.split())
    if not (2 if sure else least) <= size <= 30 or not 8 <= len(title) <= LONGEST_RELATED:
        return None
    if is_list_heading(title) or _LABELLED.match(title) or _is_call(title, size, sure=sure):
        return None
    if not sure and len(_JOINT.findall(title)) > 1:
        return None  # names of topics, their breaks lost
    if not sure and (_HERE.search(title) or _VIDEO.match(title) or _is_foreign(title)):
        return None
    if (is_relative(title) and size < 8) or not any(c.isalpha() for c in title):
        return None
    if title.rsplit(maxsplit=1)[-1].lower() in entries("unfinished"):
        return None  # its end was lost: "Warga Menanam Padi di"
    if title[0].islower() and (not sure or size < 4):  # "iPhone Baru Meluncur" is one
        return None
    return title


def _is_call(title: str, size: int, *, sure: bool) -> bool:
    """Return whether the reader is called to do something; after an announcement a longer headline may begin so."""
    if not _CALL.match(title):
        return False
    return not sure or size < FEWEST_CALL_WORDS or bool(_HERE.search(title))


def _is_foreign(title: str) -> bool:
    """Return whether no headline is written so; one may end in the name of a programme: "... Belum Berizin | SIANG"."""
    head, bar, programme = title.rpartition(" | ")
    named = bool(bar) and programme.isupper() and is_capitalised(head)
    return bool(_FOREIGN.search(head if named else title))


def _without_marks(title: str) -> str:
    """Return the title without quotation marks or brackets that hold it whole, or half a pair of them."""
    close = _PAIRS.get(title[:1])
    holds_whole = title.count(close) <= 2 or title.endswith(close * 2) if close else False
    if close and holds_whole and title.endswith(close) and len(title) > 2:
        return _without_marks(title[1:-1].strip(HEADLINE_EDGES))
    for opening, closing in ("()", "[]"):
        if title.endswith(closing) and title.count(opening) < title.count(closing):
            title = title[:-1].strip(HEADLINE_EDGES)
        if title.startswith(opening) and title.count(closing) < title.count(opening):
            title = title[1:].strip(HEADLINE_EDGES)
    return title
