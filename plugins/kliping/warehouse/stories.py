"""Stories: articles of several outlets that tell one text, such as copies of an agency's report.

Two articles are a pair when they are of different outlets, at most seven days apart, and the similarity of their
texts is at least ``ALIKE``. A story is what pairs connect; its id is the smallest article id in it, so it does not
depend on who came first. Only other outlets' articles are paired: an outlet's daily table of gold prices is like
yesterday's, and would connect the whole year.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import numpy as np

from kliping.signature import PERMUTATIONS

ALIKE = 0.6
"""Jaccard similarity of word triples. Copies that lost or gained a paragraph are above 0.65, two reports of one event
below 0.3; in between there is next to nothing (tests/warehouse/test_stories.py)."""


def join_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn the load's ``candidates`` into pairs, and give every article that they touch the id of its story."""
    seeds = {row[0] for row in connection.execute("FROM story_seeds").fetchall()}
    pairs = _alike(connection)
    if pairs:
        connection.execute(
            "INSERT INTO story_pairs SELECT a, b, s, getvariable('load_id') "
            "FROM (SELECT unnest(?::VARCHAR[]) AS a, unnest(?::VARCHAR[]) AS b, unnest(?::FLOAT[]) AS s)",
            [list(column) for column in zip(*pairs, strict=True)],
        )
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


def _alike(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, float]]:
    """The candidates whose signatures agree, with their similarity."""
    found = connection.execute("SELECT article_id, other_id, signature, other_signature FROM candidates").fetchnumpy()
    if not len(found["article_id"]):
        return []
    ours, theirs = (
        np.stack(list(found[name])).astype("<u4").view("uint8") for name in ("signature", "other_signature")
    )
    assert ours.shape[1] == PERMUTATIONS
    equal = (ours == theirs).mean(axis=1)
    similarity = (equal - 1 / 256) / (1 - 1 / 256)
    return [
        (str(found["article_id"][i]), str(found["other_id"][i]), round(float(similarity[i]), 3))
        for i in np.flatnonzero(similarity >= ALIKE)
    ]


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
