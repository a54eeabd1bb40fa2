"""Where the rows of articles are: the index keeps beside each id when the article was first fetched.

An id is a hash, so every part of the table holds ids from the first to the last, and a look-up by id alone reads the
column of all ids. Rows lie in the order of their loads: by the moment of the first fetch DuckDB passes over nearly all
of them, however many there are. Where the index is behind or lacks an article, its row is looked for by id alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import tantivy

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.fulltext.search_engine import engine_path, read_index_state

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """An article's id and when it was first fetched, which tells where its row is; None where that is not known."""

    article_id: str
    first_fetched_at: dt.datetime | None = None


def list_places(searcher: tantivy.Searcher, found: Any) -> list[ArticlePlace]:  # noqa: ANN401  # tantivy types no results
    """Return the places of what was found, in its order."""
    documents = (searcher.doc(address) for _, address in found.hits)
    return [ArticlePlace(one["article_id"][0], _read_moment(one["fetched"][0])) for one in documents]


def find_place(index: tantivy.Index, article_id: str) -> ArticlePlace:
    """Return an article's place, without its moment where the index does not know it."""
    searcher = index.searcher()
    query = tantivy.Query.term_query(index.schema, "article_id", article_id)
    return next(iter(list_places(searcher, searcher.search(query, 1))), ArticlePlace(article_id))


def find_first_fetch(settings: Settings, article_id: str) -> dt.datetime | None:
    """Return when an article was first fetched, as the index has it; None where there is none or it does not know."""
    folder = engine_path(settings)
    if read_index_state(folder) is None:
        return None
    return find_place(tantivy.Index.open(str(folder)), article_id).first_fetched_at


def select_article(db: duckdb.DuckDBPyConnection, query: str, place: ArticlePlace) -> tuple[Any, ...] | None:
    """Return the row that a query ``... WHERE article_id = $article_id`` finds; None where there is none."""
    given: dict[str, object] = {"article_id": place.article_id}
    row = None
    if place.first_fetched_at:
        narrowed = f"{query} AND first_fetched_at = $moment"
        row = db.execute(narrowed, given | {"moment": place.first_fetched_at}).fetchone()
    return row or db.execute(query, given).fetchone()


def select_places(db: duckdb.DuckDBPyConnection, places: Sequence[ArticlePlace]) -> list[tuple[Any, ...]]:
    """Return the rows of articles as ``sql/search/hits.sql`` has them, in any order."""
    known = [one for one in places if one.first_fetched_at]
    rows: list[tuple[Any, ...]] = []
    if known:
        given = {"ids": [one.article_id for one in known], "moments": [one.first_fetched_at for one in known]}
        rows = db.execute(read_sql("search/hits_at"), given).fetchall()
    missing = {one.article_id for one in places} - {row[0] for row in rows}
    if missing:
        rows += db.execute(read_sql("search/hits"), {"ids": sorted(missing)}).fetchall()
    return rows


def _read_moment(microseconds: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(microseconds=microseconds)
