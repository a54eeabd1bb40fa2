"""Every command of the README is run, but those that need the internet, Docker, files of the reader's, or are tests.

Whole days through Airflow and the serving commands are run by tests/local and tests/airflow; here it is checked that
each command of the README is either run below or named there.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from local.environment import ROOT, make_environment

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
PARTS = [part for text in README.split("\n\n") for part in (text.splitlines() if text.startswith("|") else [text])]
INLINE = [c for part in PARTS if "<!-- not run" not in part for c in re.findall(r"`((?:make|kliping) [^`]+)`", part)]
"""Commands in running text, by paragraph or table row; a comment marks those that cannot be run here, and why."""

ELSEWHERE = {
    "make run": "tests/local/test_make.py",
    "make run DAY=2024-11-26 SOURCES=demo": "tests/local/test_make.py",
    "make serve": "tests/local/test_serve.py",
    "make backfill": "tests/local/test_serve.py",
    "make backfill FROM=2024-11-20 TO=2024-11-26": "tests/local/test_serve.py",
    "make sql": "tests/local/test_make.py",
    "make test": "it is what runs this",
    "kliping run --day 2024-11-26 --refetch": "tests/local/test_make.py",
    ". .venv/bin/activate": "a shell's own affair",
}


def test_every_command_is_run_somewhere() -> None:
    for command in INLINE:
        run_here = any(line.startswith(command) for line in COMMANDS)
        assert command in ELSEWHERE or run_here, f"nothing runs the README's {command!r}"
    for command, where in ELSEWHERE.items():
        assert command in README
        if where.startswith("tests/"):
            assert command.split(" DAY")[0].split(" FROM")[0].split()[-1] in (ROOT / where).read_text(), where


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A data folder with a demo day in it, as `make run` leaves one."""
    from kliping import pipeline
    from kliping.settings import Settings

    from demo.newsroom import Newsroom
    from tests.pipeline.conftest import DAY, SEED

    data = tmp_path_factory.mktemp("readme")
    with Newsroom(seed=SEED, articles_per_day=12, page_weight=2) as rooms:
        pipeline.run_day(Settings(data=data, newsroom=rooms.netloc), day=DAY, spec="demo")
    return make_environment(KLIPING_DATA=str(data))


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in ELSEWHERE])
def test_a_command_of_the_readme(command: str, loaded: dict[str, str]) -> None:
    done = subprocess.run(["bash", "-c", command], env=loaded, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/first-run.md"])
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "SECURITY.md"])
def test_files_that_a_page_names_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    tops = [path.name for path in ROOT.iterdir()]
    named = {w for w in re.findall(r"(?<![\w/])([\w.]+/[\w./-]*)", text) if w.split("/")[0] in tops and "NN" not in w}
    assert len(named) >= 3
    for path in named - {"data/", ".venv/"}:
        assert (ROOT / path).exists() or path.startswith(".venv/bin/"), path


def test_commands_of_contributing_exist() -> None:
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for target in re.findall(r"(?m)(?:`|^)make ([a-z-]+)", text):
        assert f"\n{target}: " in targets, f"make {target}"
    for room in re.findall(r"tests/[\w/]+(?:\.\w+)?", text):
        assert (ROOT / room).exists(), room


def test_the_look_at_the_result_is_short() -> None:
    look = re.search(r"^```text\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert look is not None
    assert len(look[1].splitlines()) <= 25


def test_the_outlet_of_the_readme_loads(tmp_path: Path) -> None:
    from kliping import sources

    folder = tmp_path / "contoh"
    folder.mkdir()
    text = re.search(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert text is not None
    (folder / "harian.yml").write_text(text[1])
    assert len(text[1].splitlines()) <= 16
    assert sources.load_sources(tmp_path)["harian"].hosts == ("contoh.co.id",)


def test_make_help_lists_the_commands() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for command in shlex.split(" ".join(re.findall(r"`make ([a-z-]+)", README))):
        assert f"make {command}" in done.stdout
