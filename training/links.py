"""Break sentences at links as scrapers do: the spaces around a link are lost, or breaks stand in their place.

"mantan pelatihTimnas Indonesiaitu" and, in three lines, "mantan pelatih", "Timnas Indonesia", "itu" are one sentence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

LINKED = 0.5
"""How often a paragraph of such a text has links."""
MOST_LINKS = 3
_LINK = re.compile(r"(?<=[\w,] )[A-Z][\w-]*(?: [A-Z][\w-]*){0,3}(?=[ ,.])|^[A-Z]\w+(?: [A-Z]\w+){0,2}(?= [a-z(])")
"""What a link may be: a name inside a sentence, or at its beginning."""


def break_links(dice: random.Random, paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs of one text with its links broken in one way."""
    joint = dice.choice(("", "", "\n"))
    return [
        _break_paragraph(dice, paragraph, joint) if dice.random() < LINKED else paragraph for paragraph in paragraphs
    ]


def _break_paragraph(dice: random.Random, paragraph: str, joint: str) -> str:
    links = [*_LINK.finditer(paragraph)]
    for link in sorted(
        dice.sample(links, min(len(links), dice.randint(1, MOST_LINKS))), key=re.Match.start, reverse=True
    ):
        before, behind = paragraph[: link.start()], paragraph[link.end() :]
        if joint or dice.random() < 0.8:
            before = before.rstrip(" ") + (joint if before else "")
        if joint or dice.random() < 0.6:
            behind = joint + behind.lstrip(" ")
        paragraph = before + link.group() + behind
    return paragraph
