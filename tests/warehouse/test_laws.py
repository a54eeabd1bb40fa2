"""Law 3: the tables are a function of the captures, whatever the order, the batches and the reruns."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kliping.model import RESULTS
from kliping.resources import SQL_FOLDER
from kliping.warehouse import load_batch
from kliping.warehouse.access.schema import apply_migrations

from tests.warehouse.staging import Stage, capture, read_content_tables

URLS = [f"https://koran.test/{name}" for name in "ab"]

versions = st.sampled_from(["A", "B", "C", ""])  # an empty body is refused by validation
captures = st.dictionaries(st.tuples(st.sampled_from(URLS), st.integers(0, 4)), versions, min_size=1, max_size=8)


@contextmanager
def memory():
    """An empty warehouse in memory, and a stage."""
    with duckdb.connect() as db, tempfile.TemporaryDirectory() as folder:
        db.execute("SET TimeZone = 'UTC'")
        db.execute("SET threads = 1")
        apply_migrations(db, SQL_FOLDER / "schema")
        yield db, Stage(Path(folder))


class Interrupted(BaseException):
    """Stands in for whatever ends a load in the middle; SIGKILL itself is in test_load_kills.py."""


@contextmanager
def interrupted_at(step):
    """The load's own step hook raises at ``step``."""
    module = sys.modules["kliping.warehouse.loads.load"]
    reached = module.failpoint

    def raise_at(name):
        if name == step:
            raise Interrupted(name)

    module.failpoint = raise_at
    try:
        yield
    finally:
        module.failpoint = reached


def load_captures(db, stage, found, keys, rules="r1"):
    """Load the captures named by ``keys`` as one batch; counts must add up (law 1)."""
    rows = [(capture(url, found[url, hour], hour, rules), found[url, hour]) for url, hour in keys]
    batch = stage.of(
        *(row for row, body in rows if body), refused=[(row, "body_empty") for row, body in rows if not body]
    )
    report = load_batch(db, batch)
    assert not report.refused
    outlet = report.outlets[0]
    assert outlet.discovered == outlet.known + sum(outlet.counts.values())
    assert db.execute("SELECT count(*) FROM outcomes WHERE load_id = ?", [report.load_id]).fetchone()[0] == sum(
        outlet.counts[result] for result in RESULTS
    )


def check_keys(db):
    """Keys are unique, and revisions are other versions than the current one."""
    for table, key in (
        ("articles", "article_id"),
        ("article_revisions", "article_id, content_hash"),
        ("captures", "article_id, fetched_at, payload_digest"),
        ("quarantine", "quarantine_id"),
    ):
        assert db.execute(f"SELECT {key} FROM {table} GROUP BY ALL HAVING count(*) > 1").fetchall() == []
    assert db.execute("FROM article_revisions SEMI JOIN articles USING (article_id, content_hash)").fetchall() == []


STEPS = ["load.stage", "load.captures", "load.articles", "load.duplicates", "load.outcomes", "load.commit"]

quick = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


@quick
@given(captures, st.data())
def test_any_order_of_batches_and_reruns_gives_the_same_tables(found, data):
    keys = list(found)
    with memory() as (db, stage):
        load_captures(db, stage, found, keys)
        clean = read_content_tables(db)
        check_keys(db)
    order = data.draw(st.permutations(keys))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(keys)), max_size=3)) | {0, len(keys)})
    batches = [order[a:b] for a, b in pairwise(cuts)]
    batches += data.draw(st.lists(st.sampled_from(batches), max_size=3))
    with memory() as (db, stage):
        for batch in batches:
            if step := data.draw(st.sampled_from([None, None, *STEPS])):
                before = read_content_tables(db)
                with interrupted_at(step), pytest.raises(Interrupted):
                    load_captures(db, stage, found, batch)
                assert read_content_tables(db) == before
            load_captures(db, stage, found, batch)
            check_keys(db)
        assert read_content_tables(db) == clean


@quick
@given(captures, st.data())
def test_scraping_everything_again_is_as_if_it_had_never_been_scraped_otherwise(found, data):
    keys = list(found)
    again = {key: data.draw(versions) for key in keys}
    with memory() as (db, stage):
        load_captures(db, stage, again, keys, "r2")
        clean = read_content_tables(db)
    with memory() as (db, stage):
        for key in data.draw(st.permutations(keys)):
            load_captures(db, stage, found, [key])
        for key in data.draw(st.permutations(keys)):
            load_captures(db, stage, again, [key], "r2")
            check_keys(db)
        assert read_content_tables(db) == clean


@quick
@given(st.dictionaries(st.integers(0, 5), st.sampled_from(["A", "B", "C"]), min_size=1))
def test_current_is_the_newest_fetch_and_revisions_are_the_other_versions(found):
    """The same, said by a model in three lines of Python."""
    newest = found[max(found)]
    with memory() as (db, stage):
        load_captures(db, stage, {(URLS[0], hour): body for hour, body in found.items()}, [(URLS[0], h) for h in found])
        assert db.execute("SELECT body FROM articles").fetchall() == [(newest,)]
        revisions = {body for (body,) in db.execute("SELECT body FROM article_revisions").fetchall()}
        assert revisions == set(found.values()) - {newest}
        columns = "SELECT body, first_fetched_at, last_fetched_at"
        spans = db.execute(f"{columns} FROM articles UNION ALL {columns} FROM article_revisions")
        for body, first, last in spans.fetchall():
            hours = [hour for hour, seen in found.items() if seen == body]
            assert last - first == dt.timedelta(hours=max(hours) - min(hours))


@pytest.mark.full
@pytest.mark.long
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(captures, st.data())
def test_any_order_at_length(found, data):
    test_any_order_of_batches_and_reruns_gives_the_same_tables.hypothesis.inner_test(found, data)


@pytest.mark.full
@pytest.mark.long
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(captures, st.data())
def test_scraping_again_at_length(found, data):
    test_scraping_everything_again_is_as_if_it_had_never_been_scraped_otherwise.hypothesis.inner_test(found, data)
