"""Measure the cleaner: `make bench-clean`, or `python bench/clean.py [PART ...]`.

Parts: seeds, labelled, written, folds, curve, unlabelled, speed (all by default). Needs the shared data
beside the checkout (KLIPING_SHARED_DATA). Scores are counted as ../shared/tools/score_text.py counts them: characters,
white space ignored. `folds` trains ten times, each time without the outlets that it then scores, and takes minutes.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import os
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("KLIPING_SHARED_DATA", ROOT.parent / "shared" / "data"))
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "training"), str(ROOT / "bench"), str(ROOT)]

from kliping.clean import RULES_VERSION, clean  # noqa: E402
from kliping.model import Cleaned  # noqa: E402

WRITTEN = ("articles", "outlets", "traps", "unseen", "pages", "oneline", "clean")
"""Texts written for Kliping, in tests/clean."""
FAMILIES = {
    "head block": "credit title dateline", "inserted": "related ad media nav follow share", "captions": "caption",
    "foot block": "copyright syndication tags other",
}  # fmt: skip


from fields import compare_fields  # noqa: E402
from folds import clean_left_out, score_spans  # noqa: E402
from kliping.clean.facts.read import read_facts  # noqa: E402


@dataclass
class Score:
    """Characters found, lost and left, and documents that are exact."""

    hit: int = 0
    lost: int = 0
    left: int = 0
    story: int = 0
    docs: int = 0
    exact: int = 0

    def add(self, doc: dict[str, Any], cleaned: Cleaned | None = None) -> tuple[int, int]:
        """Add a document; returns its characters lost and left over."""
        cleaned = cleaned or clean(doc["text"], title=doc.get("title"))
        hit, lost, left, story = score_spans(doc, cleaned)
        self.hit += hit
        self.story += story
        self.lost += lost
        self.left += left
        self.docs += 1
        self.exact += not lost and not left
        return lost, left

    def __str__(self) -> str:
        precision = self.hit / max(1, self.hit + self.lost)
        recall = self.hit / max(1, self.hit + self.left)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return (
            f"F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  loss {self.lost / max(1, self.story):.5f}  "
            f"exact {self.exact}/{self.docs} = {self.exact / max(1, self.docs):.4f}"
        )


def read_rows(path: Path) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def score_documents(docs: Iterable[dict[str, Any]]) -> Score:
    total = Score()
    for doc in docs:
        total.add(doc)
    return total


@dataclass
class Report:
    """What the left-out outlets say, kind by kind and outlet by outlet."""

    kinds: dict[str, list[int]] = field(default_factory=lambda: collections.defaultdict(lambda: [0, 0]))
    """Characters found and stated of each kind."""
    outlets: dict[str, list[int]] = field(default_factory=lambda: collections.defaultdict(lambda: [0, 0, 0]))
    """Documents, characters lost, characters left over of each outlet."""
    lost: list[str] = field(default_factory=list)
    untouched: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, doc: dict[str, Any], cleaned: Cleaned, lost: int, left: int) -> None:
        text = doc["text"]
        got, gold = bytearray(len(text)), bytearray(len(text))
        for span in cleaned.removed:
            got[span.start : span.end] = b"\1" * (span.end - span.start)
        for start, end, kind in doc["spans"]:
            gold[start:end] = b"\1" * (end - start)
            self.kinds[kind][0] += sum(got[at] for at in range(start, end) if not text[at].isspace())
            self.kinds[kind][1] += sum(not text[at].isspace() for at in range(start, end))
        outlet = self.outlets[doc["site"]]
        outlet[0] += 1
        outlet[1] += lost
        outlet[2] += left
        for span in cleaned.removed:
            if not all(gold[at] for at in range(span.start, span.end) if not text[at].isspace()):
                said = " ".join(text[span.start : span.end].split())
                self.lost.append(f"{doc['id']} {span.kind} by {span.rule}: {said[:100]}")
        if not doc["spans"]:
            self.untouched[0] += not cleaned.removed
            self.untouched[1] += 1

    def __str__(self) -> str:
        def share(kinds: Iterable[str]) -> str:
            found, stated = (sum(self.kinds[kind][side] for kind in kinds if kind in self.kinds) for side in (0, 1))
            return f"{found / max(1, stated):.3f} of {stated}"

        lines = ["  by kind     " + "  ".join(f"{kind} {share([kind])}" for kind in sorted(self.kinds))]
        lines.append("  by family   " + "  ".join(f"{name} {share(kinds.split())}" for name, kinds in FAMILIES.items()))
        worst = sorted(self.outlets.items(), key=lambda item: -(30 * item[1][1] + item[1][2]))[:10]
        lines.append("  worst       " + "  ".join(f"{site} lost {lost} left {left}" for site, (_, lost, left) in worst))
        lines.append(f"  untouched   {self.untouched[0]} of {self.untouched[1]} texts without boilerplate")
        lines += [f"  lost        {line}" for line in self.lost]
        return "\n".join(lines)


def labelled_documents() -> list[dict[str, Any]]:
    return read_rows(DATA / "text" / "labelled.jsonl") + read_rows(DATA / "text" / "outlets.jsonl")


def score_folds() -> None:
    """Leave whole domains out of all that the reader is trained on, then score them."""
    total, report, part, last = Score(), Report(), Score(), 0
    facts = {}
    for fold, doc, cleaned in clean_left_out(labelled_documents()):
        if fold != last:
            print(f"  fold {last}      {part}", flush=True)
            part, last = Score(), fold
        part.add(doc, cleaned)
        report.add(doc, cleaned, *total.add(doc, cleaned))
        facts[doc["id"]] = read_facts(doc["text"], cleaned.removed, title=doc["title"])
    print(f"  fold {last}      {part}")
    print(f"folds      {total}")
    print(report)
    compare_fields(facts)


def draw_curve() -> None:
    """Train on a quarter and on half of the outlets: what the next labelled text is worth."""
    for share in (0.25, 0.5):
        total = Score()
        for _, doc, cleaned in clean_left_out(labelled_documents(), folds=range(0, 10, 3), share=share):
            total.add(doc, cleaned)
        print(f"curve      {share:.0%} of the outlets, folds 0, 3, 6, 9: {total}", flush=True)


def score_written() -> None:
    from tests.clean.marked import articles

    for name in WRITTEN:
        docs = ({"text": a.text, "title": a.title, "spans": a.spans} for a in articles(f"{name}.txt"))
        print(f"{name:11}", score_documents(docs))


def check_unlabelled() -> None:
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    docs = read_rows(DATA / "text" / "unlabelled.jsonl.gz")
    removed = size = 0
    for doc in docs:
        size += len(doc["text"])
        for span in clean(doc["text"], title=doc["title"]).removed:
            counts[span.kind, doc["site"]] += 1
            removed += span.end - span.start
    outlets = sorted({site for _, site in counts})
    print(f"unlabelled {len(docs)} documents, {sum(counts.values())} removals, {removed / size:.3%} of all characters")
    print("  " + " " * 12 + " ".join(f"{outlet[:9]:>9}" for outlet in outlets))
    for kind in sorted({kind for kind, _ in counts}):
        print(f"  {kind:12}" + " ".join(f"{counts[kind, outlet]:9}" for outlet in outlets))


def make_hostile(size: int) -> dict[str, str]:
    """Return texts made to cost as much as they can, of about ``size`` characters each."""
    pieces = json.loads((ROOT / "tests" / "clean" / "hostile_pieces.json").read_text(encoding="utf-8"))
    return {name: piece * (size // len(piece)) for name, piece in pieces.items()}


def time_cleaning(text: str) -> float:
    """Return the seconds of CPU that cleaning a text takes."""
    began = time.process_time()
    clean(text)
    return time.process_time() - began


def measure_speed() -> None:
    """Print the cleaner's speed on real texts, and on one megabyte against sixteen of texts that cost most."""
    texts = [doc["text"] for doc in read_rows(DATA / "text" / "unlabelled.jsonl.gz")]
    clean(texts[0])
    began = time.process_time()
    for text in texts:
        clean(text)
    spent = time.process_time() - began
    print(
        f"speed      {sum(len(t.encode()) for t in texts) / 1e6 / spent:.2f} MB/s over {len(texts)} articles, one core"
    )
    random.Random(1).shuffle(texts)  # all outlets in the first megabyte, and the same megabyte sixteen times
    megabyte = "\n".join(texts)[:1_000_000]
    small = {"articles end to end": megabyte, **make_hostile(1_000_000)}
    large = {"articles end to end": 16 * megabyte, **make_hostile(16_000_000)}
    for name, short in small.items():
        rates = [len(text.encode()) / 1e6 / time_cleaning(text) for text in (short, large[name])]
        print(f"  {name:26} 1 MB: {rates[0]:7.2f} MB/s   16 MB: {rates[1]:7.2f} MB/s", flush=True)


def score_labelled() -> None:
    """Print the scores of the labelled texts, which the weights were trained on."""
    print("labelled  ", score_documents(read_rows(DATA / "text" / "labelled.jsonl")))
    print("outlets   ", score_documents(read_rows(DATA / "text" / "outlets.jsonl")))


def score_seeds() -> None:
    """Print the scores of the seeds."""
    print("seeds     ", score_documents(read_rows(DATA / "seeds" / "gold.jsonl")))


PARTS = {
    "seeds": score_seeds,
    "labelled": score_labelled,
    "written": score_written,
    "folds": score_folds,
    "curve": draw_curve,
    "unlabelled": check_unlabelled,
    "speed": measure_speed,
}


def main() -> None:
    """Run the parts that the command line names, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", metavar="PART", help=", ".join(PARTS))
    parts = parser.parse_args().part or list(PARTS)
    if unknown := [part for part in parts if part not in PARTS]:
        parser.error(f"no part is called {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    print(f"rules {RULES_VERSION}", flush=True)
    for part in parts:
        PARTS[part]()


if __name__ == "__main__":
    main()
