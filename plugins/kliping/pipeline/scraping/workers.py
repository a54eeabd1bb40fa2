"""Work done in several processes, in order and in bounded memory; a process that dies costs one item."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")


class Workers(Generic[Item, Done]):
    """Processes that run ``work`` on chunks of items; it gives one result for each item of a chunk."""

    def __init__(self, count: int, work: Callable[[Sequence[Item]], list[Done]]) -> None:
        self._count = count
        self._work = work
        self._pool = self._open_pool(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def run(self, chunks: Iterable[Sequence[Item]]) -> Iterator[tuple[Item, Done | None]]:
        """Yield each item with its result, in order; None for an item that a process died of.

        At most two chunks a process are in flight.
        """
        flying: deque[tuple[Sequence[Item], Future[list[Done]]]] = deque()
        for chunk in chunks:
            flying.append((chunk, self._submit_chunk(chunk)))
            if len(flying) >= 2 * self._count:
                yield from self._take_results(*flying.popleft())
        while flying:
            yield from self._take_results(*flying.popleft())

    def _submit_chunk(self, chunk: Sequence[Item]) -> Future[list[Done]]:
        try:
            return self._pool.submit(self._work, chunk)
        except BrokenProcessPool:
            self._pool = self._open_pool(self._count)
            return self._pool.submit(self._work, chunk)

    def _take_results(self, chunk: Sequence[Item], future: Future[list[Done]]) -> Iterator[tuple[Item, Done | None]]:
        try:
            results = future.result()
        except BrokenProcessPool:
            yield from self._one_by_one(chunk)
            return
        yield from zip(chunk, results, strict=True)

    def _one_by_one(self, chunk: Sequence[Item]) -> Iterator[tuple[Item, Done | None]]:
        """Run each item of a chunk in a process of its own: one died during it, perhaps of another chunk."""
        pool = self._open_pool(1)
        for item in chunk:
            try:
                yield item, pool.submit(self._work, [item]).result()[0]
            except BrokenProcessPool:
                yield item, None
                pool = self._open_pool(1)
        pool.shutdown()

    def _open_pool(self, count: int) -> ProcessPoolExecutor:
        # Airflow's task process has threads; a fork of it may hang
        return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"))
