"""What other programs ask of the published copy, each answer as plain values: ``kliping mcp`` hands them out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from kliping import warehouse
from kliping.errors import InputError
from kliping.pipeline.answers.searching import search_articles
from kliping.resources import read_sql
from kliping.settings import Settings

MOST_ANSWER_ROWS = 200
"""Of one answer."""

MOST_SHOWN_CHARACTERS = 2_000
"""Of one text in a table's answer; ``read_article`` gives the whole one."""


def find_articles(
    settings: Settings, text: str, *, order: warehouse.SearchOrder = "relevance", limit: int = 10, offset: int = 0
) -> dict[str, Any]:
    """Return how many articles a query finds, and day, outlet, title, snippet and address of some."""
    page = search_articles(settings, text, order=order, limit=_check_limit(limit), offset=_check_offset(offset))
    hits = [
        {
            "article_id": hit.article_id,
            "day": _make_plain(hit.day),
            "outlet": hit.outlet,
            "title": hit.title,
            "snippet": hit.snippet.render("**", "**"),
            "url": hit.url,
        }
        for hit in page.hits
    ]
    return {"total": page.total, "articles": hits}


def read_article(settings: Settings, article: str) -> dict[str, Any]:
    """Return one article, whole, by its id or address. Raises ``InputError`` where there is none."""
    answer = warehouse.run_query(settings, read_sql("asking/article"), {"article": article}, limit=1)
    if not answer.rows:
        raise InputError(f"no article has the id or the address {article}")
    return {name: _make_plain(value, None) for name, value in zip(answer.columns, answer.rows[0], strict=True)}


def count_days(
    settings: Settings, term: str, first: dt.date | None, last: dt.date | None, outlet: str | None
) -> dict[str, Any]:
    """Return how many articles a day hold a term as a whole word or phrase, beside how many there are."""
    if not term.strip():
        raise InputError("give a word or a phrase to count")
    asked = {"term": term.strip(), "first": first, "last": last, "outlet": outlet}
    return _render_answer(warehouse.run_query(settings, read_sql("asking/timeline"), asked, limit=10_000))


def find_quotes(settings: Settings, term: str, speaker: str | None, limit: int) -> dict[str, Any]:
    """Return what people said with a term in it, newest first, each quotation once."""
    asked = {"term": term, "speaker": speaker}
    return _render_answer(warehouse.run_query(settings, read_sql("asking/quotes"), asked, limit=_check_limit(limit)))


def list_tables(settings: Settings, table: str | None) -> dict[str, Any]:
    """Return every table, view and macro with its meaning, or the columns of one."""
    return _render_answer(warehouse.run_query(settings, read_sql("asking/tables"), {"table": table}, limit=10_000))


def answer_query(settings: Settings, query: str, limit: int) -> dict[str, Any]:
    """Return the rows of a SELECT; long texts are cut. Raises ``WarehouseError`` for what may not be asked."""
    return _render_answer(warehouse.run_query(settings, query, limit=_check_limit(limit)))


def _check_limit(limit: int) -> int:
    if not 1 <= limit <= MOST_ANSWER_ROWS:
        raise InputError(f"limit {limit}: give 1 to {MOST_ANSWER_ROWS}")
    return limit


def _check_offset(offset: int) -> int:
    if offset < 0:
        raise InputError(f"offset {offset}: give 0 or more")
    return offset


def _render_answer(answer: warehouse.FoundRows) -> dict[str, Any]:
    rows: Sequence[Sequence[Any]] = [[_make_plain(value) for value in row] for row in answer.rows]
    return {"columns": list(answer.columns), "rows": rows, "more_rows_exist": answer.more}


def _make_plain(value: Any, most: int | None = MOST_SHOWN_CHARACTERS) -> Any:  # noqa: ANN401  # whatever a column holds
    """Return a value as JSON has it; a text of more than ``most`` characters ends in an ellipsis."""
    if isinstance(value, str):
        return value if most is None or len(value) <= most else value[:most] + "…"
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dt.date):  # a datetime, too
        return value.isoformat()
    if isinstance(value, list | tuple | dict):
        return _make_plain(json.dumps(value, default=str, ensure_ascii=False), most)
    return str(value)
