"""Stories: articles of several outlets that tell one text, such as copies of an agency's report.

Two articles are a pair when they are of different outlets, at most seven days apart, and the similarity of their
texts is at least ``ALIKE``; where an outlet has many alike on one day, a few stand for them. A story is what pairs
connect; its id is the smallest article id in it, so it does not depend on who came first. Only other outlets' articles
are paired: an outlet's daily table of gold prices is like yesterday's, and would connect the whole year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kliping.signature import PERMUTATIONS

ALIKE = 0.6
"""Jaccard similarity of word triples. Copies that lost or gained a paragraph are above 0.65, two reports of one event
below 0.3; in between there is next to nothing (tests/warehouse/test_stories.py)."""


REPRESENTATIVES = 3
"""Of an outlet's articles of one day whose signatures agree at a place, those that other outlets' are compared with."""

CHUNK = 50_000
"""Candidates whose signatures are in memory at a time."""


def find_candidates(connection: duckdb.DuckDBPyConnection, statements: str) -> None:
    """Run ``sql/load/stories.sql``, which leaves the load's ``candidates`` and ``story_seeds``."""
    connection.execute("SET VARIABLE representatives = ?", [REPRESENTATIVES])
    connection.execute(statements)


def join_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn the load's ``candidates`` into pairs, and give every article that they touch the id of its story."""
    seeds = {row[0] for row in connection.execute("FROM story_seeds").fetchall()}
    pairs = list(_alike(connection))
    if pairs:
        found = pa.table(dict(zip(("a", "b", "s"), map(list, zip(*pairs, strict=True)), strict=True)))
        connection.register("found_pairs", found)
        connection.execute("INSERT INTO story_pairs SELECT a, b, s::FLOAT, getvariable('load_id') FROM found_pairs")
        connection.unregister("found_pairs")
        seeds.update(article for pair in pairs for article in pair[:2])
    if not seeds:
        return
    stories = components(seeds, _connected(connection, seeds))
    connection.execute(
        """
        UPDATE articles SET story_id = s.story_id
        FROM (SELECT unnest(?::VARCHAR[]) AS article_id, unnest(?::VARCHAR[]) AS story_id) AS s
        WHERE articles.article_id = s.article_id AND articles.story_id <> s.story_id
        """,
        [list(stories), list(stories.values())],
    )


def _alike(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, float]]:
    """The candidates whose signatures agree, with their similarity."""
    found = connection.execute("SELECT article_id, other_id, signature, other_signature FROM candidates")
    for chunk in found.to_arrow_reader(CHUNK):
        ours, theirs = (
            pc.list_flatten(chunk.column(name)).to_numpy().astype("<u4").view("uint8").reshape(-1, PERMUTATIONS)
            for name in ("signature", "other_signature")
        )
        equal = (ours == theirs).mean(axis=1)
        similarity = (equal - 1 / 256) / (1 - 1 / 256)
        ids = chunk.column("article_id"), chunk.column("other_id")
        for i in np.flatnonzero(similarity >= ALIKE).tolist():
            yield ids[0][i].as_py(), ids[1][i].as_py(), round(float(similarity[i]), 3)


def _connected(connection: duckdb.DuckDBPyConnection, seeds: set[str]) -> list[tuple[str, str]]:
    """Every pair of the stories that the seeds belong to."""
    known, frontier = set(seeds), set(seeds)
    pairs: set[tuple[str, str]] = set()
    while frontier:
        rows = connection.execute(
            """
            WITH frontier AS (SELECT unnest(?::VARCHAR[]) AS article_id)
            SELECT article_id, other_id FROM story_pairs
            WHERE article_id IN (FROM frontier) OR other_id IN (FROM frontier)
            """,
            [list(frontier)],
        ).fetchall()
        pairs.update(rows)
        frontier = {article for pair in rows for article in pair} - known
        known |= frontier
    return list(pairs)


def components(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each node and the smallest node that it is connected with (union-find)."""
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    return {node: root(node) for node in list(parent)}
