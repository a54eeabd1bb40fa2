"""Workers that do not share the places of a run say so and do nothing; settings that name no place are refused."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from kliping import pipeline
from kliping.errors import UserError
from kliping.pipeline.runs import sharing
from kliping.settings import Settings, load_settings

from tests.pipeline.conftest import DAY, PLACES


@pytest.mark.parametrize("setting", ["data", *PLACES])
def test_a_worker_that_does_not_share(setting: str, make_settings: Callable[..., Settings], tmp_path: Path) -> None:
    """One line that names the setting and the machine; nothing is written where this worker works."""
    shared = {name: str(tmp_path / name) for name in PLACES}
    batch = pipeline.make_batch(pipeline.plan_run(make_settings(**shared), day=DAY, spec="pedoman", key="k"))
    alone = make_settings(**(shared | {setting: str(tmp_path / "alone" / setting)}))
    with pytest.raises(pipeline.NotShared) as error:
        pipeline.check_worker(alone, batch)
    message = str(error.value)
    assert f"KLIPING_{setting.upper()}={tmp_path / 'alone' / setting}" in message
    assert socket.gethostname() in message and batch["run"] in message and "\n" not in message
    assert not (tmp_path / "alone").exists()


@pytest.mark.parametrize("setting", PLACES)
def test_a_place_that_cannot_be_written_leaves_no_token_anywhere(
    setting: str, make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    places = {name: str(tmp_path / name) for name in PLACES} | {setting: str(tmp_path / "berkas")}
    settings = make_settings(**places)
    with pytest.raises(UserError, match=f"KLIPING_{setting.upper()}={tmp_path / 'berkas'} cannot be used"):
        pipeline.plan_run(settings, day=DAY, spec="pedoman", key="k")
    assert list(tmp_path.rglob(f"{sharing.TOKENS}/*")) == []
    assert not settings.data_path.exists()


def test_the_data_folder_is_shared_while_anything_of_a_run_lies_in_it(
    make_settings: Callable[..., Settings], tmp_path: Path
) -> None:
    lake = {"warehouse": f"ducklake:{tmp_path / 'catalogue.sqlite'}", "warehouse_data": str(tmp_path / "lake")}
    others = {name: str(tmp_path / name) for name in PLACES}
    assert "KLIPING_DATA" not in sharing.list_shared_places(make_settings(**lake, **others))
    assert "KLIPING_DATA" in sharing.list_shared_places(make_settings(**others))
    for name in PLACES:
        assert "KLIPING_DATA" in sharing.list_shared_places(make_settings(**lake, **(others | {name: ""})))


def test_a_worker_without_the_outlets(make_settings: Callable[..., Settings], tmp_path: Path) -> None:
    settings = make_settings()
    batch = pipeline.make_batch(pipeline.plan_run(settings, day=DAY, spec="pedoman", key="k"))
    with pytest.raises(pipeline.NotShared, match=r"no file of the outlet kabarbaru.*KLIPING_SOURCES_PATH"):
        pipeline.check_worker(settings, batch | {"outlets": ["kabarbaru"]})


NO_PLACES = {
    "s4://wadah/arsip": "begins with s3://, gs:// or abfs://",
    "S3://wadah/arsip": "begins with s3://, gs:// or abfs://",
    "http://wadah/arsip": "begins with s3://, gs:// or abfs://",
    "ftp://wadah/arsip": "begins with s3://, gs:// or abfs://",
    "memory://wadah/arsip": "begins with s3://, gs:// or abfs://",
    "file:///wadah/arsip": "begins with s3://, gs:// or abfs://",
    "s3:/wadah/arsip": "is written s3://bucket/folder",
    "s3:wadah/arsip": "is written s3://bucket/folder",
    "GS:wadah": "is written gs://bucket/folder",
    "s3://": "names no bucket",
    "abfs:///arsip": "names no bucket",
}


@pytest.mark.parametrize("setting", [f"KLIPING_{name.upper()}" for name in PLACES])
@pytest.mark.parametrize("place", NO_PLACES)
def test_a_text_that_is_not_a_place(setting: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, place)
    with pytest.raises(UserError, match=NO_PLACES[place]) as error:
        load_settings()
    assert str(error.value).startswith(f"{setting}={place!r}: ")
    assert "\n" not in str(error.value)


def test_a_place_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KLIPING_STAGE", "~/serah")
    assert load_settings().stage_path == tmp_path / "serah"
