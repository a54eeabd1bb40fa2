"""A day's run with bugs planted in it, held to the law of bugs (see ``test_bugs.py``)."""

from __future__ import annotations

import datetime as dt
import shutil
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import strategies as st
from kliping import pipeline
from kliping.settings import Settings

from demo.newsroom import Newsroom
from tests.pipeline.planted_bugs import ERRORS, ONCE, Bug, Tracer
from tests.pipeline.tables import read_content

DAY = dt.date(2024, 11, 26)
OUTLETS = ("detakkini", "pedoman", "suaradaerah", "nusawarta", "gema", "lampungpagi")


@dataclass(slots=True)
class Left:
    """What a run left in the private warehouse, by outlet."""

    articles: dict[str, set[str]] = field(default_factory=dict)
    failed: dict[str, dict[str, str]] = field(default_factory=dict)
    """Addresses that failed or are in quarantine, with the detail of their outcomes."""
    loads: dict[tuple[str, str], tuple[str, str, int, int]] = field(default_factory=dict)
    """By load and outlet: status, error, links due (discovered less known) and outcomes."""
    load_notes: dict[str, str] = field(default_factory=dict)
    """By outlet, the notes of its loads: those on routes are among them."""
    notes: str = ""


class FaultyDays:
    """Runs of one day of six outlets, each in a folder of its own."""

    names_in_log = False
    """A log beside the run names bugs, too: of a task that failed, Airflow has the exception."""

    def __init__(self, newsroom: Newsroom, folder: Path) -> None:
        self._newsroom, self._folder, self._count = newsroom, folder, 0
        self.run_day(self.make_settings(), Tracer())  # what is loaded once is loaded: no bug would be reached there
        settings = self.make_settings()
        tracer = Tracer()
        self.run_day(settings, tracer)
        self.calls = tracer.calls
        self.functions: dict[str, list[str]] = {}
        """What each part of the day calls."""
        for part, function in sorted(tracer.calls):
            self.functions.setdefault(part, []).append(function)
        self.whole = read_left(settings)
        self.content = read_content(settings)

    def make_settings(self) -> Settings:
        """Return the settings of a run in a folder of its own."""
        self._count += 1
        data = self._folder / str(self._count)
        return Settings(data=data, newsroom=self._newsroom.netloc, delay=0, workers=1, lock_timeout=5)

    def run_day(self, settings: Settings, tracer: Tracer) -> Exception | None:
        """Run the day with the bugs of the tracer, which gets what was thrown and said; return what ended the run."""
        try:
            with tracer.trace_calls():
                pipeline.run_day(settings, day=DAY, spec=",".join(OUTLETS), say=tracer.lines.append)
        except Exception as error:  # noqa: BLE001  # what a user of the command would see
            tracer.lines.extend(traceback.format_exception(error))
            return error
        return None

    def check_day(self, bugs: Sequence[Bug]) -> Tracer:
        """Run the day with the bugs, and hold what it leaves to the law."""
        settings, tracer = self.make_settings(), Tracer(bugs)
        raised = self.run_day(settings, tracer)
        left = read_left(settings)
        shown = "\n".join([*tracer.lines, left.notes])
        thrown = tracer.thrown
        if raised is not None:  # the failure of the whole run is named
            assert self.names_in_log or any(bug.part == ONCE for bug in thrown), (thrown, shown)
            assert any(bug.message in shown for bug in thrown), (thrown, shown)
            assert len(left.loads) % len(OUTLETS) == 0, "one transaction"
        broke_off = False
        for (_, outlet), (status, error, due, outcomes) in left.loads.items():
            if status != "ok":
                named = error + shown if self.names_in_log else error
                assert any(bug.message in named for bug in thrown), (outlet, error, thrown)
                assert not left.articles.get(outlet), (outlet, "is half-loaded")
                continue
            assert due == outcomes, (outlet, "law 1", thrown)
            broke_off |= self._check_lost(outlet, left, [bug.message for bug in thrown if bug.part == outlet])
        for bug in thrown:
            if bug.error == "planted":
                assert bug.message in shown, (bug, "is not named")
        if raised is not None or broke_off or any(status != "ok" for status, *_ in left.loads.values()):
            assert self.run_day(settings, Tracer()) is None
            assert read_content(settings) == self.content, "a rerun gives the whole day"
        shutil.rmtree(settings.data_path)
        return tracer

    def _check_lost(self, outlet: str, left: Left, messages: list[str]) -> bool:
        """Each bug costs one article at most, and the outcome of that article names the bug.

        Return whether two bugs ended both walks of a route, whose note names one: then its links were never seen.
        """
        lost = self.whole.articles.get(outlet, set()) - left.articles.get(outlet, set())
        failed = left.failed.get(outlet, {})
        unseen = lost - failed.keys()
        if unseen:
            noted = any(message in left.load_notes[outlet] for message in messages)
            assert len(messages) > 1 and noted, (outlet, messages, "what is lost is an outcome", failed)
        named: set[str] = set()
        for url in lost - unseen:
            mine = {message for message in messages if message in failed[url]}
            assert mine, (outlet, messages, failed[url])
            named |= mine
        assert len(lost - unseen) <= len(named), (outlet, messages, lost)
        return bool(unseen)


BUGS_OF_AN_OUTLET = 4


def draw_bugs(data: st.DataObject, days: FaultyDays) -> list[Bug]:
    """Draw bugs for each part of a day: the function first, so that those that are called once are tried as often.

    What is done once gets one bug, for one there may end the run.
    """
    bugs = set()
    for part, functions in days.functions.items():
        for _ in range(1 if part == ONCE else BUGS_OF_AN_OUTLET):
            function = data.draw(st.sampled_from(functions))
            call = data.draw(st.integers(1, days.calls[part, function]))
            bugs.add(Bug(part, function, call, data.draw(st.sampled_from(sorted(ERRORS)))))
    return sorted(bugs, key=lambda bug: bug.message)


def read_left(settings: Settings) -> Left:
    """Return what is in the private warehouse."""
    left = Left()
    if not settings.warehouse_path.exists():
        return left
    with duckdb.connect(str(settings.warehouse_path), read_only=True) as connection:

        def ask(sql: str) -> list[tuple[Any, ...]]:
            return connection.execute(sql).fetchall()

        if not ask("SELECT 1 FROM duckdb_tables() WHERE table_name = 'loads'"):
            return left
        for outlet, url in ask("SELECT outlet, url FROM articles"):
            left.articles.setdefault(outlet, set()).add(url)
        for outlet, url, detail in ask(
            "SELECT outlet, canonical_url, detail FROM outcomes WHERE result IN ('failed', 'quarantined')"
        ):
            left.failed.setdefault(outlet, {})[url] = detail
        for load, outlet, *row in ask(
            "SELECT load_id, l.outlet, status, error, discovered - known, count(o.url) "
            "FROM loads AS l LEFT JOIN outcomes AS o USING (load_id, outlet) GROUP BY ALL"
        ):
            left.loads[load, outlet] = tuple(row)
        for outlet, notes in ask("SELECT outlet, string_agg(notes::VARCHAR, chr(10)) FROM loads GROUP BY ALL"):
            left.load_notes[outlet] = notes
        left.notes = "\n".join(
            str(row) for row in ask("SELECT error, notes FROM loads UNION ALL SELECT detail, [] FROM outcomes")
        )
    return left
