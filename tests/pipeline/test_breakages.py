"""Outlets of a real run break, each in its own way; the diagnosis names the cause, and none for the sound ones."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml
from kliping import pipeline
from kliping.pipeline import Diagnosis
from kliping.pipeline.answers.lookups import Row, open_lookup
from kliping.pipeline.answers.overview import judge_outlets
from kliping.pipeline.answers.strips import select_strips
from kliping.pipeline.outlets.diagnosing import EFFECTS
from kliping.settings import Settings

from demo.newsroom import Newsroom
from local.environment import BIN, make_environment
from tests.hostile.tls import TLSServer, write_certificate

pytestmark = pytest.mark.full

DAY = dt.date(2024, 11, 26)
BEFORE = DAY - dt.timedelta(days=1)
PER_DAY = 60
OUTLETS = ("detakkini", "gema", "lampungpagi", "nusawarta", "pedoman", "suaradaerah")
RUNS = tomllib.loads(Path(__file__).with_name("breakages.toml").read_text())["run"]
CASES = [(number, outlet) for number, run in enumerate(RUNS) for outlet in run]
CONNECTIONS = {"dns": "", "refused": "127.0.0.1:9"}
SLOW_SECONDS = 60


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with sound days: what is usual."""
    folder = tmp_path_factory.mktemp("sound")
    with Newsroom(articles_per_day=PER_DAY, page_weight=2, today=BEFORE) as rooms:
        pipeline.run_day(Settings(data=folder, newsroom=rooms.netloc, delay=0), day=BEFORE, spec="demo")
    return folder


def write_sources(folder: Path, repository: Path, run: Mapping[str, Mapping[str, str]], secure: str) -> Path:
    """Write the files of the outlets whose connection is broken; they go before the demo's own."""
    folder.mkdir()
    shared = yaml.safe_load((repository / "demo/newsroom/sources/_family.yml").read_text())
    for outlet, case in run.items():
        own = shared | yaml.safe_load((repository / f"demo/newsroom/sources/{outlet}.yml").read_text())
        if case["how"] in CONNECTIONS:
            own["connect"] = CONNECTIONS[case["how"]]
        elif case["how"] == "certificate":
            own["connect"] = secure
            own = json.loads(json.dumps(own, default=str).replace("http://", "https://"))
            own["verified"] = "never"
        else:
            continue
        (folder / f"{outlet}.yml").write_text(yaml.safe_dump(own))
    return folder


@contextlib.contextmanager
def break_outlets(rooms: Newsroom, run: Mapping[str, Mapping[str, str]]) -> Iterator[None]:
    for outlet, case in run.items():
        if case["how"] == "slow":
            rooms.site.slow[f"{outlet}.test"] = SLOW_SECONDS
        elif case["how"] not in (*CONNECTIONS, "certificate"):
            rooms.site.broken[f"{outlet}.test"] = case["how"]
    yield


@pytest.fixture(scope="module")
def diagnose_run(
    week: Path, tmp_path_factory: pytest.TempPathFactory, repository: Path
) -> Callable[[int], dict[str, tuple[Diagnosis, Row]]]:
    """Return what gives the diagnoses of all outlets after one of the runs; the last one breaks nothing."""
    secure = TLSServer(write_certificate(tmp_path_factory.mktemp("tls") / "own.pem", "lampungpagi.test"))

    @cache
    def diagnose(number: int) -> dict[str, tuple[Diagnosis, Row]]:
        run = [*RUNS, {}][number]
        folder = tmp_path_factory.mktemp(f"broken{number}")
        shutil.copytree(week, folder / "data")
        sources = write_sources(folder / "sources", repository, run, secure.address)
        with Newsroom(articles_per_day=PER_DAY, page_weight=2, today=DAY) as rooms, break_outlets(rooms, run):
            settings = Settings(data=folder / "data", newsroom=rooms.netloc, delay=0, timeout=4, sources_path=sources)
            pipeline.run_day(settings, day=DAY, spec=",".join(OUTLETS))
        with open_lookup(settings) as lookup:
            assert lookup
            rows = judge_outlets(select_strips(lookup, DAY, days=1), lookup.find_problems(DAY + (DAY - BEFORE)))
        shown = {row["outlet"]: row for row in rows}
        return {outlet: (pipeline.diagnose_outlet(settings, outlet, DAY), shown[outlet]) for outlet in OUTLETS}

    return diagnose


@pytest.mark.parametrize(("number", "outlet"), CASES, ids=[f"{RUNS[n][outlet]['how']}" for n, outlet in CASES])
def test_the_cause_is_named_with_its_evidence(
    diagnose_run: Callable[[int], dict[str, tuple[Diagnosis, Row]]], number: int, outlet: str
) -> None:
    case = RUNS[number][outlet]
    diagnosis, row = diagnose_run(number)[outlet]
    verdict = diagnosis.verdict
    assert verdict.cause == case["cause"], verdict
    assert case["shown"] in " ".join(verdict.evidence), verdict.evidence
    assert verdict.command
    effects = {each.name for each in diagnosis.problems if each.day == str(DAY)} & set(EFFECTS)
    assert not effects, "what the cause does to the day is said by the cause"
    problem = row["problem"]
    assert (problem.kind, problem.brief, problem.remedy) == (case["cause"], verdict.says, verdict.command), "first page"


@pytest.mark.parametrize("number", range(len(RUNS) + 1))
def test_sound_outlets_are_well(diagnose_run: Callable[[int], dict[str, tuple[Diagnosis, Row]]], number: int) -> None:
    found = diagnose_run(number)
    sound = [outlet for outlet in OUTLETS if outlet not in [*RUNS, {}][number]]
    assert {outlet: found[outlet][0].verdict for outlet in sound if not found[outlet][0].verdict.is_well} == {}
    assert {outlet: found[outlet][1]["problem"] for outlet in sound if found[outlet][1]["standing"] == "broken"} == {}


def test_status_tells_of_it_until_it_is_dismissed(tmp_path: Path, week: Path) -> None:
    """A day that a paywall emptied is on the list, with the command that says why; a person takes it off."""
    with Newsroom(articles_per_day=PER_DAY, page_weight=2, today=DAY) as rooms:
        rooms.site.broken["pedoman.test"] = "paywall"
        shutil.copytree(week, tmp_path / "data")
        settings = Settings(data=tmp_path / "data", newsroom=rooms.netloc, delay=0)
        pipeline.run_day(settings, day=DAY, spec="pedoman")
    messages = [str(problem) for problem in pipeline.find_problems(settings) if problem.name == "diagnosed"]
    assert len(messages) == 1
    assert f"pedoman {DAY}: the articles end before a paywall" in messages[0]
    env = make_environment(KLIPING_DATA=str(tmp_path / "data"), KLIPING_NEWSROOM="127.0.0.1:9")

    def kliping(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([BIN / "kliping", *arguments], env=env, capture_output=True, text=True, check=False)

    shown = kliping("why", "pedoman")
    assert shown.returncode == 1
    assert "paywall" in shown.stdout
    assert "next: " in shown.stdout
    assert json.loads(kliping("why", "pedoman", "--json").stdout)["verdict"]["cause"] == "paywall"
    dismissed = kliping("dismiss", "pedoman", "--day", str(DAY), "--why", "they sell it now", "--by", "Rini")
    assert dismissed.returncode == 0, dismissed.stderr
    assert not [problem for problem in pipeline.find_problems(settings) if problem.name == "diagnosed"]
    told = kliping("why", "pedoman", "--day", str(DAY)).stdout
    assert "dismissed by Rini on " in told
    assert "they sell it now" in told
    unknown = kliping("why", "pedomann")
    assert unknown.returncode == 2
    assert "pedoman" in unknown.stderr
