"""Stage, archive, learned snapshots and outlets in a bucket, and buckets that cannot be used."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from kliping import archive, pipeline
from kliping.errors import UserError
from kliping.pipeline.learn import learning
from kliping.pipeline.runs import handover, sharing, stage
from kliping.settings import Settings
from kliping.storage import open_place, read_small_file
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from demo.newsroom import Newsroom
from local.environment import BIN, ROOT, make_environment
from tests.pipeline.conftest import DAY, PLACES
from tests.pipeline.tables import query, read_content

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "kunci", "AWS_SECRET_ACCESS_KEY": "rahasia", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def store() -> Iterator[dict[str, str]]:
    """An S3 of its own; gives what its clients have to know."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _, port = server.get_host_and_port()
    S3FileSystem.clear_instance_cache()  # one that is cached speaks to the address of a server that has stopped
    yield CREDENTIALS | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
    server.stop()


@pytest.fixture
def bucket(store: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in store.items():
        monkeypatch.setenv(name, value)
    name = f"s3://{tmp_path.name.replace('_', '-').lower()}"[:60].rstrip("-")
    open_place(name).mkdir()
    return name


def in_bucket(bucket: str) -> dict[str, str]:
    return {name: f"{bucket}/{name}" for name in PLACES}


def test_a_day_through_a_bucket_is_a_day_on_a_disk(
    bucket: str, a_day: Settings, make_settings: Callable[..., Settings]
) -> None:
    settings = make_settings(**in_bucket(bucket))
    loaded = pipeline.run_day(settings, day=DAY)
    assert read_content(settings) == read_content(a_day)
    assert sorted(p.name for p in settings.data_path.iterdir() if p.is_dir() and p.name != "stage") == [
        ".shared", "docs", "pace", "search.index", "spool",
    ]  # fmt: skip
    shutil.rmtree(settings.data_path / "stage")
    assert list(pipeline.list_shared_runs(settings)) == [loaded.run]
    pipeline.load_run(settings, loaded.run)
    assert query(settings, "SELECT count(DISTINCT load_id) > 0 FROM loads") == [(True,)]
    pipeline.reprocess_days(settings, first=DAY, last=DAY)
    assert read_content(settings) == read_content(a_day)


def test_a_snapshot_is_read_on_another_machine(bucket: str, make_settings: Callable[..., Settings]) -> None:
    settings = make_settings(**in_bucket(bucket))
    assert learning.read_pinned_version(settings) == ""
    version = learning.pin_snapshot(settings, [("gema", "0123456789abcdef", 5, 6)])
    other = make_settings(data=settings.data_path / "other", **in_bucket(bucket))
    assert learning.read_pinned_version(other) == version
    assert learning.read_pinned_rows(other) == [("gema", "0123456789abcdef", 5, 6)]
    planned = pipeline.plan_run(other, day=DAY, spec="gema", key="k")
    assert planned.learned_snapshot == version


def test_a_stage_is_handed_from_one_disk_to_another(bucket: str, make_settings: Callable[..., Settings]) -> None:
    """Each task on a machine of its own; only what a run must share is in the bucket, or copied here by hand."""
    machines = [make_settings(data=make_settings().data_path / name, **in_bucket(bucket)) for name in "abc"]
    planned = pipeline.plan_run(machines[0], day=DAY, spec="gema,pedoman", key="k")
    pipeline.collect_all(machines[0], planned.run, planned.outlets)
    pipeline.scrape_all(machines[1], planned.run, planned.outlets)
    pipeline.validate_run(machines[2], planned.run)
    assert not list(machines[0].stage_path.rglob("articles.parquet"))
    pipeline.load_run(machines[0], planned.run)
    pipeline.publish_loaded(machines[0])
    assert query(machines[0], "SELECT status, count(*) FROM loads GROUP BY ALL") == [("ok", 2)]
    late = pipeline.plan_run(machines[0], day=DAY, spec="gema,pedoman", key="k")
    assert late.run == planned.run, "the run was cleared: it is planned again"
    handover.fetch_stage(machines[1], planned.run)
    assert not list(machines[1].stage_path.rglob("*.parquet")), "nothing of the earlier try may be loaded with it"


def test_what_was_never_loaded_is_found_from_another_machine(
    bucket: str, make_settings: Callable[..., Settings]
) -> None:
    settings = make_settings(**in_bucket(bucket))
    assert pipeline.find_unloaded(settings) == [], "nothing is in the bucket yet"
    for key, outlet, step in (("a", "gema", None), ("b", "pedoman", pipeline.validate_run)):
        planned = pipeline.plan_run(settings, day=DAY, spec=outlet, key=key)
        if step:
            pipeline.collect_all(settings, planned.run, planned.outlets)
            pipeline.scrape_all(settings, planned.run, planned.outlets)
            step(settings, planned.run)
    other = make_settings(data=settings.data_path / "other", **in_bucket(bucket))
    assert [(run.run, run.staged) for run in pipeline.find_unloaded(other)] == [
        ("2024-11-26.b", True),
        ("2024-11-26.a", False),
    ]


@pytest.mark.parametrize(
    "point",
    ["handover.index:2", *(pytest.param(p, marks=pytest.mark.full) for p in ("handover.file", "handover.file:4"))],
)
def test_a_kill_while_files_are_sent(point: str, bucket: str, newsroom: Newsroom, tmp_path: Path) -> None:
    """The run after it ends as if nothing had happened."""
    command = [BIN / "kliping", "run", "--day", str(DAY), "--sources", "pedoman"]
    given = {f"KLIPING_{name.upper()}": place for name, place in in_bucket(bucket).items()}
    env = make_environment(
        KLIPING_DATA=str(tmp_path / "data"), KLIPING_NEWSROOM=newsroom.netloc, KLIPING_DELAY="0", **given
    )
    killed = subprocess.run(command, env=env | {"KLIPING_KILL_AT": point}, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    again = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stdout + again.stderr
    assert query(Settings(data=tmp_path / "data"), "SELECT status FROM loads") == [("ok",)]


def test_outlets_of_a_bucket(bucket: str, make_settings: Callable[..., Settings]) -> None:
    root = open_place(bucket) / "outlets"
    for path in (ROOT / "demo" / "newsroom" / "sources").rglob("*.yml"):
        text = path.read_text().replace("pedoman.test", "salinan.test")
        if path.stem == "pedoman":
            (root / "salinan.yml").write_text(text)
    settings = make_settings(sources_path=f"{bucket}/outlets")
    assert "salinan" in pipeline.read_known_sources(settings)
    with pytest.raises(UserError, match="it holds no outlet file"):
        pipeline.read_known_sources(make_settings(sources_path=f"{bucket}/nothing"))


def test_the_token_is_in_every_place(bucket: str, make_settings: Callable[..., Settings]) -> None:
    settings = make_settings(**in_bucket(bucket))
    planned = pipeline.plan_run(settings, day=DAY, spec="pedoman", key="k")
    batch = pipeline.make_batch(planned)
    pipeline.check_worker(settings, batch)
    for place in (str(settings.data_path), *in_bucket(bucket).values()):
        assert read_small_file(place, f"{sharing.TOKENS}/{planned.run}") == planned.token.encode()
    assert len(pipeline.plan_run(settings, day=DAY, spec="pedoman", key="k").token) == 16
    with pytest.raises(pipeline.NotShared):
        pipeline.check_worker(settings, batch)  # of the plan before
    assert sharing.remove_tokens(settings, time.time() - 60) == 0
    assert sharing.remove_tokens(settings, time.time() + 60) == 4


PLACE_SETTINGS = tuple(f"KLIPING_{name.upper()}" for name in PLACES)
UNUSABLE = {
    "s3://tidak-ada-wadah/arsip": "make it",
    "s3://Nama_Salah!/arsip": "correct the name of the bucket",
    "gs://wadah/arsip": r"kliping\[clouds\]",
    "/dev/null/arsip": "check that it is a folder that can be written",
}


@pytest.mark.parametrize("setting", PLACE_SETTINGS)
@pytest.mark.parametrize("place", UNUSABLE)
def test_a_place_that_cannot_be_used(
    setting: str, place: str, bucket: str, make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    settings = make_settings(**{setting.removeprefix("KLIPING_").lower(): place})
    with pytest.raises(UserError, match=f"^{setting}={re.escape(place)} cannot be used .*{UNUSABLE[place]}") as error:
        pipeline.plan_run(settings, day=DAY, spec="gema", key="k")
    assert "\n" not in str(error.value)
    left = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not left or place.startswith("/"), "nothing was begun"
    assert not any(path.name == "plan.json" for path in left)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9", "be reached from this machine"),
        ("AWS_ACCESS_KEY_ID", "", "check the credentials"),
        ("AWS_ENDPOINT_URL", "gudang", "correct AWS_ENDPOINT_URL"),
    ],
)
def test_a_store_that_does_not_let_us_in(variable: str, value: str, expected: str, bucket: str, tmp_path: Path) -> None:
    """In a process of its own: clients are kept for a whole process."""
    env = make_environment(KLIPING_DATA=str(tmp_path / "data"), KLIPING_STAGE=f"{bucket}/stage")
    env |= {variable: value, "AWS_MAX_ATTEMPTS": "1", "AWS_EC2_METADATA_DISABLED": "true"}
    if not value:
        del env[variable], env["AWS_SECRET_ACCESS_KEY"]
    done = subprocess.run(
        [BIN / "kliping", "run", "--day", str(DAY), "--sources", "detik"],
        env=env | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert f"KLIPING_STAGE={bucket}/stage cannot be used" in line and expected in line
    assert "rahasia" not in line


@contextlib.contextmanager
def refusing(address: str) -> Iterator[None]:
    """Let the store answer 403, as to keys that have expired."""

    def ask_for_keys(after: str) -> None:
        requests.post(f"{address}/moto-api/reset-auth", data=after, timeout=10).raise_for_status()

    ask_for_keys("0")
    try:
        yield
    finally:
        ask_for_keys("inf")


@pytest.mark.parametrize("setting", PLACE_SETTINGS)
def test_a_bucket_that_refuses(
    setting: str, store: dict[str, str], bucket: str, make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    name = setting.removeprefix("KLIPING_").lower()
    settings = make_settings(**{name: f"{bucket}/{name}"})
    with (
        refusing(store["AWS_ENDPOINT_URL"]),
        pytest.raises(UserError, match=f"^{setting}=s3://.* cannot be used .*check the credentials") as error,
    ):
        pipeline.plan_run(settings, day=DAY, spec="gema", key="k")
    assert "\n" not in str(error.value) and "rahasia" not in str(error.value)
    assert not [path for path in (tmp_path / "data").rglob("*") if path.is_file()], "nothing was begun"


@pytest.mark.parametrize("name", ["archive", "stage"])
def test_a_bucket_that_refuses_in_the_middle(
    name: str, store: dict[str, str], bucket: str, make_settings: Callable[..., Settings]
) -> None:
    settings = make_settings(**{name: f"{bucket}/{name}"})
    planned = pipeline.plan_run(settings, day=DAY, spec="pedoman", key="k")
    with refusing(store["AWS_ENDPOINT_URL"]), pytest.raises((UserError, ExceptionGroup)) as raised:
        pipeline.collect_all(settings, planned.run, planned.outlets)
    said = str(raised.value)
    if name == "archive":
        said = stage.read_manifest(settings, planned.run, "pedoman", stage.Collected).error
    assert re.match(f"KLIPING_{name.upper()}=s3://.* cannot be used .*check the credentials", said)
    (done,) = pipeline.collect_all(settings, planned.run, planned.outlets)
    assert done.fetched and not done.error, "the same run goes on when the bucket is open again"


def test_what_a_slower_task_sends_late_does_not_mix(bucket: str, make_settings: Callable[..., Settings]) -> None:
    """A task that Airflow gave up, and that still runs, sends other files of the same names."""
    settings = make_settings(**in_bucket(bucket))
    planned = pipeline.plan_run(settings, day=DAY, spec="pedoman", key="k")
    late = make_settings(data=settings.data_path / "late", **in_bucket(bucket))
    for machine, text in ((settings, "one"), (late, "two")):
        (stage.outlet_folder(machine, planned.run, "pedoman") / "a.txt").write_text(text)
    handover.send_stage(settings, planned.run, planned.outlets)
    index = read_small_file(settings.stage, f"run={planned.run}/outlet=pedoman/files.json")
    handover.send_stage(late, planned.run, planned.outlets)
    (open_place(settings.stage) / f"run={planned.run}/outlet=pedoman/files.json").write_bytes(index)
    handover.fetch_stage(late, planned.run, planned.outlets)
    assert (stage.outlet_folder(late, planned.run, "pedoman") / "a.txt").read_text() == "one"


def test_a_file_that_was_changed_on_its_way_is_refused(bucket: str, make_settings: Callable[..., Settings]) -> None:
    settings = make_settings(**in_bucket(bucket))
    planned = pipeline.plan_run(settings, day=DAY, spec="pedoman", key="k")
    (sent,) = (open_place(settings.stage) / f"run={planned.run}").glob("plan.json.*")
    sent.write_bytes(b"rusak")
    other = make_settings(data=settings.data_path / "other", **in_bucket(bucket))
    with pytest.raises(UserError, match="is not what was sent"):
        handover.fetch_stage(other, planned.run, ())


def test_an_archive_in_a_bucket_is_pruned(bucket: str, make_settings: Callable[..., Settings]) -> None:
    settings = make_settings(**in_bucket(bucket))
    for day in (DAY - dt.timedelta(days=40), DAY):
        pipeline.run_day(settings, day=day, spec="pedoman")
    pipeline.prune_archive(settings.model_copy(update={"archive_gigabytes": 1e-9}))
    assert not archive.list_parts(settings.archive_root, "pedoman", DAY - dt.timedelta(days=40))
    assert archive.list_parts(settings.archive_root, "pedoman", DAY)
