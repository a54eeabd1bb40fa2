"""What announces headlines of other articles: "Baca juga:", "Pilihan Redaksi", a heading such as "Berita Terkait"."""

from __future__ import annotations

import re

from ahocorasick_rs import BytesAhoCorasick

from kliping.clean.vocabulary.word_lists import any_of, entries

_B = r"[ \u00a0]"
_WHAT = any_of("contents")
_BEGINS = r"(?:^|(?<=[\s.!?…)\]\"”(\[*>•-])|(?-i:(?<=[a-z0-9])(?=[A-Z])))[\[(]?[ ]?"
_ALSO = (
    rf"{any_of('see_verbs')}{_B}{{0,3}}{any_of('see_also')}(?!\w)"
    rf"(?:{_B}{{1,3}}(?:{_WHAT}|{any_of('see_tails')})(?:nya)?\b){{0,3}}"
)
_OTHERS = (
    rf"(?:baca|simak){_B}(?:{_WHAT}{_B})?(?:lainnya|sebelumnya|terkait|menarik)\b"
    rf"|{_WHAT}{_B}{any_of('chosen')}(?:{_B}lainnya)?\b|(?:baca|simak|tonton|lihat|saksikan|cek|terkait)(?={_B}?:)|kilas{_B}\w+(?=\s*:)"
    rf"|trending(?:{_B}now)?(?=\s*:|\s*$)|{any_of('announcements')}"
)
_ANNOUNCED = re.compile(rf"(?i){_BEGINS}(?:{_ALSO}|{_OTHERS}){_B}{{0,6}}(?P<mark>\.{{2,3}}|…|[:;\-–—=>|»~,]{{0,3}})")
_OPENING_WORDS = {entry.split()[0] for name in ("see_verbs", "contents", "announcements") for entry in entries(name)}
_OPENINGS = BytesAhoCorasick([word.encode("ascii") for word in (*_OPENING_WORDS, "terkait", "kilas", "trending")])
"""The words that ``_ANNOUNCED`` begins with: most lines have none, and it need not be tried on them."""
_HEADING = re.compile(rf"(?i)\W*(?:{_WHAT}[ ])?{any_of('headings')}(?:[ ](?:{any_of('heading_tails')}|{_WHAT}))?\W*")


def find_announcements(text: str) -> list[re.Match[str]]:
    """Return what announces headlines in a line; each headline stands after its announcement."""
    if not _OPENINGS.find_matches_as_indexes(text.lower().encode("ascii", "replace")):
        return []
    return [mark for mark in _ANNOUNCED.finditer(text) if _announces(text, mark)]


def holds_announcement(text: str, start: int, end: int) -> bool:
    """Return whether ``text[start:end]`` holds the words of an announcement, whether it announces anything or not."""
    return _ANNOUNCED.search(text, start, end) is not None


def is_list_heading(line: str) -> bool:
    """Return whether a line is the heading of a list of links: "Terpopuler", "Berita Terkini Lainnya"."""
    return _HEADING.fullmatch(line) is not None


def _announces(text: str, mark: re.Match[str]) -> bool:
    """Return whether the match announces a headline, rather than say "baca juga" in a sentence."""
    rest = text[mark.end() :].lstrip()
    if mark["mark"].strip() or not rest:
        return True
    before = text[: mark.start()]
    begins = not before.strip(" \t\u00a0>•*-") or before.rstrip()[-1] in '.!?…)]"”'
    return begins and not (rest[0].islower() or rest[0] in ".,")
