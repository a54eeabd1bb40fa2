"""What names and quotations are worth: `python bench/names.py` (or `make bench-names`).

Scores of the tagger on the shared sentences that it was not trained on, by kind, span and kind exact; the
share of labelled places that have the right region; and the milliseconds of CPU that names and quotations cost an
article of the shared texts.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "training")]

from kliping.names import resolve_region, tag  # noqa: E402
from kliping.names.tagger import LABELLED_KINDS  # noqa: E402
from kliping.quotes import find  # noqa: E402
from marked_names import read_marked  # noqa: E402

SHARED = ROOT.parent / "shared" / "data"
Marked = tuple[str, set[tuple[int, int, str]]]


class Score(NamedTuple):
    precision: float
    recall: float
    f1: float


def read_shared(path: Path) -> list[Marked]:
    """Return the sentences of a file of marked names, the marks that tokens are glued to cut off."""
    return [
        (text, {(*cut_marks(text, start, end), LABELLED_KINDS[kind]) for start, end, kind in spans})
        for text, spans in read_marked(path)
    ]


def cut_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the marks that its tokens are glued to: "(SBY)" is SBY."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end


def score_names(marked: Iterable[Marked]) -> dict[str, Score]:
    """Return the scores of all names, and of each kind."""
    hits = dict.fromkeys([*LABELLED_KINDS.values(), "all"], 0)
    wanted, given = dict(hits), dict(hits)
    for text, spans in marked:
        right = {(*cut_marks(text, start, end), kind) for start, end, kind in spans}
        got = {(*cut_marks(text, each.start, each.end), each.kind) for each in tag(text)}
        for counts, these in ((wanted, right), (given, got), (hits, right & got)):
            for _, _, kind in these:
                counts[kind] += 1
                counts["all"] += 1
    return {
        kind: Score(
            hits[kind] / max(1, given[kind]),
            hits[kind] / max(1, wanted[kind]),
            2 * hits[kind] / max(1, given[kind] + wanted[kind]),
        )
        for kind in hits
    }


def read_labelled_places() -> list[tuple[str, list[str], str | None]]:
    """Return places as papers write them, other places of the text, and the official code or None."""
    lines = (ROOT / "tests" / "names" / "places.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(name, [*_split_known(beside)], next(_split_known(code), None)) for name, beside, code in rows]


def _split_known(cell: str) -> Iterator[str]:
    """Yield the entries of a cell; a dash stands for none."""
    return (entry for entry in cell.split("; ") if entry != "-")


def time_articles(texts: list[str]) -> tuple[float, float]:
    """Return milliseconds of CPU for names and for quotations of an article, the less of three rounds each."""
    tagged = [tag(text) for text in texts]
    rounds = []
    for _ in range(3):
        started = time.process_time()
        for text in texts:
            tag(text)
        between = time.process_time()
        for text, mentions in zip(texts, tagged, strict=True):
            find(text, mentions)
        rounds.append((between - started, time.process_time() - between))
    per = 1000 / len(texts)
    return min(names for names, _ in rounds) * per, min(quotes for _, quotes in rounds) * per


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    for kind, score in score_names(read_shared(SHARED / "names" / "dev.txt")).items():
        print(f"{kind:13} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}")
    places = read_labelled_places()
    right = sum(resolve_region(name, beside) == code for name, beside, code in places)
    print(f"{right} of {len(places)} labelled places have their region's code: {right / len(places):.3f}")
    lines = (SHARED / "text" / "outlets.jsonl").read_text(encoding="utf-8").split("\n")
    texts = [json.loads(line)["text"] for line in lines if line][:300]
    names, quotes = time_articles(texts)
    size = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} texts of {size:.0f} characters: names {names:.2f} ms, quotations {quotes:.2f} ms of CPU each")


if __name__ == "__main__":
    main()
