"""Duplicate groups: articles of several outlets with one text, such as copies of an agency's report.

Two articles are a pair when they are of different outlets, at most seven days apart, and the similarity of their
texts is at least ``LEAST_SIMILARITY``; where an outlet has many alike on one day, a few stand for them. A group is what
pairs connect; its id is the smallest article id in it, so it does not depend on who came first. Only other outlets'
articles are paired: an outlet's daily table of gold prices is like yesterday's, and would connect the whole year.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kliping.minhash import BANDS, estimate_similarity
from kliping.resources import read_sql

if TYPE_CHECKING:
    import numpy.typing as npt

LEAST_SIMILARITY = 0.5
"""Jaccard similarity of word triples. Of 100 labelled pairs (``python bench/duplicates.py``), all copies that lost or
gained a paragraph are above 0.65, those changed in several ways at once at 0.5 to 0.67, and another event told by the
same template, or another report, is at most at 0.42."""

REPRESENTATIVES = 3
"""How many of an outlet's articles of one day, whose signatures agree at a place, are compared with other outlets'."""

CANDIDATES_AT_ONCE = 50_000
"""Candidates whose signatures are in memory at a time."""


def find_candidate_pairs(connection: duckdb.DuckDBPyConnection, statements: str) -> None:
    """Run ``sql/load/duplicates.sql``, which leaves the load's ``candidates`` and ``duplicate_seeds``."""
    connection.execute("SET VARIABLE representatives = ?", [REPRESENTATIVES])
    connection.execute(statements)


def join_duplicate_groups(connection: duckdb.DuckDBPyConnection) -> None:
    """Turn the load's ``candidates`` into pairs, and give every article that they touch the id of its group."""
    connection.execute("CREATE OR REPLACE TEMP TABLE reached AS FROM duplicate_seeds")
    _insert_pairs(connection)
    _find_reachable(connection)
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE nodes AS
        SELECT article_id, row_number() OVER (ORDER BY article_id) - 1 AS node
        FROM (SELECT DISTINCT article_id FROM reached)
        """
    )
    pairs = connection.execute(
        """
        SELECT a.node AS node, b.node AS other FROM duplicate_pairs AS p
        JOIN nodes AS a ON a.article_id = p.article_id JOIN nodes AS b ON b.article_id = p.other_id
        """
    ).to_arrow_table()
    counted = connection.execute("SELECT count(*) FROM nodes").fetchone()
    if not counted or not counted[0]:
        return
    roots = find_components(counted[0], pairs["node"].to_numpy(), pairs["other"].to_numpy())
    connection.register("found_roots", pa.table({"node": np.arange(len(roots)), "root": roots}))
    connection.execute(
        """
        UPDATE articles SET duplicate_group_id = r.article_id
        FROM nodes AS n JOIN found_roots AS f ON f.node = n.node JOIN nodes AS r ON r.node = f.root
        WHERE articles.article_id = n.article_id AND articles.duplicate_group_id <> r.article_id
        """
    )
    connection.unregister("found_roots")


def _insert_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the candidates whose signatures agree as pairs; both articles of each are ``reached``."""
    found = [chunk for chunk in _compare_signatures(connection) if len(chunk)]
    if not found:
        return
    connection.register("found_pairs", pa.Table.from_batches(found))
    connection.execute(
        """
        INSERT INTO duplicate_pairs
        SELECT a.article_id, b.article_id, s, getvariable('load_id')
        FROM found_pairs AS f JOIN numbered AS a ON a.nr = f.nr JOIN numbered AS b ON b.nr = f.other_nr
        """
    )
    connection.execute(
        """
        INSERT INTO reached
        SELECT article_id FROM numbered WHERE nr IN (SELECT nr FROM found_pairs UNION SELECT other_nr FROM found_pairs)
        """
    )
    connection.unregister("found_pairs")


def _compare_signatures(connection: duckdb.DuckDBPyConnection) -> Iterator[pa.RecordBatch]:
    """Yield ``nr``, ``other_nr`` and the similarity ``s`` of the candidates whose signatures agree.

    They stay in arrays, a few bytes each, and never become Python objects: a hundred thousand alike texts of two
    outlets make millions of them.
    """
    found = connection.execute(
        """
        SELECT c.nr, c.other_nr, a.signature, b.signature AS other_signature
        FROM candidates AS c JOIN numbered AS a ON a.nr = c.nr JOIN numbered AS b ON b.nr = c.other_nr
        """
    )
    for chunk in found.to_arrow_reader(CANDIDATES_AT_ONCE):
        ours, theirs = (
            pc.list_flatten(chunk.column(name)).to_numpy().astype("<u4").reshape(-1, BANDS)
            for name in ("signature", "other_signature")
        )
        similarity = estimate_similarity(ours, theirs)
        numbers = pa.RecordBatch.from_arrays(
            [chunk.column("nr"), chunk.column("other_nr"), pa.array(similarity.round(3).astype("f4"))],
            ["nr", "other_nr", "s"],
        )
        yield numbers.filter(pa.array(similarity >= LEAST_SIMILARITY))


def _find_reachable(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``reached`` with every article that pairs connect with those in it."""
    connection.execute("CREATE OR REPLACE TEMP TABLE frontier AS SELECT DISTINCT article_id FROM reached")
    while True:
        counted = connection.execute(read_sql("load/next_frontier")).fetchone()
        if not counted or not counted[0]:
            return
        connection.execute("INSERT INTO reached FROM frontier")


def find_components(count: int, ones: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return for each of the nodes 0 to ``count`` - 1 the smallest node that pairs connect it with.

    ``ones`` and ``others`` are the two ends of each pair. Every node begins with itself as its label. In each round the
    smaller label of a pair becomes the label of both of its labels, and every node takes its label's label, until
    nothing changes: a few rounds, however long the chains.
    """
    labels = np.arange(count)
    while True:
        least = np.minimum(labels[ones], labels[others])
        lower = labels.copy()
        np.minimum.at(lower, labels[ones], least)
        np.minimum.at(lower, labels[others], least)
        lower = lower[lower]
        if np.array_equal(lower, labels):
            return labels
        labels = lower
