"""What an operator hears of a real run: on the webhook once, in ``kliping status`` as long as it lasts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from local.environment import BIN, make_environment
from tests.pipeline.conftest import DAY

OUTLETS = "gema,pedoman"


@pytest.mark.full
def test_an_outlet_that_is_down(tmp_path: Path, posted_texts: tuple[str, list[str]]) -> None:
    webhook, texts = posted_texts
    never_quiet = tmp_path / "alerts.yml"
    never_quiet.write_text('quiet: {from: "12:00", to: "12:00"}\n')

    def kliping(*arguments: str, rooms: Newsroom | None = None) -> subprocess.CompletedProcess[str]:
        more = {"KLIPING_NEWSROOM": rooms.netloc} if rooms else {}
        env = make_environment(
            KLIPING_DATA=str(tmp_path),
            KLIPING_WEBHOOK=webhook,
            KLIPING_ALERTS=str(never_quiet),
            KLIPING_DELAY="0",
            COLUMNS="200",
            **more,
        )
        return subprocess.run([BIN / "kliping", *arguments], env=env, capture_output=True, text=True, check=False)

    run = ("run", "--day", str(DAY), "--sources", OUTLETS)
    with Newsroom(seed=4, articles_per_day=12, page_weight=2, down=("gema.test",)) as rooms:
        assert kliping(*run, rooms=rooms).returncode == 1
    first = list(texts)
    assert kliping("publish").returncode == 0
    (message,) = [text for text in first if "gema" in text]
    assert "gema is failing" not in message, "the diagnosis says more"
    assert f"gema {DAY}" in message
    why = kliping("why", "gema").stdout
    assert why.splitlines()[-1].strip() in message, "the same command"
    assert texts == first, "a cause that lasts is reported once"
    listed = kliping("alerts", "list").stdout
    assert f"gema {DAY}" in listed
    shown = kliping("status").stdout
    assert shown.count("gema is failing") == 1
    found = json.loads(kliping("status", "--json").stdout)
    assert [s["outlets"] for s in found["problems"] if s["cause"] == "failing:gema"] == [["gema"]]
    with Newsroom(seed=4, articles_per_day=12, page_weight=2) as rooms:
        assert kliping(*run, rooms=rooms).returncode == 0
    assert "gema is failing" not in kliping("status").stdout
    assert "well again" in texts[-1]


@pytest.mark.full
def test_a_load_that_breaks_off(tmp_path: Path, posted_texts: tuple[str, list[str]]) -> None:
    webhook, texts = posted_texts
    (tmp_path / "warehouse.duckdb").write_bytes(b"no warehouse" * 1000)
    with Newsroom(seed=4, articles_per_day=12, page_weight=2) as rooms:
        env = make_environment(
            KLIPING_DATA=str(tmp_path), KLIPING_WEBHOOK=webhook, KLIPING_DELAY="0", KLIPING_NEWSROOM=rooms.netloc
        )
        command = [BIN / "kliping", "run", "--day", str(DAY), "--sources", "pedoman"]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    (message,) = [text for text in texts if "load failed" in text]
    assert "is damaged" in message
    assert "next: kliping load --run" in message
