"""Paragraphs that a page tells machines and does not show: ``articleBody`` goes on where the shown story stops."""

from __future__ import annotations

import re

from kliping.scrape.blocks.layout import Layout
from kliping.scrape.decide import kinds
from kliping.scrape.decide.page import ParsedPage, TextPiece
from kliping.scrape.lines.line_heuristics import ends_sentence
from kliping.scrape.lines.plain import fold_words, plain_text, unescape_fully
from kliping.scrape.lines.prose import MIN_ENDED_PROSE, reads_like_prose

COMPLETION_RULE = "json-ld:articleBody"
COMPLETION_NOTE = "completed_from_json_ld"
MAX_BODIES = 4
MIN_SHOWN_SHARE = 0.8
"""What part of the shown prose must stand in ``articleBody``, in characters: else it is another text."""
SHINGLE_WORDS = 5
"""Words in a row by which a paragraph that is shown in a slightly different form is known."""
_BREAK = re.compile(r"(?i)\s*(?:</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|section)\b[^<>]*>|[\r\n]|\\n)+\s*")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_WORD = re.compile(r"\w+")
_OPENING = " \"'“‘«("
_CUT_OFF = re.compile(r"\s*(?:\.\.\.+|…|\[(?:\.\.\.|…)\])\s*$")


def list_pieces(page: ParsedPage) -> list[TextPiece]:
    """Return the blocks of the container, for ``merge_removed``."""
    return [(page.layout.blocks[d.block].text, d.kind, d.rule) for d in page.decisions]


def complete_pieces(page: ParsedPage, pieces: list[TextPiece]) -> list[TextPiece]:
    """Return the container's pieces, with the paragraphs that only ``articleBody`` has after the last that it shares.

    A page that is closed to some readers is left as it shows itself.
    """
    bodies = [body for body in page.facts.bodies[:MAX_BODIES] if _may_continue(body, page)]
    if not bodies or is_closed(page):
        return pieces
    for body in bodies:
        if completed := _continue_pieces(pieces, body, page.layout):
            return completed
    return pieces


def _may_continue(body: str, page: ParsedPage) -> bool:
    """Return whether, at a glance, ``articleBody`` may hold more than is shown: most end where the story does."""
    if not page.story:
        return False
    blocks = page.layout.blocks
    ending = blocks[page.story[-1]].text[-30:]
    at = body.rfind(ending)
    if at >= 0:
        return len(body) - at - len(ending) >= MIN_ENDED_PROSE
    shown = sum(len(blocks[n].text) for n in page.story)
    return len(body) >= MIN_ENDED_PROSE + shown / 2


def is_closed(page: ParsedPage) -> bool:
    """Return whether the page says that it is not free, in metadata or in words."""
    if page.facts.access not in (None, "free"):
        return True
    return any(len(block.text) < 400 and kinds.asks_to_subscribe(block.text) for block in page.layout.blocks)


def _continue_pieces(pieces: list[TextPiece], body: str, layout: Layout) -> list[TextPiece] | None:
    """Return the pieces with what ``body`` adds to them; None where it adds nothing or is another text."""
    paragraphs = _split_paragraphs(body)
    flat = " ".join(word for text in paragraphs for word in fold_words(text))
    flat = f" {flat} "
    prose = [n for n, (text, kind, _) in enumerate(pieces) if kind is None and reads_like_prose(text)]
    found: dict[int, tuple[int, int]] = {}
    at = 0
    for n in prose:
        text = " ".join(fold_words(_CUT_OFF.sub("", pieces[n][0])))
        place = flat.find(f" {text} ", at)
        if text and place >= 0:
            at = place + len(text) + 1
            found[n] = place, at
    shown = sum(len(pieces[n][0]) for n in prose)
    if not found or sum(len(pieces[n][0]) for n in found) < MIN_SHOWN_SHARE * shown:
        return None
    last = max(found)
    if whole := _restore_cut_end(pieces[last][0], paragraphs, found[last][0]):
        missing = [whole[0], *_list_missing(whole[1:], layout)]
        stub: TextPiece = (pieces[last][0], "other", COMPLETION_RULE)
    else:
        missing = _list_missing(_list_paragraphs_from(paragraphs, found[last][1]), layout)
        stub = pieces[last]
    if not missing:
        return None
    return [*pieces[:last], stub, *((text, None, COMPLETION_RULE) for text in missing), *pieces[last + 1 :]]


def _restore_cut_end(text: str, paragraphs: list[str], at: int) -> list[str]:
    """Return the paragraphs from ``at`` on, if ``text`` is a cut-off beginning of the first; else nothing."""
    if not _CUT_OFF.search(text) and ends_sentence(text):
        return []
    rest = _list_paragraphs_from(paragraphs, at)
    shown = fold_words(_CUT_OFF.sub("", text))
    if not rest or len(fold_words(rest[0])) <= len(shown):
        return []
    return rest


def _split_paragraphs(body: str) -> list[str]:
    """Return the paragraphs of ``articleBody``, which may hold markup, escaped or not."""
    parts = (_MARKUP.sub("", part) for part in _BREAK.split(unescape_fully(body)))
    return [text for part in parts if (text := plain_text(part))]


def _list_paragraphs_from(paragraphs: list[str], at: int) -> list[str]:
    """Return the paragraphs from ``at`` on, an offset into their folded words; part of a sentence is left out."""
    end = 0
    for number, text in enumerate(paragraphs):
        start, end = end, end + sum(len(word) + 1 for word in fold_words(text))
        if at <= start:
            return paragraphs[number:]
        if at < end:
            following = paragraphs[number + 1 :]
            if rest := _cut_whole_sentences(text, at - start):
                following.insert(0, rest)
            return following
    return []


def _cut_whole_sentences(text: str, at: int) -> str:
    """Return the end of a paragraph, from a word on that begins a sentence; empty where the word is inside one.

    ``at``: how many characters of the paragraph's folded words, each with a space, stand before the word.
    """
    passed = 0
    for word in _WORD.finditer(text):
        if passed >= at:
            break
        passed += len(word[0].lower()) + 1
    else:
        return ""
    before = text[: word.start()].rstrip(_OPENING)
    if not before or not ends_sentence(before):
        return ""
    return text[len(before) :].lstrip()


def _list_missing(rest: list[str], layout: Layout) -> list[str]:
    """Return the paragraphs of ``rest`` that the page shows nowhere, up to the last that reads like prose."""
    shown = " " + " ".join(" ".join(fold_words(block.text)) for block in layout.blocks) + " "
    missing = [text for text in rest if not _is_shown(text, shown)]
    while missing and not reads_like_prose(missing[-1]):
        missing.pop()
    return missing


def _is_shown(text: str, shown: str) -> bool:
    """Return whether most of a paragraph, by rows of ``SHINGLE_WORDS`` words, stands in what the page shows."""
    words = fold_words(text)
    rows = [
        " ".join(words[n : n + SHINGLE_WORDS]) for n in range(0, max(len(words) - SHINGLE_WORDS, 0) + 1, SHINGLE_WORDS)
    ]
    return sum(f" {row} " in shown for row in rows) > len(rows) / 2
