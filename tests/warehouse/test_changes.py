"""changes(since): a reader that keeps its last load has what the warehouse has, and gets nothing twice."""

from __future__ import annotations

import datetime as dt
import sys
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kliping.resources import SQL_FOLDER
from kliping.warehouse import load_batch, writer

from tests.postgres import BOTH_SHAPES
from tests.warehouse.staging import NOON, capture
from tests.warehouse.test_laws import captures, load_captures, memory

SHAPES = BOTH_SHAPES

VIEW = SQL_FOLDER / "views" / "28_changes.sql"
MACRO = VIEW.read_text("utf-8").partition("COMMENT ON")[0]


class Mirror:
    """A copy of ``articles`` that is kept by changes alone."""

    def __init__(self):
        self.last, self.rows = None, {}

    def follow(self, db):
        """Take over what is new; what a change says must fit what is there."""
        found = db.execute("SELECT load_id, change, article_id, content_hash FROM changes(?)", [self.last]).fetchall()
        assert [row[0] for row in found] == sorted(row[0] for row in found)
        for load_id, change, article_id, content_hash in found:
            assert (change == "inserted") == (article_id not in self.rows), change
            before = self.rows.pop(article_id, None)
            if change != "removed":
                self.rows[article_id] = content_hash
                assert change != "updated" or before == content_hash
            self.last = load_id
        return len(found)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(captures, captures, st.data())
def test_a_reader_that_follows_has_the_same_articles(found, later, data):
    """Loads, reruns, refusals by other rules; the reader looks after some of them."""
    with memory() as (db, stage):
        db.execute(MACRO)
        mirror = Mirror()
        for rules, batch in (("r1", found), ("r2", found | later), ("r1", found)):
            for key in data.draw(st.permutations(list(batch))):
                load_captures(db, stage, batch, [key], rules)
                if data.draw(st.booleans()):
                    mirror.follow(db)
        mirror.follow(db)
        assert mirror.rows == dict(db.execute("SELECT article_id, content_hash FROM articles").fetchall())
        assert mirror.follow(db) == 0


def test_an_article_that_moves_leaves_its_old_address(settings, stage):
    signed = {"signature": list(range(32)), "published_at": NOON}
    with writer(settings) as db:
        db.execute(MACRO)
        mirror = Mirror()
        load_batch(db, stage.of(capture("https://koran.test/read/1234567/lama", "Isi.", 0, **signed)))
        mirror.follow(db)
        load_batch(db, stage.of(capture("https://koran.test/read/1234567/baru", "Isi.", 1, **signed)))
        changes = db.execute("SELECT change, url FROM changes(?) ORDER BY ALL", [mirror.last]).fetchall()
        assert changes == [
            ("inserted", "https://koran.test/read/1234567/baru"),
            ("removed", "https://koran.test/read/1234567/lama"),
        ]
        mirror.follow(db)
        assert len(mirror.rows) == 1


def test_ids_of_loads_sort_as_they_were_committed_though_a_clock_goes_back(settings, stage, monkeypatch):
    class Clock(dt.datetime):
        moments = iter([NOON, NOON, NOON - dt.timedelta(hours=1), NOON - dt.timedelta(hours=1)])

        @classmethod
        def now(cls, tz=None):
            return next(cls.moments, NOON - dt.timedelta(hours=2))

    clock = SimpleNamespace(datetime=Clock, timedelta=dt.timedelta, UTC=dt.UTC)
    monkeypatch.setattr(sys.modules["kliping.warehouse.loads.load"], "dt", clock)
    with writer(settings) as db:
        ids = [load_batch(db, stage.of(capture(f"https://koran.test/{n}"))).load_id for n in range(3)]
    assert ids == sorted(ids)
    assert len({one[:21] for one in ids}) == len(ids)


@pytest.mark.parametrize("since", [None, ""])
def test_from_the_beginning_everything_is_inserted(settings, stage, since):
    with writer(settings) as db:
        db.execute(MACRO)
        load_batch(db, stage.of(capture("https://koran.test/1"), capture("https://koran.test/2")))
        assert db.execute("SELECT change FROM changes(?)", [since]).fetchall() == [("inserted",)] * 2
