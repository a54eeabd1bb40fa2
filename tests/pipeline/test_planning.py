"""Which day a run is for, which days it walks, and what it tells before it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from kliping import pipeline, warehouse
from kliping.errors import InputError
from kliping.model import JAKARTA
from kliping.settings import Settings

from demo.newsroom import Newsroom

TODAY = dt.date(2024, 11, 28)
A_DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "start", "expected"),
    [
        (None, None, "2024-11-27"),
        ("", None, "2024-11-27"),
        ("2024-11-20", None, "2024-11-20"),
        ("today", None, "2024-11-28"),
        ("2024-11-20", "2024-11-25T00:00:00+07:00", "2024-11-20"),
        (None, "2024-11-25T00:00:00+07:00", "2024-11-25"),
        ("", "2024-11-24T17:00:00+00:00", "2024-11-25"),
        (None, "2024-11-25T23:59:59+07:00", "2024-11-25"),
        (None, "2024-11-25T17:00:00+00:00", "2024-11-26"),
    ],
)
def test_the_day_of_a_run(given: str | None, start: str | None, expected: str) -> None:
    interval_start = dt.datetime.fromisoformat(start) if start else None
    assert str(pipeline.choose_day(given, interval_start, today=TODAY)) == expected


def test_yesterday_is_yesterday_in_jakarta() -> None:
    assert pipeline.choose_day(None, None) == dt.datetime.now(JAKARTA).date() - A_DAY


@pytest.mark.parametrize("given", ["26-11-2024", "2024-11-29", "kemarin"])
def test_a_day_that_cannot_be_read_is_an_error(given: str) -> None:
    with pytest.raises(InputError, match=given):
        pipeline.choose_day(given, None, today=TODAY)


@pytest.mark.parametrize(
    ("day", "filling_from", "walked"),
    [
        (26, None, [26, 25, 24]),
        (26, 26, [26, 25, 24]),
        (26, 25, [26]),
        (26, 24, [26]),
        (26, 1, [26]),
    ],
)
def test_no_day_is_walked_twice_in_a_backfill(
    day: int, filling_from: int | None, walked: list[int], make_settings: Callable[..., Settings]
) -> None:
    first = dt.date(2024, 11, filling_from) if filling_from else None
    planned = pipeline.plan_run(make_settings(), day=dt.date(2024, 11, day), spec="detik", key="k", filling_from=first)
    assert [one.day for one in planned.days] == walked


def test_a_plan_that_is_made_again_begins_anew(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    planned = pipeline.plan_run(settings, day=TODAY, spec="detik", key="k")
    left = settings.stage_path / f"run={planned.run}" / "outlet=detik" / "collect.json"
    left.parent.mkdir()
    left.write_text("{}")
    assert pipeline.plan_run(settings, day=TODAY, spec="detik", key="k").run == planned.run
    assert not left.exists()


def test_advice(make_settings: Callable[..., Settings]) -> None:
    """The days that it walks; days before it, not its own, that were never loaded, and what fills them."""
    with Newsroom(seed=7, articles_per_day=6, page_weight=1, faults=False) as rooms:
        settings = make_settings(newsroom=rooms.netloc)
        for day in (TODAY - 5 * A_DAY, TODAY - 4 * A_DAY):
            pipeline.run_day(settings, day=day, spec="gema")
        planned = pipeline.plan_run(settings, day=TODAY - 2 * A_DAY, spec="gema", key="k")
        assert pipeline.describe_plan(settings, planned).splitlines() == [
            f"run {planned.run}: 2024-11-26 and late articles of 2024-11-25, 2024-11-24, 1 outlets: gema",
            "1 days before it were never loaded: 2024-11-25; "
            "fill them with: make backfill FROM=2024-11-25 TO=2024-11-25 SOURCES=gema",
        ]
        assert warehouse.find_missed_days(settings, until=TODAY - 2 * A_DAY) == (TODAY - 3 * A_DAY,)

        # the run of a day that is on its way: nobody has to load that day
        pipeline.run_day(settings, day=TODAY - 2 * A_DAY, spec="gema")
        assert [problem.name for problem in pipeline.find_open_problems(settings)].count("missed") == 1
        pipeline.plan_run(settings, day=TODAY - 3 * A_DAY, spec="gema", key="manual__1")
        planned = pipeline.plan_run(settings, day=TODAY - 2 * A_DAY, spec="gema", key="k")
    assert len(pipeline.describe_plan(settings, planned).splitlines()) == 1
    assert "missed" not in [problem.name for problem in pipeline.find_open_problems(settings)]
    assert "missed" in [problem.name for problem in warehouse.find_problems(settings)]


@pytest.mark.parametrize("what", ["run", "watch", "check"])
def test_demo_outlets_are_never_asked_for_on_the_internet(what: str, make_settings: Callable[..., Settings]) -> None:
    settings = make_settings(newsroom="")
    with pytest.raises(InputError, match="KLIPING_NEWSROOM"):
        if what == "run":
            pipeline.run_day(settings, day=TODAY, spec="demo")
        elif what == "watch":
            pipeline.watch_routes(settings, spec="gema")
        else:
            list(pipeline.check_sources(settings, "demo"))


def test_lacking(make_settings: Callable[..., Settings]) -> None:
    """Day by day what no run has loaded; an outlet that was down lacks the day although the others have it."""
    first, last = TODAY - 3 * A_DAY, TODAY
    with Newsroom(seed=7, articles_per_day=6, page_weight=1, faults=False, down=("gema.test",)) as rooms:
        settings = make_settings(newsroom=rooms.netloc)
        assert pipeline.find_lacking(settings, first=first, last=last, spec="gema,pedoman") == [
            warehouse.Gap(first, last, ("gema", "pedoman"))
        ]
        pipeline.run_day(settings, day=TODAY - A_DAY, spec="gema,pedoman")
    lacking = pipeline.find_lacking(settings, first=first, last=last, spec="gema,pedoman")
    assert lacking == [
        warehouse.Gap(first, TODAY - 2 * A_DAY, ("gema", "pedoman")),
        warehouse.Gap(TODAY - A_DAY, TODAY - A_DAY, ("gema",)),
        warehouse.Gap(TODAY, TODAY, ("gema", "pedoman")),
    ]
    assert pipeline.find_lacking(settings, first=TODAY - A_DAY, last=TODAY - A_DAY, spec="pedoman") == []
    again = pipeline.find_lacking(settings, first=TODAY - A_DAY, last=TODAY - A_DAY, spec="pedoman", again=True)
    assert again == [warehouse.Gap(TODAY - A_DAY, TODAY - A_DAY, ("pedoman",))]
    with pytest.raises(InputError, match="ends before it begins"):
        pipeline.find_lacking(settings, first=last, last=first, spec="gema")
