"""Find the signature of a story: the initials after it, with other lines of the page below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kliping.clean.rules.header_footer import NOT_INITIALS

INITIAL_LETTERS = re.compile(r"[(\[]\s?(?:\*{1,3}|[A-Za-z*]{1,6}(?:[/\-,|&; ]+[A-Za-z0-9*]{1,9}){0,3})\s?[)\]]")
"""Initials in brackets, as reporters sign with them: "(abc/def)"; acronyms and names of models match, too."""
SIGNED_STORY, LONGEST_SIGNATURE = 450, 40
"""Characters that a signed story has at least, and that its signature has at most."""
_NO_SIGNATURE = re.compile(r"(?i:\b(?:foto|ist|dok|hr|qs)\b)|[A-Z][a-z]+/|/[A-Z][a-z]+")
"""What initials do not hold, and the credit of a photo does: "(Kabar/Dewi)"."""
_SIGNED_ENDS = frozenset('.!?…"”*')


def find_signature(text: str, pieces: Sequence[tuple[int, int]], begins: int = 0) -> int:
    """Return the number of the piece that signs the story: the first initials that end a line, with more lines after.

    In a text on one line they may follow any sentence. Return the number of pieces where there is none. What follows
    the signature is looked at closely: it may be of other articles. ``begins``: where a dateline ends, above which
    initials are those of a photographer.
    """
    one_line = "\n" not in text.strip()
    for index, (start, end) in enumerate(pieces):
        if (
            start >= max(SIGNED_STORY, begins)
            and end - start <= LONGEST_SIGNATURE
            and text[start] in "(["
            and INITIAL_LETTERS.fullmatch(text, start, end)
            and (one_line or "\n" in text[end : end + 3])
            and text[max(0, start - 3) : start].rstrip()[-1:] in _SIGNED_ENDS
            and not _NO_SIGNATURE.search(text, start, end)
            and text[start + 1 : end - 1].strip().lower() not in NOT_INITIALS
        ):
            return index
    return len(pieces)
