"""What the pages of the desk look up: the named queries of ``sql/desk/``, answered by the published copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from kliping import warehouse
from kliping.pipeline.answers.kept_answers import KeptAnswers
from kliping.pipeline.runs.running_days import drop_running_days
from kliping.resources import read_sql
from kliping.settings import Settings

Row = dict[str, Any]
"""One row of an answer, by column."""
LOOKUP_PATIENCE = 1.0
"""Seconds that a page waits for a lock: where somebody holds the copy open, its stand-in is made under the writer's."""

MOST_KEPT = 64
_KEPT = KeptAnswers(MOST_KEPT)


@dataclass(frozen=True, slots=True)
class Lookup:
    """The published copy, open for one request."""

    settings: Settings
    connection: duckdb.DuckDBPyConnection

    def select(self, name: str, **parameters: object) -> list[Row]:
        """Return the rows of ``sql/desk/NAME.sql``, or of ``sql/ROOM/NAME.sql`` for a name ``ROOM/NAME``."""
        answer = self.connection.execute(read_query(name), parameters)
        columns = [column[0] for column in answer.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]

    def select_one(self, name: str, **parameters: object) -> Row | None:
        """Return the first of the rows; None where there is none."""
        return next(iter(self.select(name, **parameters)), None)

    def select_kept(self, name: str, **parameters: object) -> list[Row]:
        """Return the rows of a query that counts over all articles; each is asked of a copy once.

        The values of ``parameters`` are hashable. Whoever gets the rows does not change them.
        """
        stamp = warehouse.stamp_attached(self.connection)
        if stamp is None:
            return self.select(name, **parameters)
        question = (name, *sorted(parameters.items()))
        return _KEPT.get_answer(stamp, question, lambda: self.select(name, **parameters))

    def find_article(self, asked: str) -> Row | None:
        """Return an article by its id or by the address of its page."""
        found = None
        if "/" not in asked:
            found = self._find_by_moment(asked) or self.select_one("article_of_id", asked=asked)
        return found or self.select_one("article", asked=asked)

    def list_versions(self, article: Row) -> list[Row]:
        """Return every version of an article that ``find_article`` gave, oldest first."""
        given = {name: article[name] for name in ("article_id", "first_fetched_at")}
        return self.select("article_versions", **given)

    def list_copies(self, query: str, article: Row) -> list[Row]:
        """Return the articles that share a text, this one included, as ``query`` has them; none if it has its own."""
        if not self.select("reading/in_pairs", article_id=article["article_id"]):
            return []
        return self.select(query, duplicate_group_id=article["duplicate_group_id"])

    def _find_by_moment(self, article_id: str) -> Row | None:
        """Return an article whose first fetch the search index knows: nothing else need be looked through."""
        moment = warehouse.find_first_fetch(self.settings, article_id)
        return self.select_one("article_at", asked=article_id, first_fetched_at=moment) if moment else None

    def find_problems(self, today: dt.date) -> list[warehouse.Problem]:
        """Return the problems that the copy shows, as status, doctor and alerts have them."""
        return [*drop_running_days(self.settings, self._find_kept(today))]

    def _find_kept(self, today: dt.date) -> list[warehouse.Problem]:
        """Return the problems that were found when the copy was published, or once on a later day."""

        def find_problems() -> list[warehouse.Problem]:
            return warehouse.find_kept(self.settings, self.connection, today)

        stamp = warehouse.stamp_attached(self.connection)
        return find_problems() if stamp is None else _KEPT.get_answer(stamp, today, find_problems)

    def list_problems(self, today: dt.date) -> list[tuple[warehouse.Problem, tuple[warehouse.Problem, ...]]]:
        """Return what ``pipeline.find_open_problems`` does, of this copy; each cause with what it does to its days."""
        found = [*warehouse.find_present(self.settings, self.connection), *self.find_problems(today)]
        return warehouse.fold_effects(found)

    def find_gaps(self, today: dt.date) -> list[tuple[warehouse.Gap, str]]:
        """Return days before ``today`` that no run loaded, or that some outlets lack, newest first.

        Each is with the outlets that fill it.
        """
        missed = warehouse.find_missed(self.connection, today)
        return self._name_sources([*self._group_missed(missed), *warehouse.find_gaps(self.connection, missed)])

    def _group_missed(self, missed: Iterable[dt.date]) -> list[warehouse.Gap]:
        return [warehouse.Gap(first, last, ()) for first, last in warehouse.group_days(missed)]

    def _name_sources(self, gaps: list[warehouse.Gap]) -> list[tuple[warehouse.Gap, str]]:
        every = ""
        if any(not gap.outlets for gap in gaps):
            every = warehouse.name_usual_sources(self.settings, self.connection)
        return [
            (gap, warehouse.name_outlets(self.settings, gap.outlets) if gap.outlets else every)
            for gap in sorted(gaps, key=lambda gap: gap.first, reverse=True)
        ]

    def list_quarantined(self, **asked: Any) -> tuple[warehouse.QuarantinedPage, ...]:  # noqa: ANN401  # typed there
        """Return quarantined pages, selected as by ``warehouse.list_quarantined``."""
        return warehouse.list_quarantined(self.connection, **asked)


@contextmanager
def open_lookup(settings: Settings) -> Iterator[Lookup | None]:
    """Open what is published for one request, read only; None where nothing was published yet.

    Raises ``WarehouseError`` where it cannot be read.
    """
    impatient = settings.model_copy(update={"lock_timeout": LOOKUP_PATIENCE})
    with warehouse.reader(impatient) as connection:
        yield None if connection is None else Lookup(settings, connection)


def read_query(name: str) -> str:
    """Return the text of ``sql/desk/NAME.sql``, or of ``sql/ROOM/NAME.sql`` for a name ``ROOM/NAME``."""
    return read_sql(name if "/" in name else f"desk/{name}")
