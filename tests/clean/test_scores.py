"""Scores never fall below the floors in tests/floors.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from kliping.clean import clean

from .marked import articles

FLOORS = tomllib.loads(Path(__file__).resolve().parents[1].joinpath("floors.toml").read_text(encoding="utf-8"))["clean"]


def score(docs: Iterable[dict[str, Any]]) -> dict[str, float]:
    """F1, loss (share of the story's characters removed) and share of exact documents; white space ignored."""
    hit = lost = left = story = exact = count = 0
    for doc in docs:
        text = doc["text"]
        solid = {i for i, char in enumerate(text) if not char.isspace()}
        gold = {i for start, end, _ in doc["spans"] for i in range(start, end)} & solid
        got = {i for s in clean(text, title=doc.get("title")).removed for i in range(s.start, s.end)} & solid
        hit, lost, left = hit + len(got & gold), lost + len(got - gold), left + len(gold - got)
        story += len(solid - gold)
        exact += got == gold
        count += 1
    return {"f1": 2 * hit / max(1, 2 * hit + lost + left), "loss": lost / story, "exact": exact / count}


def hold(name: str, got: dict[str, float]) -> None:
    floor = FLOORS[name]
    assert got["f1"] >= floor["f1"]
    assert got["loss"] <= floor["loss"]
    assert got["exact"] >= floor["exact"]


def test_articles_written_for_kliping() -> None:
    hold("articles", score({"text": a.text, "title": a.title, "spans": a.spans} for a in articles()))


@pytest.mark.parametrize(("name", "line_break"), [("outlets", "\n"), ("outlets-glued", ""), ("outlets-spaced", " ")])
def test_outlets_outside_the_shared_data(name: str, line_break: str) -> None:
    texts = articles("outlets.txt", line_break=line_break)
    hold(name, score({"text": a.text, "title": a.title, "spans": a.spans} for a in texts))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("seeds", "seeds/gold.jsonl"),
        ("labelled", "text/labelled.jsonl"),
        ("labelled-outlets", "text/outlets.jsonl"),
    ],
)
def test_shared_data(shared_data: Path, name: str, path: str) -> None:
    lines = (shared_data / path).read_text(encoding="utf-8").splitlines()
    hold(name, score(json.loads(line) for line in lines))


EDGES = [article for name in ("heads", "edges", "one_line_edges") for article in articles(f"{name}.txt")]


@pytest.mark.parametrize("article", EDGES, ids=lambda article: article.name)
def test_edges_are_exact(article: Any) -> None:
    """No title is given: what stands around the story is known by its form, its place and what the story speaks of."""
    removed = clean(article.text).removed
    solid = {i for i, char in enumerate(article.text) if not char.isspace()}
    got = {i for span in removed for i in range(span.start, span.end)} & solid
    gold = {i for start, end, _ in article.spans for i in range(start, end)} & solid
    assert "".join(article.text[i] for i in sorted(got ^ gold)) == ""
