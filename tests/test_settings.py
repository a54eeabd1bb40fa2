"""Every setting has an effect and one reader of the environment; what is not a setting is said."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest
from kliping import pipeline, settings
from kliping.errors import InputError
from kliping.settings import Settings
from kliping.sources import SourceError

from local.environment import BIN, ROOT

DERIVED = {"data_path": ("data", "home"), "archive_root": ("archive",), "user_agent": ("contact",)}
"""Properties of the settings, and the settings that each is made of."""

NEXT_TO_SETTINGS = {"plugins/kliping/failpoints.py"}
"""Reads variables that only tests set (``settings.NOT_SETTINGS``)."""


def list_code() -> list[Path]:
    return [path for folder in ("plugins", "dags", "local") for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.fixture(scope="module")
def readers() -> dict[str, set[str]]:
    """Setting -> files that read it from a ``Settings`` object."""
    found: dict[str, set[str]] = {}
    for path in list_code():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and re.search(
                r"(settings|config|load_settings\(\))$", ast.unparse(node.value)
            ):
                for name in DERIVED.get(node.attr, (node.attr,)):
                    found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    return found


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_read(name: str, readers: dict[str, set[str]]) -> None:
    assert readers.get(name), f"KLIPING_{name.upper()} has no effect: nothing reads it"


def test_the_environment_is_read_in_one_place() -> None:
    reads = re.compile(r"""(environ(\.get\(|\[|\.setdefault\()|getenv\()\s*["']KLIPING_""")
    found = {str(path.relative_to(ROOT)) for path in list_code() if reads.search(path.read_text(encoding="utf-8"))}
    assert found == NEXT_TO_SETTINGS


@pytest.mark.parametrize(
    ("variable", "hint"),
    [
        ("KLIPING_SORUCES", "did you mean KLIPING_SOURCES?"),
        ("KLIPING_SOURCE_PATH", "did you mean KLIPING_SOURCES_PATH?"),
        ("KLIPING_DELAYS", "did you mean KLIPING_DELAY?"),
        ("KLIPING_WEB_HOOK", "did you mean KLIPING_WEBHOOK?"),
        ("kliping_timeouts", "did you mean KLIPING_TIMEOUT?"),
        ("KLIPING_MAX_PAGE_BYTE", "did you mean KLIPING_MAX_PAGE_BYTES?"),
        ("KLIPING_QQQ", ".env.example lists every setting"),
    ],
)
def test_a_variable_that_is_no_setting_is_named(variable: str, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "1")
    assert f"{variable.upper()} is not a setting and has no effect: {hint}" in settings.find_unknown_variables()


@pytest.mark.parametrize("variable", ["KLIPING_SOURCES", "kliping_delay", "KLIPING_KILL_AT", "KLIPINGDATA", "AIRFLOW"])
def test_others_are_not(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "1")
    assert not [line for line in settings.find_unknown_variables() if line.startswith(f"{variable.upper()} ")]


def test_a_misspelt_line_of_the_env_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("KLIPING_ARCHIV=/srv/archive\nPOSTGRES_PASSWORD=x\n")
    monkeypatch.setattr(settings, "_env_file", lambda: tmp_path / ".env")
    assert settings.find_unknown_variables()[-1].startswith("KLIPING_ARCHIV is not a setting")


def test_the_command_says_so_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [BIN / "kliping", "status"],
        env=os.environ | {"KLIPING_DATA": str(tmp_path), "KLIPING_SORUCES": "demo"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr.count("KLIPING_SORUCES is not a setting") == 1


def test_an_outlet_of_ones_own_claims_no_host_of_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "tiruan.yml").write_text(
        "name: Tiruan\nhosts: [www.pedoman.test]\nroutes:\n  - feed: http://pedoman.test/rss\n"
    )
    with pytest.raises(SourceError, match=r"tiruan\.yml: hosts: www\.pedoman\.test belongs to the outlet pedoman"):
        pipeline.read_known_sources(Settings(data=tmp_path, sources_path=tmp_path))


def test_a_folder_of_outlets_that_is_not_there(tmp_path: Path) -> None:
    missing = Settings(data=tmp_path, sources_path=tmp_path / "outlets")
    with pytest.raises(InputError, match=r"KLIPING_SOURCES_PATH='.*outlets': there is no such folder"):
        pipeline.read_known_sources(missing)
    (tmp_path / "outlets").write_text("a file")
    with pytest.raises(InputError, match="no such folder"):
        pipeline.read_known_sources(missing)


@pytest.mark.parametrize(
    ("setting", "asked", "planned"), [(False, False, False), (True, False, True), (False, True, True)]
)
def test_refetch(setting: bool, asked: bool, planned: bool, tmp_path: Path) -> None:
    config = Settings(data=tmp_path, refetch=setting)
    plan = pipeline.plan_run(config, day=dt.date(2024, 11, 26), spec="detik", key="k", refetch=asked)
    assert plan.refetch is planned
    assert pipeline.read_plan(config, plan.run).refetch is planned


NUMBERS = [
    name
    for name, field in Settings.model_fields.items()
    if {int, float} & {field.annotation, *get_args(field.annotation)}
]
ABSURD = ["nan", "inf", "1e300", "9" * 30, "9" * 5_000, "-1", "-inf", "x"]


@pytest.mark.parametrize("value", ABSURD, ids=lambda value: value[:8])
@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_out_of_bounds_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"KLIPING_{name.upper()}", value)
    with pytest.raises(InputError, match=f"^KLIPING_{name.upper()}=") as refused:
        settings.load_settings()
    assert len(str(refused.value)) < 400
