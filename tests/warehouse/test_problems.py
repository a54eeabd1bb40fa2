"""Problems: what an operator should know, until it is over."""

from __future__ import annotations

import os
import re
import time

import pytest
from kliping import pipeline
from kliping.warehouse import STOPPED_PREFIX, find_problems, load_batch, publish_copy, writer
from kliping.warehouse.health import detection
from kliping.warehouse.health.problems import PROBLEMS

from tests.postgres import BOTH_AT_LENGTH, FILES_ONLY
from tests.warehouse.staging import A_DAY, DAY, NOON, capture, outcome

SHAPES = BOTH_AT_LENGTH


class TestSignals:
    def causes(self, settings, **more):
        return {s.cause: s for s in find_problems(settings, today=DAY + 3 * A_DAY, **more) if s.cause != "disk"}

    def test_a_missed_day_and_an_outlet_that_is_behind(self, loaded):
        found = self.causes(loaded)
        assert set(found) == {"behind:koran"}
        later = {s.cause: s for s in find_problems(loaded, today=DAY + 5 * A_DAY)}
        assert f"missed:{DAY + 3 * A_DAY}" in later
        command = later[f"missed:{DAY + 3 * A_DAY}"].remedy
        assert command == f"make backfill FROM={DAY + 3 * A_DAY} TO={DAY + 4 * A_DAY} SOURCES=harian,koran"
        assert sum(cause.startswith("missed:") for cause in later) == 1, "days in a row have one cause"

    def test_a_stopped_outlet_is_reported_once_with_what_releases_it(self, loaded, stage):
        stopped = stage.outlet(error=f"{STOPPED_PREFIX}same_text: more than half of the articles share their text")
        with writer(loaded) as db:
            load_batch(db, stage.batch(stopped, run="held", day=DAY + 2 * A_DAY))
        publish_copy(loaded)
        held = f"failed:koran:{DAY + 2 * A_DAY}"
        found = {cause: s for cause, s in self.causes(loaded).items() if "koran" in cause}
        assert list(found) == [held]
        assert "same_text" in found[held].says
        assert found[held].remedy.startswith("kliping load --run held --accept koran")

    @pytest.mark.parametrize(
        ("loads", "refused", "signalled"),
        [(7, 2, False), (28, 8, False), (10, 10, True), (3, 6, False), (5, 5, True), (70, 30, True), (790, 210, False)],
    )
    def test_a_share_in_quarantine_that_chance_does_not_explain(self, loaded, loads, refused, signalled):
        with writer(loaded) as db:
            db.execute(
                "UPDATE loads SET revised = 0, unchanged = 0, loaded = $1, quarantined = $2"
                " WHERE outlet = 'harian' AND job = 'ingest' AND load_id = (SELECT max(load_id) FROM loads"
                " WHERE outlet = 'harian')",
                [loads, refused],
            )
            db.execute(
                "UPDATE loads SET loaded = 0, revised = 0, unchanged = 0, quarantined = 0 WHERE outlet = 'harian'"
                " AND load_id <> (SELECT max(load_id) FROM loads WHERE outlet = 'harian')"
            )
        publish_copy(loaded)
        assert ("quarantined:harian" in self.causes(loaded)) == signalled

    def test_a_volume_far_from_usual(self, loaded, stage):
        """The usual volume is learned: the newest day beside the days before, if they are seven at least."""
        rows = [
            capture(f"https://koran.test/v{d}-{k}", f"{d} {k}", published_at=NOON + d * A_DAY)
            for d in range(-8, 3)
            for k in range(40 if d == 2 else 5)
        ]
        with writer(loaded) as db:
            load_batch(db, stage.batch(stage.outlet(*rows), run="much", day=DAY + 2 * A_DAY))
        publish_copy(loaded)
        assert "high:koran" in self.causes(loaded)

    def test_a_refused_outlet_until_it_loads(self, loaded, stage):
        with writer(loaded) as db:
            load_batch(
                db,
                stage.batch(
                    stage.outlet(capture("https://koran.test/9"), discovered=7), run="bad", day=DAY + 2 * A_DAY
                ),
            )
        publish_copy(loaded)
        assert f"refused:koran:{DAY + 2 * A_DAY}" in self.causes(loaded)
        with writer(loaded) as db:
            load_batch(db, stage.batch(stage.outlet(capture("https://koran.test/9")), run="good", day=DAY + 2 * A_DAY))
        publish_copy(loaded)
        assert f"refused:koran:{DAY + 2 * A_DAY}" not in self.causes(loaded)

    @pytest.mark.parametrize(
        ("note", "noted", "articles", "signalled"),
        [
            ("rule_missed:body", 6, 12, True),
            ("canonical_refused", 6, 12, True),
            ("rule_missed:date", 8, 36, False),  # by chance, where one of eight is usual
            ("rule_missed:date", 13, 36, True),
            ("canonical_refused", 3, 10, False),
        ],
    )
    def test_a_note_that_many_articles_bear(self, loaded, stage, note, noted, articles, signalled):
        rows = [
            capture(f"https://koran.test/n{n}", f"Isi {n}", notes=[note] if n < noted else []) for n in range(articles)
        ]
        with writer(loaded) as db:
            load_batch(db, stage.batch(stage.outlet(*rows), day=DAY + 2 * A_DAY))
        publish_copy(loaded)
        assert (f"{note}:koran" in self.causes(loaded)) == signalled

    def failed(self, stage, reasons, loads=8):
        """An outlet that loads some articles and fails at a link for each of the reasons."""
        rows = [capture(f"https://koran.test/ada/{n}", f"Isi {n}.", published_at=NOON + A_DAY) for n in range(loads)]
        links = [capture(f"https://koran.test/gagal/{n}") for n in range(len(reasons))]
        others = [outcome(row, "failed", reason=reason) for row, reason in zip(links, reasons, strict=True)]
        return stage.batch(stage.outlet(*rows, others=others), run="partly", day=DAY + A_DAY)

    @pytest.mark.parametrize(
        ("reasons", "expected"),
        [
            (["maintenance"] * 4, "4 links"),
            (["maintenance", "timeout", "timeout"], "3 links of 2024-11-27: they failed, most with timeout"),
            (["maintenance"] * 8 + ["http_503"], "9 links"),
            (["maintenance"] * 2, None),
            (["http_404", "http_410"] * 3, None),
            (["http_404"] * 2 + ["blocked"] * 2, None),
            ([], None),
        ],
    )
    def test_links_that_failed_beside_others_that_loaded(self, loaded, stage, reasons, expected):
        with writer(loaded) as db:
            load_batch(db, self.failed(stage, reasons))
        publish_copy(loaded)
        found = self.causes(loaded).get(f"failed_links:koran:{DAY + A_DAY}")
        assert (expected in found.says) if expected else found is None
        if found:
            assert found.remedy == f"make backfill FROM={DAY + A_DAY} TO={DAY + A_DAY} SOURCES=koran AGAIN=1"

    def test_links_that_failed_until_a_later_run_has_fetched_them(self, loaded, stage):
        cause = f"failed_links:koran:{DAY + A_DAY}"
        again = [capture(f"https://koran.test/gagal/{n}", f"Isi gagal {n}.") for n in range(4)]
        with writer(loaded) as db:
            load_batch(db, self.failed(stage, ["maintenance"] * 4))
            others = [outcome(row, "failed", reason="timeout") for row in again]
            load_batch(db, stage.batch(stage.outlet(others=others, known=8), run="again", day=DAY + A_DAY))
        publish_copy(loaded)
        assert "timeout" in self.causes(loaded)[cause].says
        with writer(loaded) as db:
            load_batch(db, stage.batch(stage.outlet(*again, known=8), run="well", day=DAY + A_DAY))
        publish_copy(loaded)
        assert cause not in self.causes(loaded)


def test_every_problem_of_the_table_is_found_somewhere(repository):
    """By a check of sql/doctor, as a state of an outlet, or by its name in the code; what nothing finds is dead."""
    code = "".join(path.read_text("utf-8") for path in (repository / "plugins").rglob("*.py"))
    made = set(re.findall(r'make_problem\(\s*"(\w+)"', code)) | {"refused", "stopped"}
    checks = set(re.findall(r"SELECT '(\w+)'", (repository / "sql" / "doctor" / "checks.sql").read_text("utf-8")))
    view = (repository / "sql" / "views" / "21_source_health.sql").read_text("utf-8")
    states = set(re.findall(r"(?:THEN|ELSE) '([\w ]+)'", view)) - {"ok", "never loaded"}
    assert made | checks | states == PROBLEMS.keys()


def test_a_disk_that_fills_is_one_problem_for_doctor_and_status(loaded, monkeypatch):
    monkeypatch.setattr(detection, "FREE_SHARE", 2.0)
    loaded.data_path.mkdir(exist_ok=True)  # of a DuckLake nothing need lie there yet
    assert [one.name for one in find_problems(loaded, today=DAY) if one.name == "disk"] == ["disk"]
    assert sum("The disk is filling up" in line for line in pipeline.check_health(loaded)) == 1


@FILES_ONLY
def test_what_was_never_published_is_one_problem_for_doctor(loaded, stage):
    with writer(loaded) as db:
        load_batch(db, stage.batch(stage.outlet(capture("https://koran.test/baru")), run="later"))
    later = time.time() + 36_000
    os.utime(loaded.warehouse_path, (later, later))
    assert [one.name for one in find_problems(loaded, today=DAY) if one.name == "unpublished"] == ["unpublished"]
    assert sum("The published copy lacks" in line for line in pipeline.check_health(loaded)) == 1
