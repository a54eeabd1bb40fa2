"""Examples that the headline models are trained on, made of real titles and stories; see ``headline.py``.

The end of a glued headline: titles put before sentences, joined the ways that scrapers join them: with nothing, one
space, two, or a line's end. Whether a stretch is a headline at all: titles put into stories, against the Title Case
stretches that stories hold by themselves, and the labelled texts.
"""

from __future__ import annotations

import collections
import gzip
import json
import random
import re
from pathlib import Path
from typing import Any

from kliping.clean.folded_text import FoldedText
from kliping.clean.headlines import headline_ends, headline_model
from kliping.clean.rules import bare_headlines, embedded_headlines
from kliping.clean.vocabulary import words

SENTENCE = re.compile(r"(?:(?<=[.!?] )|(?<=[.!?][\"”] )|(?<=\n))((?:\d{1,2}\. )?[A-Z\"“][^\n]{40,400})")
LOST = re.compile(r"[a-z0-9.,)][A-Z\"“]|\[Gambas|ADVERTISEMENT|[Bb]aca [Jj]uga|SCROLL|[Ss]imak [Vv]ideo")
SMALL = re.compile(r"\b[a-z][\w’'-]+")
SENTENCE_CASE = 0.3
"""Share of titles that are put into sentence case: ANTARA and others print all of theirs so, the eight outlets few."""
CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+")
JOINS = ("", "", "", " ", " ", " ", "  ", "\n")
INSERTS = (
    *(("", ""), ("", " "), (" ", "")) * 6,
    ("", " (abc/def)"), (" ", " (abc/def)"), ("", "\n"), (" ", "\n"), ("\n", "\n"),
)  # fmt: skip
UNMARKED = ("cnnindonesia.com", "detik.com")
"""Outlets whose stories hold many bare headlines that nobody has marked: no source of counterexamples."""
ANNOUNCED = re.compile(r"(?i)\W*(?:baca|simak|lihat|tonton|pilihan|saksikan|cek)\b")
Document = dict[str, str]
Labelled = dict[str, Any]


def read_documents(data: Path) -> list[Document]:
    """Return the unlabelled texts."""
    with gzip.open(data / "text" / "unlabelled.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def list_sentences(docs: list[Document]) -> list[str]:
    """Return stretches of story that begin where a sentence begins and hold no lost break."""
    return [
        match.group(1)
        for doc in docs
        for match in SENTENCE.finditer(doc["text"])
        if not LOST.search(match.group(1)[:270])
    ]


def list_titles(docs: list[Document]) -> list[str]:
    """Return the titles of at least four words."""
    return [" ".join(doc["title"].split()) for doc in docs if doc["title"] and len(doc["title"].split()) >= 4]


def list_names(docs: list[Document]) -> frozenset[str]:
    """Return words, in lower case, that stories write with a capital more often than not, inside a sentence."""
    capital = collections.Counter(m.group().lower() for doc in docs for m in CAPITAL.finditer(doc["text"]))
    small = collections.Counter(word for doc in docs for word in SMALL.findall(doc["text"]))
    return frozenset(word for word, count in capital.items() if count > small[word])


def write_in_sentence_case(title: str, names: frozenset[str]) -> str:
    """Return the title with capitals for its first word and for names only, as some outlets print it.

    A title that begins with a long name looks like Title Case all the same, and stays as it is.
    """
    first, *others = title.split()
    small = [first, *(w if words.strip_marks(w) in names or not w[1:].islower() else w.lower() for w in others)]
    return " ".join(small) if sum(map(words.is_content, small[1:6])) >= 2 else title


def glue_titles(docs: list[Document], count: int, seed: int) -> list[tuple[str, int]]:
    """Return (text, true end) pairs: a title, sometimes two, before a sentence; some in sentence case."""
    rng = random.Random(seed)
    known = list_names(docs)
    heads = [
        write_in_sentence_case(head, known) if rng.random() < SENTENCE_CASE else head for head in list_titles(docs)
    ]
    tails = [(tail, doc["text"]) for doc in docs for tail in list_sentences([doc])]
    made = []
    for _ in range(count):
        head, (tail, story), join = rng.choice(heads), rng.choice(tails), rng.choice(JOINS)
        if rng.random() < 0.15:
            join = ""
            tail = rng.choice(heads) + rng.choice(("", "", " ")) + tail
        made.append((f"{head}{join}{tail}\n{story.replace(tail, '')}", len(head)))
    return made


def list_end_rows(pairs: list[tuple[str, int]]) -> list[list[tuple[headline_model.Features, bool]]]:
    """Return one group of candidates for each pair that offers the true end."""
    rows = []
    for text, end in pairs:
        reading = FoldedText.of(text)
        found = headline_ends.find_ends(reading, 0, reading.line_end(0))
        if sum(c.end == end for c in found) == 1:
            rows.append([(c.features, c.end == end) for c in found])
    return rows


Row = tuple[headline_model.Features, bool, str, float]
"""A stretch's features, is it a headline, its text, and how much it counts."""


def find_stretches(text: str) -> list[tuple[FoldedText, int, int]]:
    """Return the stretches about which the cleaner would ask the bare-headline model."""
    reading = FoldedText.of(text)
    return [(reading, start, end) for start, end in embedded_headlines.embedded_candidates(reading, 50)]


def list_natural_rows(docs: list[Document]) -> list[Row]:
    """Return stretches that stories hold by themselves: subheadings, lists, names."""
    return [
        (bare_headlines.describe_headline(reading, start, end), False, doc["text"][start:end], 4.0)
        for doc in docs
        if doc["site"] not in UNMARKED
        for reading, start, end in find_stretches(doc["text"])
        if not ANNOUNCED.match(doc["text"], start)
    ]


def list_marked_rows(labelled: list[Labelled]) -> list[Row]:
    """Return stretches of the labelled texts; those that are boilerplate in part only are left out."""
    rows = []
    for doc in labelled:
        for reading, start, end in find_stretches(doc["text"]):
            touching = [(s, e, kind) for s, e, kind in doc["spans"] if s < end and start < e]
            right = any(kind == "related" and abs(s - start) <= 1 and end <= e + 1 for s, e, kind in touching)
            if right or not touching:
                rows.append((bare_headlines.describe_headline(reading, start, end), right, doc["text"][start:end], 3.0))
    return rows


def make_rows(docs: list[Document], count: int, seed: int) -> list[Row]:
    """Return rows of an outlet's titles that are put into its stories, where a sentence has ended."""
    rng = random.Random(seed)
    by_outlet = collections.defaultdict(list)
    for doc in docs:
        if doc["title"]:
            by_outlet[doc["site"]].append(" ".join(doc["title"].split()))
    rows = []
    for _ in range(count):
        doc = rng.choice(docs)
        spots = [m.end() - 1 for m in re.finditer(r"[.!?][\"”]? (?=[A-Z\"“])", doc["text"])]
        if not spots:
            continue
        at, title, (left, right) = rng.choice(spots), rng.choice(by_outlet[doc["site"]]), rng.choice(INSERTS)
        text = doc["text"][:at] + left + title + right + doc["text"][at + 1 :]
        rows += [
            (bare_headlines.describe_headline(reading, a, b), b == a + len(title), text[a:b], 1.0)
            for reading, a, b in find_stretches(text)
            if a == at + len(left)
        ]
    return rows
