"""Out of room, locked, read-only, damaged: nothing is half-loaded, the message is clear, it recovers."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest
from kliping.warehouse import WarehouseLocked, load_batch, publish_copy, writer

from local.environment import ROOT
from tests.warehouse.staging import capture, read_content_tables


class TestReaders:
    @pytest.mark.full
    def test_readers_and_twenty_loads_do_not_meet(self, settings, stage):
        with writer(settings) as db:
            load_batch(db, stage.of(capture("https://koran.test/0")))
        publish_copy(settings)
        long_lived = subprocess.Popen(
            [sys.executable, "-c", READER, str(settings.published_path), "hold"],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )
        assert long_lived.stdout.readline() == "1\n"
        busy = subprocess.Popen(
            [sys.executable, "-c", READER, str(settings.published_path), "poll"],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )
        for n in range(1, 21):
            with writer(settings) as db:
                assert load_batch(db, stage.of(capture(f"https://koran.test/{n}"))).counts["loaded"] == 1
            publish_copy(settings)
        time.sleep(0.3)
        out, _ = long_lived.communicate("done\n", timeout=240)
        assert out == "1\n"
        out, _ = busy.communicate("done\n", timeout=240)
        counts = [int(line) for line in out.splitlines()]
        assert counts == sorted(counts)
        assert counts[-1] == 21
        assert len(set(counts)) > 5
        assert (long_lived.returncode, busy.returncode) == (0, 0)


READER = """
import duckdb, select, sys, time
path, how = sys.argv[1:]
def count(c): return c.execute("SELECT count(*) FROM articles").fetchone()[0]
if how == "hold":
    c = duckdb.connect(path, read_only=True)
    print(count(c), flush=True)
    sys.stdin.readline()
    print(count(c), flush=True)
else:
    while not select.select([sys.stdin], [], [], 0)[0]:
        with duckdb.connect(path, read_only=True) as c:
            print(count(c), flush=True)
        time.sleep(0.05)
"""


class TestLocks:
    def test_a_second_writer_waits_and_reads_who_writes(self, settings):
        with writer(settings):
            code = (
                "from kliping.settings import Settings; from kliping.warehouse import writer\n"
                f"mine = Settings(data={str(settings.data)!r}, lock_timeout=0.3)\n"
                "with writer(mine): pass"
            )
            other = subprocess.run(
                [sys.executable, "-c", code],
                env=os.environ | {"PYTHONPATH": "plugins"},
                capture_output=True,
                text=True,
                check=False,
            )
        assert "WarehouseLocked" in other.stderr
        assert f"pid {os.getpid()}" in other.stderr

    def test_it_gets_the_lock_when_the_first_is_done(self, settings):
        order = []

        def second():
            with writer(settings):
                order.append("second")

        with writer(settings):
            thread = threading.Thread(target=second)
            thread.start()
            time.sleep(0.3)
            order.append("first")
        thread.join()
        assert order == ["first", "second"]

    def test_another_program_holds_the_file(self, settings):
        with writer(settings):
            pass
        path = str(settings.warehouse_path)
        code = f"import duckdb, sys; c = duckdb.connect({path!r}); print('open', flush=True); sys.stdin.read()"
        with subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout.readline() == "open\n"
            impatient = settings.model_copy(update={"lock_timeout": 0.3})
            with (
                pytest.raises(
                    WarehouseLocked, match=rf"held open by another program: .*PID {other.pid}.*Close it there"
                ),
                writer(impatient),
            ):
                pass
            other.communicate("", timeout=240)
        with writer(settings):
            pass


class TestNoRoom:
    def test_a_full_disk_loads_nothing_and_says_so(self, settings, stage, tmp_path):
        """RLIMIT_FSIZE stands in for the disk: a write beyond it fails as one on a full disk does."""
        with writer(settings) as db:
            load_batch(db, stage.of(capture()))
            before = read_content_tables(db)
        limit = settings.warehouse_path.stat().st_size + 200_000
        code = LIMITED.format(limit=limit, data=str(settings.data), stage=str(tmp_path / "big"), what="load")
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        assert "WarehouseError The disk is full" in done.stdout, done.stdout + done.stderr
        with writer(settings) as db:
            assert read_content_tables(db) == before
            assert load_batch(db, stage.of(capture("https://koran.test/later"))).counts["loaded"] == 1

    def test_a_full_disk_leaves_the_published_copy(self, settings, stage):
        with writer(settings) as db:
            load_batch(db, stage.of(capture()))
        publish_copy(settings)
        before = settings.published_path.stat()
        code = LIMITED.format(limit=100_000, data=str(settings.data), stage="", what="publish")
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        assert "WarehouseError The disk is full" in done.stdout, done.stdout + done.stderr
        assert settings.published_path.stat().st_ino == before.st_ino
        assert publish_copy(settings).published


LIMITED = """
import random, resource, signal, sys
sys.path[:0] = ["plugins", "."]
from tests.warehouse.victim import *
from kliping.warehouse import WarehouseError
settings = Settings(data={data!r})
rows = [capture(f"https://koran.test/{{n}}", random.Random(n).randbytes(3000).hex()) for n in range(500)]
batch = Stage(Path({stage!r})).of(*rows) if {what!r} == "load" else None
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
try:
    if batch is None:
        publish_copy(settings)
    else:
        with writer(settings) as connection:
            load_batch(connection, batch)
    print("it went through")
except WarehouseError as error:
    print("WarehouseError", error)
"""


class TestRights:
    def test_a_folder_that_may_not_be_written(self, tmp_path):
        folder = tmp_path / "locked"
        folder.mkdir(mode=0o555)
        tmp_path.chmod(0o755)
        code = (
            "import os, sys; sys.path[:0] = ['plugins', '.']\n"
            "from kliping.settings import Settings; from kliping.warehouse import WarehouseError, writer\n"
            f"settings = Settings(data={str(folder / 'data')!r}); settings.data_path\n"
            "os.getuid() or os.setuid(65534)\n"
            "try:\n"
            "    with writer(settings): pass\n"
            "except WarehouseError as error:\n"
            "    print(error)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
        assert "may not be" in done.stdout, done.stdout + done.stderr
        assert "KLIPING_DATA" in done.stdout

    def test_the_published_copy_is_read_only(self, settings, stage):
        with writer(settings) as db:
            load_batch(db, stage.of(capture()))
        publish_copy(settings)
        assert settings.published_path.stat().st_mode & 0o222 == 0


def test_corrupt_parquet_of_any_kind_fails_its_outlet_alone(settings, stage):
    """Every staged file, cut off at several places: the outlet is named as failed, nothing of it is loaded."""
    with writer(settings) as db:
        for which in ("accepted", "quarantine", "outcomes"):
            for cut in (0.0, 0.3, 0.98):
                outlet = stage.outlet(capture(), refused=[(capture("https://koran.test/x", "", 1), "body_length")])
                path = getattr(outlet, which)
                data = path.read_bytes()
                path.write_bytes(data[: int(len(data) * cut)])
                report = load_batch(db, stage.batch(outlet))
                assert [o.status for o in report.outlets] == ["failed"], (which, cut)
                assert path.name in report.outlets[0].error
                assert all(rows == [] for rows in read_content_tables(db).values())
        garbled = stage.outlet(*(capture(f"https://koran.test/{n}", f"{n} " * 300) for n in range(50)))
        data = bytearray(garbled.accepted.read_bytes())
        data[200:1200] = os.urandom(1000)
        garbled.accepted.write_bytes(data)
        assert load_batch(db, stage.batch(garbled)).outlets[0].status in ("failed", "refused")
        assert all(rows == [] for rows in read_content_tables(db).values())
        odd = stage.outlet(capture("https://warta.test/a", outlet="warta", method="no JSON {"), outlet="warta")
        sound = stage.outlet(capture("https://harian.test/a", outlet="harian"), outlet="harian")
        report = load_batch(db, stage.batch(garbled, sound, odd))
        assert [o.status for o in report.outlets] == ["failed", "ok", "failed"], report.refused
        assert {row[1] for row in read_content_tables(db)["articles"]} == {"harian"}
        assert "JSON" in report.outlets[2].error
        missing = stage.outlet(capture())
        missing.accepted.unlink()
        assert load_batch(db, stage.batch(missing)).outlets[0].status == "failed"
        assert load_batch(db, stage.of(capture())).counts["loaded"] == 1
