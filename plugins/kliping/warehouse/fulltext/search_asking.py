"""Ask the search engine: what matches a query, how the matches are spread, which articles are alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import duckdb
import tantivy

from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import explain_errors, has_table
from kliping.warehouse.errors import WarehouseError
from kliping.warehouse.fulltext.article_places import (
    ArticlePlace,
    find_place,
    list_places,
    select_article,
    select_places,
)
from kliping.warehouse.fulltext.search_engine import (
    StemTable,
    engine_path,
    find_last_load,
    read_index_state,
)
from kliping.warehouse.fulltext.search_query import (
    MergedName,
    Needles,
    QueryReader,
    limit_days,
    list_plain_words,
    parse_day_number,
)
from kliping.warehouse.fulltext.snippets import KeywordContext, Snippet, cut_snippet, list_contexts
from kliping.warehouse.fulltext.word_sessions import open_words

SearchOrder = Literal["relevance", "time"]

ORDER_FIELDS: Mapping[SearchOrder, str | None] = {"relevance": None, "time": "time"}
"""The field by which matches come, the greatest first; None: by their score."""

MOST_BUCKETS = 60_000
"""Days, outlets or sections that are counted apart."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One article that was found. ``day`` is None where its page states none; ``at`` is then its first fetch.

    ``contexts`` are the places that match, where they were asked for.
    """

    article_id: str
    day: dt.date | None
    outlet: str
    title: str | None
    snippet: Snippet
    url: str
    duplicate_group_id: str
    at: dt.datetime
    contexts: tuple[KeywordContext, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchCounts:
    """How the matches are spread. ``every_day`` counts all articles of the outlets that were asked, matching or not."""

    days: Mapping[dt.date, int]
    outlets: Mapping[str, int]
    sections: Mapping[str, int]
    every_day: Mapping[dt.date, int]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """How many articles match, and some of them. ``behind``: the index does not know the last load yet."""

    total: int
    hits: tuple[SearchHit, ...]
    behind: bool = False
    counts: SearchCounts | None = None


@dataclass(frozen=True, slots=True)
class RankedMatches:
    """The ids of the best matches with their scores, the best first; ``needles``: words and beginnings to show."""

    needles: tuple[str, ...]
    hits: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as the engine asks it, on an index and the published copy that are open."""

    db: duckdb.DuckDBPyConnection
    index: tantivy.Index
    query: tantivy.Query
    needles: Needles
    behind: bool


def search_published(
    settings: Settings,
    text: str,
    *,
    outlet: str | None = None,
    section: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    order: SearchOrder = "relevance",
    limit: int = 10,
    offset: int = 0,
    count: bool = False,
    contexts: bool = False,
) -> SearchPage:
    """Return what a query finds, of these days (Jakarta, inclusive), the best or the newest first.

    ``count`` adds how the matches are spread, ``contexts`` every place of each article that matches. Raises
    ``InputError`` for a query that cannot be understood, ``WarehouseError`` where there is no index.
    """
    with _ask_engine(settings, text, outlet, section, first, last) as asked:
        searcher = asked.index.searcher()
        found = _search_bounded(searcher, asked.query, limit, offset, ORDER_FIELDS[order])
        hits = _read_hits(asked.db, list_places(searcher, found), asked.needles, contexts=contexts)
        counts = _count_spread(asked, searcher, outlet) if count else None
        return SearchPage(found.count, hits, asked.behind, counts)


def list_matches(
    settings: Settings,
    text: str,
    *,
    outlet: str | None = None,
    section: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    limit: int,
) -> list[str]:
    """Return the ids of the articles that a query finds, the newest first. Raises as ``search_published`` does."""
    with _ask_engine(settings, text, outlet, section, first, last) as asked:
        searcher = asked.index.searcher()
        return _list_ids(searcher, _search_bounded(searcher, asked.query, limit, 0, "time"))


def rank_matches(settings: Settings, text: str, limit: int) -> RankedMatches:
    """Return the best matches of a query without reading their texts. Raises as ``search_published`` does."""
    with _ask_engine(settings, text, None, None, None, None) as asked:
        searcher = asked.index.searcher()
        found = _search_bounded(searcher, asked.query, limit, 0, None)
        scores = [float(score) for score, _ in found.hits]
        hits = tuple(zip(_list_ids(searcher, found), scores, strict=True))
        return RankedMatches(asked.needles.list_texts(), hits)


def read_hits(settings: Settings, ids: list[str]) -> tuple[SearchHit, ...]:
    """Return published articles as hits, in the order of their ids; one that is not published is left out."""
    with explain_errors(settings.published_path), open_words(settings) as db:
        return _read_hits(db, [ArticlePlace(one) for one in ids], Needles())


def find_alike(settings: Settings, article_id: str, limit: int = 6) -> tuple[SearchHit, ...]:
    """Return articles with the same rare words, the most alike first; copies of the article itself are left out."""
    with _ask_engine(settings, "*", None, None, None, None) as asked:
        searcher = asked.index.searcher()
        row = select_article(asked.db, read_sql("search/terms_of"), find_place(asked.index, article_id))
        if row is None:
            return ()
        stems, group = row
        query = tantivy.Query.more_like_this_document_fields_query(
            asked.index.schema, {"body_stems": [stems]}, min_doc_frequency=2, min_term_frequency=1, max_query_terms=25
        )
        places = list_places(searcher, searcher.search(query, limit * 4))
        ids, moments = [one.article_id for one in places], [one.first_fetched_at for one in places]
        given = {"ids": ids, "moments": moments, "story": group, "most": limit}
        found = asked.db.execute(read_sql("search/alike_hits"), given)
        return _make_hits(found.fetchall(), ids, Needles(), StemTable(asked.db).list_stems)


def _search_bounded(
    searcher: tantivy.Searcher, query: tantivy.Query, limit: int, offset: int, field: str | None
) -> Any:  # noqa: ANN401  # tantivy's result has no type
    """Search for no more than there is: the engine allocates memory for ``offset + limit`` hits, or aborts."""
    held = searcher.num_docs
    passed = min(offset, held)
    return searcher.search(query, max(1, min(limit, held - passed)), offset=passed, order_by_field=field)


@contextmanager
def _ask_engine(
    settings: Settings,
    text: str,
    outlet: str | None,
    section: str | None,
    first: dt.date | None,
    last: dt.date | None,
) -> Iterator[_Asked]:
    """Open the index and the published copy for one query."""
    folder = engine_path(settings)
    with explain_errors(folder), open_words(settings) as db:
        known = read_index_state(folder)
        if known is None:
            raise WarehouseError("There is no full-text index yet.", "`kliping index` builds it.")
        index = tantivy.Index.open(str(folder))
        stems = StemTable(db)
        words = QueryReader(index.schema, lambda word: stems.list_stems([word])[0], _read_merged(db))
        parts = [words.read(text)]
        if outlet:
            parts.append(tantivy.Query.term_query(index.schema, "outlet", outlet.lower()))
        if section:
            parts.append(tantivy.Query.term_query(index.schema, "section_name", section))
        if first or last:
            parts.append(limit_days(index.schema, first, last))
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
        yield _Asked(db, index, query, words.needles, known != find_last_load(db))


def _list_ids(searcher: tantivy.Searcher, found: Any) -> list[str]:  # noqa: ANN401  # tantivy types no results
    return [searcher.doc(address)["article_id"][0] for _, address in found.hits]


def _read_merged(db: duckdb.DuckDBPyConnection) -> tuple[MergedName, ...]:
    """Return the names that persons have merged into others: the index has each article's own form."""
    if not has_table(db, "name_aliases"):
        return ()
    db.execute(read_sql("names/resolved_aliases"))
    rows = db.execute('SELECT kind, "name", alias FROM resolved_aliases').fetchall()
    return tuple(
        MergedName(kind, tuple(list_plain_words(name)), tuple(list_plain_words(alias))) for kind, name, alias in rows
    )


def _read_hits(
    db: duckdb.DuckDBPyConnection, places: list[ArticlePlace], needles: Needles, *, contexts: bool = False
) -> tuple[SearchHit, ...]:
    """Return the articles of these places in their order; one that the copy does not have any more is left out."""
    rows = select_places(db, places)
    return _make_hits(rows, [one.article_id for one in places], needles, StemTable(db).list_stems, contexts=contexts)


def _make_hits(
    found: Iterable[tuple[Any, ...]],
    ids: list[str],
    needles: Needles,
    find_stems: Callable[[list[str]], list[str]],
    *,
    contexts: bool = False,
) -> tuple[SearchHit, ...]:
    """Return rows as hits, in the order of their ids."""
    rows = {row[0]: row for row in found}
    return tuple(
        SearchHit(
            key, day, name, title, cut_snippet(body, needles, find_stems), url, group, at,
            list_contexts(body, needles, find_stems) if contexts else (),
        )
        for key, day, name, title, body, url, group, at in (rows[one] for one in ids if one in rows)
    )  # fmt: skip


def _count_spread(asked: _Asked, searcher: tantivy.Searcher, outlet: str | None) -> SearchCounts:
    wanted = {name: {"terms": {"field": name, "size": MOST_BUCKETS}} for name in ("day", "outlet", "section_name")}
    spread: Any = searcher.aggregate(asked.query, wanted)
    every = tantivy.Query.all_query()
    if outlet:
        every = tantivy.Query.term_query(asked.index.schema, "outlet", outlet.lower())
    overall: Any = searcher.aggregate(every, {"day": wanted["day"]})
    return SearchCounts(
        days=_read_days(spread), outlets=_read_buckets(spread, "outlet"),
        sections=_read_buckets(spread, "section_name"), every_day=_read_days(overall),
    )  # fmt: skip


def _read_buckets(spread: Any, name: str) -> dict[str, int]:  # noqa: ANN401  # tantivy types no results
    return {str(each["key"]): int(each["doc_count"]) for each in spread[name]["buckets"]}


def _read_days(spread: Any) -> dict[dt.date, int]:  # noqa: ANN401  # as above
    buckets = _read_buckets(spread, "day")
    return {parse_day_number(int(float(key))): number for key, number in sorted(buckets.items())}
