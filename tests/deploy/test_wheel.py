"""The wheel stands alone: in an empty environment and an empty folder it collects, imports, answers and examines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from local.environment import BIN
from tests.pipeline.conftest import DAY, SEED

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]
OWN_OUTLETS = "gema,pedoman"
ARTICLE = {
    "url": "https://kabarsendiri.example/berita/1",
    "title": "Pasar Baru Dibuka di Solo",
    "published_at": "2024-11-26T09:00:00+07:00",
    "text": "SOLO, Kabar Sendiri - Wali Kota membuka pasar baru di Solo, Selasa. Pasar itu menampung 250 pedagang dari "
    "tiga kecamatan.\nBaca juga: Harga Cabai Turun di Solo\nPedagang mulai berjualan pada awal Desember, kata kepala "
    "dinas perdagangan kota.",
}


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of what is checked in and of what is not yet, built from a copy so that the checkout stays clean."""
    copy = tmp_path_factory.mktemp("checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (repository / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(repository / name, copy / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    run_step(*pip, "--wheel-dir", copy / "dist", copy)
    return next((copy / "dist").glob("kliping-*.whl"))


def run_step(*command: str | Path) -> None:
    """Run a step of the installation; its own words where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(wheel: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel, and what it asks for at the locked versions."""
    environment = tmp_path_factory.mktemp("environment")
    run_step(sys.executable, "-m", "venv", environment)
    python = environment / "bin" / "python"
    locked = versions(repository, environment)
    run_step(BIN / "uv", "pip", "install", "--python", python, "--constraint", locked, wheel)  # pip takes minutes
    return python.parent


def versions(repository: Path, folder: Path) -> Path:
    """The lock without its hashes: a constraint has none, for it does not say which packages are wanted."""
    lines = (repository / "requirements" / "run.lock").read_text().splitlines()
    pins = [line.removesuffix(" \\") for line in lines if line[:1].isalnum()]
    path = folder / "constraints.txt"
    path.write_text("\n".join(pins) + "\n")
    return path


INSIDE = {"sql": "kliping/sql", "expectations": "kliping/expectations", "plugins/kliping": "kliping"}
"""Folder of the repository -> where it lies in the wheel."""


@pytest.mark.parametrize("folder", INSIDE)
def test_the_wheel_holds_what_the_library_reads(folder: str, wheel: Path, repository: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(["git", "ls-files", folder], cwd=repository, capture_output=True, text=True, check=True)
    assert listed.stdout
    assert {INSIDE[folder] + name.removeprefix(folder) for name in listed.stdout.splitlines()} <= names


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0].partition("-")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"kliping"}


def test_it_works_in_an_empty_folder(installed: Path, repository: Path, tmp_path: Path) -> None:
    """One after another, as a person would: own outlets, an import, a day, a query, an examination."""
    outlets = tmp_path / "outlets"
    shutil.copytree(repository / "demo" / "newsroom" / "sources", outlets)
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "texts.jsonl").write_text(json.dumps(ARTICLE) + "\n")
    with Newsroom(seed=SEED, articles_per_day=6, page_weight=2) as rooms:
        env = {
            "PATH": f"{installed}{os.pathsep}/usr/bin:/bin",
            "HOME": str(tmp_path),
            "KLIPING_SOURCES_PATH": str(outlets),
            "KLIPING_NEWSROOM": rooms.netloc,
            "KLIPING_DELAY": "0",
        }

        def kliping(*arguments: str) -> str:
            done = subprocess.run(
                [installed / "kliping", *arguments],
                cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        kliping("import", "texts.jsonl")
        kliping("run", "--day", str(DAY), "--sources", OWN_OUTLETS)
    counted = kliping(
        "sql", "--format", "csv", "SELECT outlet, count(*) > 0 AS some FROM articles GROUP BY ALL ORDER BY ALL"
    )
    assert counted.split() == ["outlet,some", "gema,true", "kabarsendiri.example,true", "pedoman,true"]
    assert "Baca juga" not in kliping("sql", "SELECT body FROM articles WHERE outlet = 'kabarsendiri.example'")
    kliping("doctor")
    assert {path.name for path in folder.iterdir()} == {"texts.jsonl", "data"}
    assert not (folder / "data" / "airflow").exists()
