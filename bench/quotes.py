"""How well quotations and their speakers are found: `python bench/quotes.py`.

The articles of `tests/quotes/articles/` are labelled by hand; half of them, by a hash of their id, are held out from
tuning. A found quotation is a labelled one if both are direct or both reported and they share four fifths of their
letters. `--show tuned` prints the differences.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins")]

from kliping.mentions import Quote  # noqa: E402
from kliping.quotes import find  # noqa: E402

ARTICLES = ROOT / "tests" / "quotes" / "articles"
SHARED_LETTERS = 0.8
"""A found quotation and a labelled one that share so much of their union are the same."""
_MARK = re.compile(r"⟦([dr])\|([^|]*)\|([^⟧]*)⟧")
_ADDRESS = re.compile(r"^(?:pak|bu|haji|hj\.?|h\.|mbah|mbok|men)\s+")


class Label(NamedTuple):
    """A labelled quotation: offsets into the text, whether it is direct, and who speaks."""

    start: int
    end: int
    direct: bool
    speaker: str


class Labelled(NamedTuple):
    name: str
    text: str
    labels: list[Label]

    @property
    def held_out(self) -> bool:
        return hashlib.sha256(self.name.encode()).digest()[0] % 2 == 0


@dataclass
class Tally:
    """Counts of an article or of many: labelled, given, found among both, and speakers of the found."""

    wanted: int = 0
    given: int = 0
    found: int = 0
    right: int = 0
    unnamed: int = 0

    def add(self, other: Tally) -> None:
        self.wanted += other.wanted
        self.given += other.given
        self.found += other.found
        self.right += other.right
        self.unnamed += other.unnamed

    @property
    def recall(self) -> float:
        return self.found / max(1, self.wanted)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.given)

    @property
    def speakers(self) -> float:
        """Share of the found quotations with the right speaker."""
        return self.right / max(1, self.found)

    @property
    def wrong(self) -> float:
        """Share of the found quotations with another speaker than the right one; the rest have none."""
        return (self.found - self.right - self.unnamed) / max(1, self.found)


def read_labelled(folder: Path = ARTICLES) -> Iterator[Labelled]:
    """Yield the labelled articles of a folder, without their marks."""
    for path in sorted(folder.glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
        for block in re.split(r"^=== ", "\n".join(lines), flags=re.MULTILINE)[1:]:
            name, _, marked = block.strip("\n").partition("\n")
            text, at, labels = "", 0, []
            for match in _MARK.finditer(marked):
                text += marked[at : match.start()]
                labels.append(Label(len(text), len(text) + len(match[3]), match[1] == "d", match[2]))
                text, at = text + match[3], match.end()
            yield Labelled(name, text + marked[at:], labels)


def share_letters(text: str, one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the share of the letters of two stretches that are in both."""
    both = range(max(one[0], other[0]), min(one[1], other[1]))
    either = range(min(one[0], other[0]), max(one[1], other[1]))
    return sum(text[at].isalnum() for at in both) / max(1, sum(text[at].isalnum() for at in either))


def name_speaker(quote: Quote) -> str:
    """Return who is said to speak: a name, a phrase, or nothing for a pronoun that is not resolved."""
    return quote.name or ""


def is_speaker(got: str, wanted: str) -> bool:
    """Return whether a speaker is the labelled one, apart from forms of address; a phrase may go on."""
    one, other = (_ADDRESS.sub("", each.lower()) for each in (got, wanted))
    return one == other or bool(one and wanted[:1].islower() and one.startswith(other))


def score_article(labelled: Labelled, quotes: Iterable[Quote]) -> tuple[Tally, list[str]]:
    """Return the counts of an article, and a line for each difference."""
    given = list(quotes)
    tally, lines = Tally(wanted=len(labelled.labels), given=len(given)), []
    for label in labelled.labels:
        words = labelled.text[label.start : label.end]
        same = [
            quote
            for quote in given
            if quote.direct == label.direct
            and share_letters(labelled.text, (quote.start, quote.end), label[:2]) >= SHARED_LETTERS
        ]
        if not same:
            lines.append(f"missed    {label.speaker}: {words}")
            continue
        tally.found += 1
        given.remove(same[0])
        got = name_speaker(same[0])
        if is_speaker(got, label.speaker):
            tally.right += 1
            continue
        tally.unnamed += not got
        lines.append(f"speaker   {label.speaker or '(none)'}, not {got or '(none)'}: {words}")
    lines += [f"too much  {name_speaker(each)}: {labelled.text[each.start : each.end]}" for each in given]
    return tally, lines


def score_halves() -> dict[str, Tally]:
    """Return the scores of the half that rules are tuned on and of the one that is held out."""
    scores = {"tuned": Tally(), "held-out": Tally()}
    for labelled in read_labelled():
        scores["held-out" if labelled.held_out else "tuned"].add(score_article(labelled, find(labelled.text))[0])
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", choices=["tuned", "held-out"], help="print the differences of a half")
    shown = parser.parse_args().show
    for labelled in read_labelled():
        if shown == ("held-out" if labelled.held_out else "tuned"):
            for line in score_article(labelled, find(labelled.text))[1]:
                print(f"{labelled.name:22} {line}")
    for half, score in score_halves().items():
        print(
            f"{half:9} {score.wanted} quotations: found {score.recall:.3f}  precision {score.precision:.3f}  "
            f"speaker right {score.speakers:.3f}  wrong {score.wrong:.3f}"
        )


if __name__ == "__main__":
    main()
