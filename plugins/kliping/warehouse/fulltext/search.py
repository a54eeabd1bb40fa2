"""The index of ``search_words()``, for DuckDB shells without the search engine, in a file of its own.

Building it costs some 35 s per 100,000 articles, so it is done daily over a window, not by every publication, and
swapped in like the published copy. The warehouse is complete without it.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kliping.drafts import replace_when_done
from kliping.failpoints import failpoint
from kliping.model import JAKARTA
from kliping.resources import read_sql
from kliping.settings import Settings
from kliping.warehouse.access.connection import NO_DOWNLOADS, explain_errors, quote_literal
from kliping.warehouse.access.extensions import find_extension
from kliping.warehouse.access.lock import hold_lock
from kliping.warehouse.access.reading import is_published, list_attachments
from kliping.warehouse.errors import NothingPublished, WarehouseError
from kliping.warehouse.times import render_clock


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What the index holds. ``built`` is False where nothing was published yet."""

    path: Path
    built: bool
    articles: int = 0
    bytes: int = 0
    seconds: float = 0.0


def search_index_path(settings: Settings) -> Path:
    """Return the index's file, beside the published copy."""
    return settings.published_path.with_name("search.duckdb")


def find_fts_extension() -> Path:
    """Return the fts extension as its pip package brings it. Raises ``WarehouseError`` where it is not installed."""
    return find_extension("fts", "Full-text search")


def build_search_index(settings: Settings, *, since: dt.date | None = None) -> IndexReport:
    """Index titles and bodies of the published articles (published or first fetched ``since``) and swap it in.

    Indonesian stemmer, so that "pembangunannya" is found by "pembangunan"; digits are words, so "2024" is found.
    Whoever reads the old index keeps it. Raises ``WarehouseError``; the index that stands stays as it is then.
    """
    target = search_index_path(settings)
    if not is_published(settings):
        return IndexReport(target, built=False)
    source = list_attachments(settings)
    target.parent.mkdir(parents=True, exist_ok=True)
    fts = find_fts_extension()
    began = time.monotonic()
    with (
        explain_errors(target),
        hold_lock(target.with_name("search.lock"), settings.lock_timeout),
        replace_when_done(target, locked=True) as draft,
    ):
        failpoint("search.build")
        with duckdb.connect(str(draft), config=dict(NO_DOWNLOADS)) as connection:
            connection.execute(f"LOAD {quote_literal(fts)}")
            for statement in source:
                connection.execute(statement)
            connection.execute(
                """
                CREATE TABLE documents AS SELECT article_id, title, body FROM kliping.articles
                WHERE $since::DATE IS NULL OR kliping.jakarta_day(coalesce(published_at, first_fetched_at)) >= $since
                """,
                {"since": since},
            )
            connection.execute(
                "PRAGMA create_fts_index('documents', 'article_id', 'title', 'body', stemmer = 'indonesian', "
                "stopwords = 'none', ignore = '([^a-z0-9])+')"
            )
            counted = connection.execute("SELECT count(*) FROM documents").fetchone()
            connection.execute("CHECKPOINT")
        draft.chmod(0o444)
        failpoint("search.rename")
    return IndexReport(target, True, counted[0] if counted else 0, target.stat().st_size, time.monotonic() - began)


def list_session_statements(
    settings: Settings, timezone: str = JAKARTA.key, *, for_shell: bool = False, load_id: str | None = None
) -> list[str]:
    """Return statements that give any DuckDB session (a CLI, a notebook) what is published and, if built, search.

    It is attached as ``kliping`` and in use; the session's clock is that of ``timezone``. ``for_shell`` and ``load_id``
    are as of ``list_attachments``. Raises ``WarehouseError`` where nothing was published yet, or there is no such zone.
    """
    if not is_published(settings):
        raise NothingPublished()
    statements = list_attachments(settings, for_shell=for_shell, load_id=load_id)
    if search_index_path(settings).exists():
        try:
            fts = find_fts_extension()
        except WarehouseError:
            pass  # search_words() itself says what to do
        else:
            statements += [
                f"LOAD {quote_literal(fts)}",
                f"ATTACH {quote_literal(search_index_path(settings))} AS search (READ_ONLY)",
                read_sql("search/search_words").strip().rstrip(";"),
            ]
    # the session's own macros before the copy's: search_words() there only says what is missing
    return [*statements, "SET search_path = 'temp.main,kliping.main'", render_clock(timezone)]
