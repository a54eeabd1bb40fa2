"""Export, compaction, backup, doctor, signals: on a real warehouse, and on one that is broken on purpose."""

from __future__ import annotations

import csv
import datetime as dt
import http.server
import json
import os
import shutil
import threading
import time

import duckdb
import pytest
from kliping.model import Source
from kliping.settings import Settings
from kliping.warehouse import (
    STOPPED,
    WarehouseError,
    backup,
    clear_stage,
    compact,
    doctor,
    export,
    heard,
    load,
    post,
    publish,
    reader,
    register,
    restore,
    signals,
    status,
    usual_volumes,
    writer,
)  # fmt: skip

from tests.warehouse.staging import DAY, NOON, Stage, capture, content

A_DAY = dt.timedelta(days=1)
ODD = 'Judul, "kutip"\nbaris; ☕'


@pytest.fixture
def loaded(settings, three_days):
    """A copy of ``three_days`` of one's own."""
    shutil.copytree(three_days, settings.data)
    return settings


@pytest.fixture(scope="module")
def three_days(tmp_path_factory, repository):
    """Three days, one article each; the last of another outlet. The data folder."""
    folder = tmp_path_factory.mktemp("three-days")
    settings, stage = Settings(home=repository, data=folder / "data"), Stage(folder / "stage")
    with writer(settings) as db:
        for n in range(3):
            outlet = "koran" if n < 2 else "harian"
            row = capture(
                f"https://{outlet}.test/{n}",
                hours=24 * n,
                outlet=outlet,
                published_at=NOON + n * A_DAY,
                title=ODD,
                authors=["Sari", "Budi"],
            )
            load(db, stage.batch(stage.outlet(row, outlet=outlet), run=f"run-{n}", day=DAY + n * A_DAY))
    publish(settings)
    return settings.data


class TestExport:
    def test_parquet(self, loaded, tmp_path):
        assert export(loaded, tmp_path / "a.parquet") == 3
        rows = duckdb.sql(f"SELECT title, authors, removed[1].kind FROM '{tmp_path}/a.parquet'").fetchall()
        assert rows == [(ODD, ["Sari", "Budi"], "related")] * 3

    def test_csv_has_lists_as_json(self, loaded, tmp_path):
        export(loaded, tmp_path / "a.csv", format="csv")
        with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        assert rows[0]["title"] == ODD
        assert json.loads(rows[0]["authors"]) == ["Sari", "Budi"]

    def test_json_lines(self, loaded, tmp_path):
        export(loaded, tmp_path / "a.jsonl", format="jsonl")
        rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
        assert [row["title"] for row in rows] == [ODD] * 3

    @pytest.mark.parametrize(
        ("choice", "expected"),
        [
            ({"first": DAY + A_DAY}, [1, 2]),
            ({"last": DAY}, [0]),
            ({"first": DAY + A_DAY, "last": DAY + A_DAY}, [1]),
            ({"outlets": ["harian"]}, [2]),
        ],
    )
    def test_a_choice(self, loaded, tmp_path, choice, expected):
        assert export(loaded, tmp_path / "it's [1].parquet", **choice) == len(expected)
        rows = duckdb.execute(
            "SELECT url FROM read_parquet(?) ORDER BY 1", [str(tmp_path / "it's [[]1].parquet")]
        ).fetchall()
        assert sorted(int(url.rpartition("/")[2]) for (url,) in rows) == expected

    def test_what_cannot_be(self, loaded, settings, tmp_path):
        with pytest.raises(WarehouseError, match="no format xlsx"):
            export(loaded, tmp_path / "a.xlsx", format="xlsx")
        with pytest.raises(WarehouseError, match=r"Nothing of '; DROP TABLE articles; -- .* Choose of: harian, koran"):
            export(loaded, tmp_path / "a.csv", outlets=["'; DROP TABLE articles; --"])
        with pytest.raises(WarehouseError, match="no folder"):
            export(loaded, tmp_path / "none" / "a.csv")
        with pytest.raises(WarehouseError, match="ends before it begins"):
            export(loaded, tmp_path / "a.csv", first=DAY, last=DAY - A_DAY)
        with pytest.raises(WarehouseError, match="Nothing is published"):
            export(Settings(home=settings.home, data=tmp_path / "none"), tmp_path / "a.csv", format="csv")
        assert not list(tmp_path.glob("*a.*"))


class TestMaintain:
    def test_compaction_keeps_everything_and_gives_space_back(self, settings, stage):
        with writer(settings) as db:
            body = " ".join(map(str, range(20_000)))
            for n in range(8):
                load(
                    db,
                    stage.of(
                        *(capture(f"https://koran.test/{k}", f"{n} {k} {body}") for k in range(8)),
                    ),
                )
            db.execute("CREATE TABLE waste AS SELECT hash(i) AS h FROM range(2000000) t(i)")
            db.execute("CHECKPOINT")
            db.execute("DROP TABLE waste")
            before = content(db)
        report = compact(settings)
        assert report.after < report.before / 2
        with writer(settings) as db:
            assert content(db) == before
            assert load(db, stage.of(capture("https://koran.test/new"))).counts["loaded"] == 1
        assert publish(settings).published

    def test_nothing_to_compact(self, settings):
        assert compact(settings) is None

    def test_a_backup_brings_everything_back(self, loaded, stage, tmp_path):
        with writer(loaded) as db:
            before = content(db)
        copy = backup(loaded, tmp_path / "backups")
        with writer(loaded) as db:
            load(db, stage.of(capture("https://koran.test/later")))
        restore(loaded, copy)
        with writer(loaded) as db:
            assert content(db) == before
        with reader(loaded) as db:
            assert db.execute("SELECT count(*) FROM articles").fetchone() == (3,)

    def test_a_damaged_backup_is_refused(self, loaded, tmp_path):
        copy = backup(loaded, tmp_path)
        data = bytearray(copy.read_bytes())
        data[len(data) // 2] ^= 1
        copy.write_bytes(data)
        with pytest.raises(WarehouseError, match="is damaged"):
            restore(loaded, copy)
        with pytest.raises(WarehouseError, match="is no backup"):
            restore(loaded, tmp_path / "nothing.duckdb")
        with writer(loaded) as db:
            assert db.execute("SELECT count(*) FROM articles").fetchone() == (3,)

    def test_a_truncated_warehouse_is_named_and_a_backup_mends_it(self, loaded, tmp_path):
        copy = backup(loaded, tmp_path)
        data = loaded.warehouse_path.read_bytes()
        loaded.warehouse_path.write_bytes(data[:5000])
        with pytest.raises(WarehouseError, match=r"warehouse\.duckdb.*(kliping restore|damaged)"), writer(loaded):
            pass
        restore(loaded, copy)
        assert status(loaded).articles == 3

    @pytest.mark.parametrize(
        ("run", "age", "goes"),
        [
            ("run-0", 20, True),
            ("run-1", 13, False),
            ("never-loaded", 20, False),
            ("never-loaded", 91, True),
            ("2024-11-26.watch-nothing", 20, True),
            ("failed", 20, False),
            ("failed", 91, True),
        ],
    )
    def test_stage_folders_and_docs_that_have_served(self, loaded, stage, run, age, goes):
        with writer(loaded) as db:
            load(db, stage.batch(stage.outlet(error="down"), stage.outlet(outlet="harian"), run="failed"))
        publish(loaded)
        old = time.time() - age * 86_400
        for folder in (loaded.stage_path / f"run={run}", loaded.data_path / "docs" / run):
            folder.mkdir(parents=True)
            (folder / "plan.json").touch()
            for path in (folder / "plan.json", folder):
                os.utime(path, (old, old))
        assert clear_stage(loaded) == ((run,) if goes else ())
        left = {p.name for p in (*loaded.stage_path.iterdir(), *(loaded.data_path / "docs").iterdir())}
        assert left == (set() if goes else {run, f"run={run}"})


BREAKAGES = {
    "law_1_loads": "UPDATE loads SET loaded = loaded + 1",
    "law_1_outcomes": "DELETE FROM outcomes WHERE outlet = 'harian'",
    "law_1_orphans": "DELETE FROM loads WHERE outlet = 'harian'",
    "law_2_spans": "UPDATE articles SET scraped_text = 'x' || scraped_text WHERE outlet = 'harian'",
    "twice_in_articles": "INSERT INTO articles FROM articles WHERE outlet = 'harian'",
    "twice_in_captures": "INSERT INTO captures FROM captures WHERE outlet = 'harian'",
    "not_the_newest": "UPDATE articles SET content_hash = 'other' WHERE outlet = 'harian'",
    "without_capture": "DELETE FROM captures WHERE outlet = 'harian'",
    "without_version": "DELETE FROM articles WHERE outlet = 'harian'",
    "without_archive": "UPDATE captures SET archive = NULL WHERE outlet = 'harian'",
    "story_apart": "INSERT INTO story_pairs SELECT min(article_id), max(article_id), 1, '' FROM articles",
    "twice_in_revisions": "INSERT INTO article_revisions SELECT articles.* EXCLUDE (story_id) FROM articles, range(2)",
    "not_published": "INSERT INTO loads SELECT * REPLACE ('9' AS load_id, 'failed' AS status) FROM loads LIMIT 1",
}


class TestDoctor:
    def test_all_is_well(self, loaded):
        assert [t for t in doctor(loaded, resolves=lambda _: True) if t.check != "disk_filling"] == []

    def test_nothing_is_well_too(self, settings):
        assert doctor(settings) == ()

    @pytest.mark.parametrize("check", BREAKAGES)
    def test_what_is_wrong_is_found(self, loaded, check):
        with writer(loaded) as db:
            db.execute(BREAKAGES[check])
        found = {trouble.check: trouble for trouble in doctor(loaded)}
        assert check in found
        assert found[check].remedy in str(found[check])

    def test_an_archive_that_lost_pages(self, loaded):
        (trouble,) = (
            t for t in doctor(loaded, resolves=lambda ref: not ref.endswith("#0")) if t.check == "archive_missing"
        )
        assert trouble.rows == 1


class Receiver(http.server.BaseHTTPRequestHandler):
    posted: list[dict] = []  # noqa: RUF012
    status = 200

    def do_POST(self):
        self.posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def webhook():
    Receiver.posted, Receiver.status = [], 200
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook"
        server.shutdown()


class TestSignals:
    def causes(self, settings, **more):
        return {s.cause: s for s in signals(settings, today=DAY + 3 * A_DAY, **more) if s.cause != "disk"}

    def test_a_missed_day_and_an_outlet_that_is_behind(self, loaded):
        found = self.causes(loaded)
        assert set(found) == {f"behind:koran:{DAY + A_DAY}"}
        later = {s.cause: s for s in signals(loaded, today=DAY + 5 * A_DAY)}
        assert f"missed:{DAY + 3 * A_DAY}" in later
        command = later[f"missed:{DAY + 3 * A_DAY}"].command
        assert command == f"make backfill FROM={DAY + 3 * A_DAY} TO={DAY + 4 * A_DAY}"
        assert sum(cause.startswith("missed:") for cause in later) == 1, "days in a row have one cause"

    def test_a_stopped_outlet_is_told_once_with_what_lets_it_pass(self, loaded, stage):
        stopped = stage.outlet(error=f"{STOPPED}same_text: more than half of the articles share their text")
        with writer(loaded) as db:
            load(db, stage.batch(stopped, run="held", day=DAY + 2 * A_DAY))
        publish(loaded)
        found = {cause: s for cause, s in self.causes(loaded).items() if "koran" in cause}
        assert list(found) == ["failed:held:koran"]
        assert "same_text" in found["failed:held:koran"].says
        assert found["failed:held:koran"].command.startswith("kliping load --run held --accept koran")

    def test_a_volume_far_from_usual(self, loaded, stage):
        """The usual volume is learned: the newest day beside the days before, if they are seven at least."""
        rows = [
            capture(f"https://koran.test/v{d}-{k}", f"{d} {k}", published_at=NOON + d * A_DAY)
            for d in range(-8, 3)
            for k in range(40 if d == 2 else 5)
        ]
        with writer(loaded) as db:
            load(db, stage.batch(stage.outlet(*rows), run="much", day=DAY + 2 * A_DAY))
        publish(loaded)
        assert f"high:koran:{DAY + 2 * A_DAY}" in self.causes(loaded)

    def test_what_breaks_off_is_heard_of(self, loaded, webhook):
        config = loaded.model_copy(update={"webhook": webhook})
        for _ in range(2):
            with pytest.raises(WarehouseError), heard(config, "publish", "kliping publish"):
                raise WarehouseError("The disk is full.", "Make room.")
        told = [p["text"] for p in Receiver.posted if "publish failed" in p["text"]]
        assert len(told) == 1
        assert "The disk is full" in told[0]
        assert "`kliping publish`" in told[0]

    def test_a_refused_outlet_until_it_loads(self, loaded, stage):
        with writer(loaded) as db:
            load(
                db,
                stage.batch(
                    stage.outlet(capture("https://koran.test/9"), discovered=7), run="bad", day=DAY + 2 * A_DAY
                ),
            )
        publish(loaded)
        assert "refused:bad:koran" in self.causes(loaded)
        with writer(loaded) as db:
            load(db, stage.batch(stage.outlet(capture("https://koran.test/9")), run="good", day=DAY + 2 * A_DAY))
        publish(loaded)
        assert "refused:bad:koran" not in self.causes(loaded)

    def test_a_rule_that_stopped_matching(self, loaded, stage):
        rows = [
            capture(f"https://koran.test/n{n}", f"Isi {n}", notes=["rule_missed:body"] if n % 2 else [])
            for n in range(12)
        ]
        with writer(loaded) as db:
            report = load(db, stage.batch(stage.outlet(*rows), day=DAY + 2 * A_DAY))
        publish(loaded)
        assert f"rule_missed:body:koran:{report.load_id}" in self.causes(loaded)

    def test_each_cause_is_posted_once_while_it_lasts(self, loaded, webhook):
        config = loaded.model_copy(update={"webhook": webhook})
        found = signals(config, today=DAY + 4 * A_DAY)
        assert len(post(config, found)) == len(found) >= 2
        assert post(config, found) == ()
        assert any(
            f"No run has loaded {DAY + 3 * A_DAY}" in p["text"] and "`make backfill" in p["text"]
            for p in Receiver.posted
        )
        assert post(config, ()) == ()
        assert len(post(config, found)) == len(found)

    def test_a_receiver_that_fails_is_tried_again(self, loaded, webhook):
        config = loaded.model_copy(update={"webhook": webhook})
        found = signals(config, today=DAY + 4 * A_DAY)
        Receiver.status = 500
        assert post(config, found) == ()
        Receiver.status = 200
        assert len(post(config, found)) == len(found)

    def test_without_a_webhook_nothing_is_posted(self, loaded):
        assert post(loaded, signals(loaded, today=DAY + 9 * A_DAY)) == ()


class TestSources:
    def test_who_they_are_is_kept_beside_their_state(self, loaded):
        sources = [Source("koran", "Koran Kita", hosts=("koran.test",), expected=(5, 50)), Source("baru", "Baru")]
        for _ in range(2):
            with writer(loaded) as db:
                register(db, sources)
        publish(loaded)
        with reader(loaded) as db:
            rows = db.execute(
                "SELECT outlet, name, hosts, expected_fewest, last_load_id IS NOT NULL FROM sources ORDER BY 1"
            ).fetchall()
            assert rows == [
                ("baru", "Baru", [], None, False),
                ("harian", None, None, None, True),
                ("koran", "Koran Kita", ["koran.test"], 5, True),
            ]
            assert db.execute("SELECT state FROM source_health WHERE outlet = 'baru'").fetchone() == ("never loaded",)

    def test_usual_volumes_need_history(self, loaded, stage):
        assert usual_volumes(loaded, DAY + 3 * A_DAY) == {}
        rows = [
            capture(f"https://koran.test/u{d}-{k}", f"{d} {k}", published_at=NOON - d * A_DAY)
            for d in range(1, 9)
            for k in range(d % 3 + 1)
        ]
        with writer(loaded) as db:
            load(db, stage.of(*rows))
        publish(loaded)
        assert usual_volumes(loaded, DAY) == {"koran": 2.0}
