"""``matches('...')`` and ``search('...')`` in SQL find what the engine finds, in a Python session and in a shell."""

from __future__ import annotations

import os
import subprocess
import sys

import duckdb
import pytest
from kliping.errors import InputError
from kliping.warehouse import (
    list_matches_statements,
    list_session_statements,
    load_batch,
    open_session,
    publish_copy,
    refresh_engine,
    search_published,
    writer,
)

from tests.warehouse.staging import capture

CASES = [
    ("banjir", ["1", "2", "3"]), ("banjir NOT surut", ["1", "3"]), ('"banjir bandang"', ["1"]), ("keban*", ["3"]),
    ("title:air", ["2"]), ("outlet:koran (surut OR order)", ["2", "3"]), ("gempa", []), ("Jum'at OR surut", ["2", "4"]),
]  # fmt: skip


@pytest.fixture
def searchable(settings, stage):
    rows = [
        capture("https://koran.test/1", "Banjir bandang melanda desa itu tadi malam."),
        capture("https://koran.test/2", "Banjir surut; warga membersihkan rumah.", title="Air"),
        capture("https://koran.test/3", "Perajin tahu kebanjiran order."),
        capture("https://koran.test/4", "Rapat itu hari Jum'at."),
    ]
    with writer(settings) as db:
        load_batch(db, stage.of(*rows))
    publish_copy(settings)
    refresh_engine(settings)
    return settings


def render_matches(query: str) -> str:
    text = query.replace("'", "''")
    return f"SELECT url FROM articles WHERE article_id IN (FROM matches('{text}')) ORDER BY url"


def test_a_session_asks_the_search_engine(searchable):
    with open_session(searchable) as db:
        for query, finds in CASES:
            found = db.execute(render_matches(query)).fetchall()
            assert [url[-1] for (url,) in found] == finds, query
        (count,) = db.execute("SELECT count(*) FROM matches('banjir') AS m JOIN articles USING (article_id)").fetchone()
        assert count == 3
        with pytest.raises(duckdb.Error, match="there is no such field"):
            db.execute(render_matches("warna:biru")).fetchall()


def test_search_ranks_as_the_command_does(searchable):
    """The same articles in the same order, with their scores and a snippet at the first needle."""
    with open_session(searchable) as db:
        for query, finds in CASES:
            found = db.execute("SELECT url, score FROM search(?)", [query]).fetchall()
            assert sorted(url[-1] for url, _ in found) == finds, query
            scores = dict(found)
            page = search_published(searchable, query, limit=10)
            ranked = [scores[hit.url] for hit in page.hits]
            assert ranked == sorted(ranked, reverse=True), query
        assert db.execute("SELECT title, snippet FROM search('title:air')").fetchall() == [
            ("Air", "Banjir surut; warga membersihkan rumah.")
        ]
        with pytest.raises(duckdb.Error, match="there is no such field"):
            db.execute("FROM search('warna:biru')").fetchall()


def test_a_shell_searches_and_matches_in_one_statement(searchable, tmp_path):
    statement = "FROM search('banjir NOT surut') WHERE article_id IN (FROM matches('keban*'))"
    with duckdb.connect() as db:
        for each in [*list_session_statements(searchable), *list_matches_statements(searchable, statement, tmp_path)]:
            db.execute(each)
        assert [row[5][-1] for row in db.execute(statement).fetchall()] == ["3"]
        with pytest.raises(duckdb.Error, match=r"search\(\) needs its query as a literal"):
            db.execute("FROM search('sur' || 'ut2')").fetchall()


def test_a_shell_gets_what_the_literals_of_its_query_find(searchable):
    environment = os.environ | {"KLIPING_DATA": str(searchable.data_path)}
    asked = " UNION ALL ".join(f"({render_matches(query)})" for query, _ in CASES)
    done = subprocess.run(
        [sys.executable, "-c", "from kliping.cli import main; main()", "sql", "--format", "csv", asked],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    expected = [f"https://koran.test/{one}" for _, finds in CASES for one in finds]
    assert sorted(done.stdout.split()[1:]) == sorted(expected)


def test_without_a_literal_it_says_where_it_works(searchable, tmp_path):
    with duckdb.connect() as db:
        for statement in list_matches_statements(searchable, None, tmp_path):
            db.execute(statement)
        for name in ("matches", "search"):
            with pytest.raises(duckdb.Error, match="ask the search engine"):
                db.execute(f"FROM {name}('banjir')").fetchall()


def test_another_query_than_the_literals_is_an_error_and_not_empty(searchable, tmp_path):
    with duckdb.connect() as db:
        for statement in list_matches_statements(searchable, "FROM matches('surut')", tmp_path):
            db.execute(statement)
        assert len(db.execute("FROM matches('surut')").fetchall()) == 1
        with pytest.raises(duckdb.Error, match="as a literal"):
            db.execute("FROM matches('sur' || 'ut2')").fetchall()


def test_a_query_that_is_not_understood_is_refused_before_the_shell_starts(searchable, tmp_path):
    with pytest.raises(InputError, match="there is no such field"):
        list_matches_statements(searchable, render_matches("warna:biru"), tmp_path)
