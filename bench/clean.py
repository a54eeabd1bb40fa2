"""Measure the cleaner: `make bench-clean`, or `python bench/clean.py [PART ...]`.

Parts: seeds, labelled, folds, unlabelled, speed (all by default). Needs the shared data beside the checkout
(KLIPING_SHARED_DATA). Scores are counted as ../shared/tools/score_text.py counts them: characters, white space ignored.
"""

from __future__ import annotations

import collections
import gzip
import json
import os
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("KLIPING_SHARED_DATA", ROOT.parent / "shared" / "data"))
sys.path.insert(0, str(ROOT / "plugins"))

from kliping.clean import RULES_VERSION, clean, weights  # noqa: E402

PARTS = ("seeds", "labelled", "folds", "unlabelled", "speed")


@dataclass
class Score:
    """Characters found, lost and left, and documents that are exact."""

    hit: int = 0
    lost: int = 0
    left: int = 0
    story: int = 0
    docs: int = 0
    exact: int = 0

    def add(self, doc: dict[str, Any]) -> bool:
        text = doc["text"]
        got, gold = bytearray(len(text)), bytearray(len(text))
        for span in clean(text, title=doc.get("title")).removed:
            got[span.start : span.end] = b"\1" * (span.end - span.start)
        for start, end, _ in doc["spans"]:
            gold[start:end] = b"\1" * (end - start)
        lost = left = 0
        for char, g, h in zip(text, gold, got, strict=True):
            if not char.isspace():
                self.hit += g & h
                lost += h & ~g & 1
                left += g & ~h & 1
                self.story += 1 - g
        self.lost += lost
        self.left += left
        self.docs += 1
        self.exact += not lost and not left
        return not lost and not left

    def __str__(self) -> str:
        precision = self.hit / max(1, self.hit + self.lost)
        recall = self.hit / max(1, self.hit + self.left)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return (
            f"F1 {f1:.4f}  P {precision:.4f}  R {recall:.4f}  loss {self.lost / max(1, self.story):.5f}  "
            f"exact {self.exact}/{self.docs} = {self.exact / max(1, self.docs):.4f}"
        )


def rows(path: Path) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def score(docs: Iterable[dict[str, Any]]) -> Score:
    total = Score()
    for doc in docs:
        total.add(doc)
    return total


def folds() -> None:
    """Leave each outlet out of all that is trained (weights and word tables), then score it."""
    sys.path.insert(0, str(ROOT / "training"))
    import headline as trainer

    labelled, unlabelled = rows(DATA / "text" / "labelled.jsonl"), trainer.documents(DATA)
    shipped = weights.model()
    total = Score()
    for outlet in sorted({doc["site"] for doc in labelled}):
        model = trainer.train(
            [doc for doc in unlabelled if doc["site"] != outlet],
            [doc for doc in labelled if doc["site"] != outlet],
            10000,
        )
        trainer.use(model)
        part = score(doc for doc in labelled if doc["site"] == outlet)
        print(f"  without {outlet:17} {part}", flush=True)
        for name in ("hit", "lost", "left", "story", "docs", "exact"):
            setattr(total, name, getattr(total, name) + getattr(part, name))
    trainer.use(shipped)
    print("folds     ", total)


def unlabelled() -> None:
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    docs = rows(DATA / "text" / "unlabelled.jsonl.gz")
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


def hostile(size: int) -> dict[str, str]:
    """Texts made to cost as much as they can, of about ``size`` bytes each."""
    return {
        "a million Baca juga:": "Baca juga:" * (size // 10),
        "Baca juga with headlines": "Baca juga: Harga Beras Naik Lagi " * (size // 33),
        "one line, no space": "a" * size,
        "glued capitals": "KataBudi" * (size // 8),
        "unclosed brackets": "([{(" * (size // 4),
        "unclosed quotes": "\"“'" * (size // 3),
        "initials": "(ab/cd) " * (size // 8),
        "Title Case, no end": "Kata Budi Di " * (size // 13),
        "empty lines": "\n" * size,
        "short lines": "Baca Juga\n" * (size // 10),
        "entities": "&amp;" * (size // 5),
        "full stops": "A. " * (size // 3),
        "follow us": "ikuti whatsapp " * (size // 15),
        "spaces": " " * size,
        "sentences glued": "?A" * (size // 2),
        "bylines glued": "Reporter: Dewi Lestari" * (size // 22),
        "byline lines": "Editor: Budi Santoso\n" * (size // 21),
        "headlines glued": "Pilihan RedaksiHarga Beras Naik Lagi di Pasar" * (size // 45),
        "captions glued": "Foto (Kabar Kita/Dewi)Kata " * (size // 27),
        "lists of headlines": "Berita Terkait\nHarga Telur Turun Menjelang Akhir Bulan\n" * (size // 55),
        "datelines": "JAKARTA - " * (size // 10),
        "quoted words": '"Kata" ' * (size // 7),
        "one character lines": "a\n" * (size // 2),
        "emoji": "😀" * (size // 4),
        "emoji lines": "😀\n" * (size // 5),
        "hashtag lines": "#Tag\n" * (size // 5),
        "addresses": "https://kabar.id/x-y " * (size // 21),
        "placeholders": "[Gambas:Video 20detik]" * (size // 22),
        "ampersands": "&" * size,
        "calls cut short": "gabung telegram " * (size // 16),
    }


def seconds(text: str) -> float:
    began = time.process_time()
    clean(text)
    return time.process_time() - began


def speed() -> None:
    texts = [doc["text"] for doc in rows(DATA / "text" / "unlabelled.jsonl.gz")]
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
    for name, make in {
        "articles end to end": lambda n: megabyte * (n // 1_000_000),
        **dict.fromkeys(hostile(64)),
    }.items():
        small, large = (make(n) if make else hostile(n)[name] for n in (1_000_000, 16_000_000))
        rates = [len(t.encode()) / 1e6 / seconds(t) for t in (small, large)]
        print(f"  {name:26} 1 MB: {rates[0]:7.2f} MB/s   16 MB: {rates[1]:7.2f} MB/s", flush=True)


def main() -> None:
    parts = sys.argv[1:] or PARTS
    print(f"rules {RULES_VERSION}")
    if "seeds" in parts:
        print("seeds     ", score(rows(DATA / "seeds" / "gold.jsonl")))
    if "labelled" in parts:
        print("labelled  ", score(rows(DATA / "text" / "labelled.jsonl")))
    if "folds" in parts:
        folds()
    if "unlabelled" in parts:
        unlabelled()
    if "speed" in parts:
        speed()


if __name__ == "__main__":
    main()
