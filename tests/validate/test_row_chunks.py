"""Staged rows are read in chunks that are bounded by rows and by bytes, whatever their sizes are."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kliping.batch import ARTICLE_SCHEMA
from kliping.validate import row_chunks

BOUND = 20_000
SIZES = st.lists(st.lists(st.sampled_from([10, 900, 6_000, 19_000, 50_000]), max_size=30), min_size=1, max_size=3)


def write_rows(path: Path, sizes: list[int]) -> list[str]:
    """Write rows with bodies of so many bytes to one file, and return their addresses."""
    rows = [{"url": f"https://koran.test/{path.stem}/{n}", "body": "a" * size} for n, size in enumerate(sizes)]
    pq.write_table(pa.Table.from_pylist(rows, ARTICLE_SCHEMA), path)
    return [row["url"] for row in rows]


@given(sizes=SIZES, most=st.integers(1, 40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_chunks_are_bounded_and_hold_every_row_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sizes: list[list[int]], most: int
) -> None:
    monkeypatch.setattr(row_chunks, "MOST_CHUNK_BYTES", BOUND)
    paths = [tmp_path / f"{number}.parquet" for number in range(len(sizes))]
    written = [write_rows(path, of_file) for path, of_file in zip(paths, sizes, strict=True)]
    read: list[list[str]] = [[] for _ in paths]
    for chunk, owners in row_chunks.read_row_chunks(paths, most, {}):
        assert 1 <= chunk.num_rows <= most
        assert chunk.nbytes <= BOUND or chunk.num_rows == 1
        assert [start for _, start, _ in owners] == [0, *[stop for *_, stop in owners[:-1]]]
        assert owners[-1][2] == chunk.num_rows
        for number, start, stop in owners:
            read[number] += chunk["url"].slice(start, stop - start).to_pylist()
    assert read == written
