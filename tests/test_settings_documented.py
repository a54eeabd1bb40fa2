"""``.env.example`` is what the settings say, and saying it back gives the defaults."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from kliping import settings

from local.environment import ROOT


def test_the_example_is_fresh(repository: Path) -> None:
    text = (repository / ".env.example").read_text()
    assert text.startswith(settings.render_example()), (
        "put what `PYTHONPATH=plugins .venv/bin/python -m kliping.settings` prints "
        "above the part 'Docker Compose' of .env.example"
    )


@pytest.mark.parametrize("name", settings.Settings.model_fields)
def test_every_setting_says_what_it_is(name: str) -> None:
    description = settings.Settings.model_fields[name].description
    assert description and description.endswith("."), f"{name} needs a sentence"


def test_no_path_of_a_machine_is_an_example() -> None:
    assert str(ROOT) not in settings.render_example()


def test_the_defaults_that_are_shown_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("KLIPING_")]:
        monkeypatch.delenv(name)
    shown = [line[1:] for line in settings.render_example().splitlines() if line.startswith("#KLIPING_")]
    assert len(shown) == len(settings.Settings.model_fields)
    dotenv = tmp_path / ".env"
    dotenv.write_text("\n".join(line for line in shown if not line.endswith("=")))
    assert settings.Settings(_env_file=dotenv) == settings.Settings(_env_file=None)
