"""Dockerfile, .dockerignore and the lock of the image: what they name exists, and versions are those of `make run`."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet


def pins(lock: Path) -> dict[str, set[str]]:
    """Package to its versions; a universal lock may hold one for each Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", lock.read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.fixture(scope="module")
def project(repository: Path) -> dict:
    return tomllib.loads((repository / "pyproject.toml").read_text())["project"]


@pytest.fixture(scope="module")
def copied(repository: Path) -> set[str]:
    """What the Dockerfile takes from the checkout."""
    lines = [line for line in (repository / "Dockerfile").read_text().splitlines() if line.startswith("COPY ")]
    return {word for line in lines if "--from=" not in line for word in shlex.split(line)[1:-1]}


def test_what_is_copied_exists(copied, repository: Path) -> None:
    assert {"plugins", "dags", "sql", "expectations", "requirements/production.lock"} <= copied
    assert all((repository / name).exists() for name in copied)


def test_the_context_holds_what_is_copied_and_nothing_else(copied, repository: Path) -> None:
    rules = (repository / ".dockerignore").read_text().splitlines()
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == copied
    assert rules.index("*") < min(i for i, rule in enumerate(rules) if rule.startswith("!"))


def test_the_image_has_a_python_that_the_project_supports(project, repository: Path) -> None:
    version = re.search(r"^ARG PYTHON=([\d.]+)$", (repository / "Dockerfile").read_text(), re.MULTILINE)
    assert version and SpecifierSet(project["requires-python"]).contains(version[1] + ".0")


def test_the_image_does_not_run_as_root(repository: Path) -> None:
    instructions = [line.split()[0] for line in (repository / "Dockerfile").read_text().splitlines() if line.strip()]
    user = re.findall(r"^USER (\S+)$", (repository / "Dockerfile").read_text(), re.MULTILINE)
    assert user == ["kliping"] and instructions.index("USER") > max(
        i for i, word in enumerate(instructions) if word in ("COPY", "RUN")
    )


def test_paths_of_the_image_agree(image_environment, services, repository: Path) -> None:
    home = image_environment["KLIPING_HOME"]
    assert image_environment["PYTHONPATH"] == image_environment["AIRFLOW__CORE__PLUGINS_FOLDER"] == f"{home}/plugins"
    written = {mount["target"] for mount in services["worker"]["volumes"] if not mount.get("read_only")}
    assert written == {
        image_environment["KLIPING_DATA"],
        image_environment["AIRFLOW_HOME"] + "/logs",
        f"{home}/backups",
    }
    assert "data backups airflow airflow/logs" in (repository / "Dockerfile").read_text(), "they are the user's"


@pytest.mark.parametrize(("smaller", "larger"), [("run", "dev"), ("run", "production"), ("production", "clouds")])
def test_a_lock_holds_all_of_the_smaller_one(smaller: str, larger: str, repository: Path) -> None:
    small, large = (pins(repository / "requirements" / f"{name}.lock") for name in (smaller, larger))
    assert len(small) > 100
    assert small.items() <= large.items()


def test_what_only_developers_need_is_not_installed_to_run(repository: Path) -> None:
    run, dev = (pins(repository / "requirements" / f"{name}.lock") for name in ("run", "dev"))
    assert len(dev.keys() - run.keys()) >= 30
    assert not {"pytest", "mypy", "ruff", "hypothesis", "pre-commit", "python-crfsuite"} & run.keys()


EXTRAS = {
    "run": ["airflow"],
    "production": ["airflow", "lake", "production"],
    "clouds": ["airflow", "lake", "production", "clouds"],
}


@pytest.mark.parametrize(("lock", "extras"), EXTRAS.items())
def test_a_lock_holds_all_that_is_asked_for(lock: str, extras: list[str], project, repository: Path) -> None:
    locked = pins(repository / "requirements" / f"{lock}.lock")
    for text in sum((project["optional-dependencies"][extra] for extra in extras), project["dependencies"]):
        wanted = Requirement(text)
        versions = locked.get(wanted.name.lower(), set())
        assert versions, f"{wanted.name} is not in the lock: make lock"
        assert all(wanted.specifier.contains(version) for version in versions), text


@pytest.mark.parametrize("lock", ["run", "dev", "production", "clouds", "peers"])
def test_every_package_is_hashed(lock: str, repository: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (repository / "requirements" / f"{lock}.lock").read_text().strip())
    assert len(blocks) > 100
    assert all("--hash=sha256:" in block for block in blocks)
