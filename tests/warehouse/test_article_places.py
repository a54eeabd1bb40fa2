"""An article is found by when it was first fetched, so that few rows are looked through; and without that, too."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from kliping import resources
from kliping.pipeline.answers.lookups import open_lookup, read_query
from kliping.settings import Settings
from kliping.warehouse import (
    engine_path,
    find_alike,
    find_first_fetch,
    load_batch,
    publish_copy,
    refresh_engine,
    search_published,
    writer,
)
from kliping.warehouse.access.schema import apply_migrations
from kliping.warehouse.fulltext.article_places import ArticlePlace, select_places

from tests.warehouse.staging import Stage, capture

ROW_GROUP = 2_048
GROUPS = 12
FIRST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """A file of many row groups, an article a minute, as loads leave them."""
    path = tmp_path_factory.mktemp("many") / "many.duckdb"
    with duckdb.connect() as db:
        db.execute(f"ATTACH '{path}' AS kliping (ROW_GROUP_SIZE {ROW_GROUP})")
        db.execute("USE kliping")
        apply_migrations(db, resources.SQL_FOLDER / "schema")
        db.execute((resources.SQL_FOLDER / "views" / "00_macros.sql").read_text("utf-8"))
        db.execute(
            """
            INSERT INTO articles BY NAME
            SELECT
                md5(n::VARCHAR) AS article_id, 'https://koran.test/' || n AS url, 'Isi berita ' || n AS body,
                article_id AS content_hash, $first + n * INTERVAL 1 MINUTE AS fetched_at,
                fetched_at AS first_fetched_at, fetched_at AS last_fetched_at, 'r1' AS rules_version,
                'none' AS learned_snapshot, article_id AS duplicate_group_id,
                'load' || lpad((n // $apart)::VARCHAR, 4, '0') AS load_id
            FROM range($rows) AS t(n)
            """,
            {"first": FIRST, "rows": ROW_GROUP * GROUPS, "apart": ROW_GROUP},
        )
        db.execute("INSERT INTO article_changes SELECT load_id, article_id, outlet, url, 'inserted' FROM articles")
        db.execute((resources.SQL_FOLDER / "views" / "28_changes.sql").read_text("utf-8"))
    return path


class Counted:
    """A connection whose queries are profiled; ``scanned`` is how many rows the last one looked through."""

    def __init__(self, path: Path, profile: Path) -> None:
        self._db, self._profile = duckdb.connect(path, read_only=True), profile
        for name, value in (("enable_profiling", "json"), ("profiling_output", profile)):
            self._db.execute(f"PRAGMA {name} = '{value}'")

    def execute(self, query: str, given: dict[str, object]) -> Counted:
        self._found = self._db.execute(query, given).fetchall()
        self.scanned = json.loads(self._profile.read_text("utf-8"))["cumulative_rows_scanned"]
        return self

    def fetchall(self) -> list[Any]:
        return self._found


def make_id(number: int) -> str:
    return hashlib.md5(str(number).encode()).hexdigest()


def test_a_look_up_reads_the_rows_of_one_moment_however_many_there_are(many, tmp_path):
    db = Counted(many, tmp_path / "profile.json")
    number = ROW_GROUP * GROUPS // 2
    moment = FIRST + dt.timedelta(minutes=number)
    given = {"asked": make_id(number), "first_fetched_at": moment}
    assert len(db.execute(read_query("article_at"), given).fetchall()) == 1
    assert db.scanned <= ROW_GROUP
    asked = {"article_id": make_id(number), "first_fetched_at": moment}
    assert len(db.execute(read_query("article_versions"), asked).fetchall()) == 1
    assert db.scanned <= ROW_GROUP
    db.execute(read_query("article_of_id"), {"asked": make_id(number)})
    assert db.scanned >= ROW_GROUP * GROUPS, "by the id alone all ids are read"
    assert [row[0] for row in select_places(db, [ArticlePlace(make_id(number), moment)])] == [make_id(number)]


def test_what_changed_after_a_load_is_read_without_the_articles_before_it(many, tmp_path):
    db = Counted(many, tmp_path / "profile.json")
    rows = db.execute("SELECT article_id, body FROM changes($since)", {"since": f"load{GROUPS - 2:04}"}).fetchall()
    assert len(rows) == ROW_GROUP
    assert all(body for _, body in rows)
    assert db.scanned <= 4 * ROW_GROUP, "of the load and the one before it, in both tables"
    assert len(db.execute("SELECT article_id, body FROM changes(NULL)", {}).fetchall()) == ROW_GROUP * GROUPS


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path / "data")
    stage = Stage(tmp_path / "stage")
    alike = "Sirkuit Mandalika di Lombok ramai penonton balap"
    load_and_publish(settings, stage, capture("https://koran.test/a", f"{alike} pagi ini."),
                     capture("https://koran.test/b", f"{alike}, kata panitia."))  # fmt: skip
    refresh_engine(settings)
    return settings


def load_and_publish(settings: Settings, stage: Stage, *rows: dict[str, Any]) -> None:
    with writer(settings) as db:
        load_batch(db, stage.of(*rows))
    publish_copy(settings)


def read_articles(own: Settings) -> list[tuple[str, str, int]]:
    """Return address, text and number of versions of what the index finds, by each article's id."""
    with open_lookup(own) as lookup:
        assert lookup is not None
        found = [lookup.find_article(hit.article_id) for hit in search_published(own, "mandalika").hits]
        return sorted((row["url"][-1], row["body"], len(lookup.list_versions(row))) for row in found if row)


def test_the_index_knows_when_each_article_was_first_fetched(own):
    with open_lookup(own) as lookup:
        assert lookup is not None
        rows = [lookup.find_article(f"https://koran.test/{name}") for name in "ab"]
    for row in rows:
        assert row is not None
        assert find_first_fetch(own, row["article_id"]) == row["first_fetched_at"]
    assert find_first_fetch(own, "nobody") is None
    shutil.rmtree(engine_path(own))
    assert find_first_fetch(own, rows[0]["article_id"]) is None


def test_an_article_is_found_while_the_index_is_behind(own, tmp_path):
    before = read_articles(own)
    assert [one[::2] for one in before] == [("a", 1), ("b", 1)]
    edited = capture("https://koran.test/a", "Sirkuit Mandalika ditutup sementara.", 9)
    load_and_publish(own, Stage(tmp_path / "edit"), edited)
    page = search_published(own, "mandalika")
    assert page.behind
    assert len(page.hits) == 2
    after = read_articles(own)
    assert after == [("a", "Sirkuit Mandalika ditutup sementara.", 2), before[1]]
    (other,) = [hit.article_id for hit in page.hits if hit.url.endswith("b")]
    assert find_alike(own, other) == (), "it is left out until the index follows"
    refresh_engine(own)
    assert read_articles(own) == after
