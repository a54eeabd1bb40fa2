"""What a person decides at the command line goes the way of every load: verified, published, problems reported."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from kliping import pipeline, warehouse
from kliping.errors import InputError
from kliping.model import JAKARTA
from kliping.pipeline.answers import overview, strips
from kliping.settings import Settings

from tests.warehouse.staging import A_DAY, DAY, Stage, capture


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", lock_timeout=5)


@pytest.fixture
def held(settings: Settings, tmp_path: Path) -> Settings:
    """A published warehouse with an article, and with a page in quarantine that holds one."""
    made = Stage(tmp_path / "stage")
    refused = capture("https://koran.test/ditahan", "Isi berita yang ditahan.")
    with warehouse.writer(settings) as db:
        warehouse.load_batch(db, made.of(capture(), refused=[(refused, "body_length")]))
    warehouse.publish_copy(settings)
    return settings


def count_articles(settings: Settings) -> int:
    with warehouse.reader(settings) as db:
        assert db is not None
        (count,) = db.execute("SELECT count(*) FROM articles").fetchone() or (0,)
    return int(count)


def test_a_released_page_is_published(held: Settings) -> None:
    (page,) = pipeline.read_quarantine(held)
    report = pipeline.release_quarantined(held, [page.quarantine_id[:8]], by="sari", why="benar")
    assert report.counts["loaded"] == 1
    assert count_articles(held) == 2
    assert pipeline.read_quarantine(held) == ()


def test_a_dropped_page_is_put_aside(held: Settings) -> None:
    (page,) = pipeline.read_quarantine(held)
    assert pipeline.drop_quarantined(held, [page.quarantine_id], by="sari", why="iklan") == 1
    assert pipeline.read_quarantine(held) == ()
    assert [one.decision for one in pipeline.read_quarantine(held, dropped=True)] == ["drop"]
    assert count_articles(held) == 1


def test_an_id_that_is_not_in_quarantine(held: Settings) -> None:
    with pytest.raises(InputError, match="not in quarantine: 0000nothing"):
        pipeline.release_quarantined(held, ["0000nothing"], by="sari", why="benar")


def test_a_release_that_breaks_off_is_reported(held: Settings, posted_texts: tuple[str, list[str]]) -> None:
    webhook, texts = posted_texts
    config = held.model_copy(update={"webhook": webhook, "lock_timeout": 0.1})
    (page,) = pipeline.read_quarantine(held)
    with warehouse.writer(held), pytest.raises(warehouse.WarehouseLocked):
        pipeline.release_quarantined(config, [page.quarantine_id], by="sari", why="benar")
    assert [text for text in texts if "release failed" in text]


def test_a_backup_is_shown_to_restore(held: Settings, tmp_path: Path) -> None:
    copy = pipeline.back_up(held, tmp_path / "backups")
    pipeline.release_quarantined(held, [pipeline.read_quarantine(held)[0].quarantine_id], by="sari", why="benar")
    pipeline.restore_from(held, copy)
    assert count_articles(held) == 1
    today = dt.datetime.now(JAKARTA).date()
    assert strips.read_kept_strips(held, today, strips.OVERVIEW_DAYS) is not None
    assert warehouse.read_kept_problems(held, today) is not None


def test_a_backup_of_nothing_is_refused(settings: Settings, tmp_path: Path) -> None:
    with warehouse.writer(settings):
        pass
    with pytest.raises(warehouse.WarehouseError, match="holds no load"):
        pipeline.back_up(settings, tmp_path / "backups")


def test_what_the_first_page_shows_is_kept_until_another_copy_is_published(held: Settings) -> None:
    first = pipeline.read_overview(held, DAY + A_DAY, days=30)
    assert first is not None
    assert pipeline.read_overview(held, DAY + A_DAY, days=30) is first
    assert pipeline.read_overview(held, DAY + 2 * A_DAY, days=30) is not first, "another day has other problems"
    (page,) = pipeline.read_quarantine(held)
    pipeline.release_quarantined(held, [page.quarantine_id], by="sari", why="benar")
    after = pipeline.read_overview(held, DAY + A_DAY, days=30)
    assert after is not None
    assert (first.held["articles"], after.held["articles"]) == (1, 2)


@pytest.mark.parametrize(("published", "asked"), [(1, 1), (1, 2), (1, 30), (1, 40), (20, 29), (20, 40)])
def test_what_a_publication_kept_is_what_the_copy_shows(held: Settings, published: int, asked: int) -> None:
    """On the day of the publication, and on every later one: nobody publishes at midnight."""
    shown = []
    for keep in (False, True):
        overview._SHOWN.clear()
        if keep:
            warehouse.keep_problems(held, DAY + published * A_DAY)
            pipeline.keep_overview(held, DAY + published * A_DAY)
            is_kept = strips.read_kept_strips(held, DAY + asked * A_DAY, 30) is not None
            assert is_kept == ((published, asked) != (20, 40)), "its days are before those that are kept"
        shown.append(pipeline.read_overview(held, DAY + asked * A_DAY, days=30))
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda settings: os.utime(settings.published_path, (1, 1)),
        lambda settings: strips.kept_overview_path(settings).unlink(),
        lambda settings: strips.kept_overview_path(settings).write_text('{"of": '),
        lambda settings: strips.kept_overview_path(settings).write_text("[]"),
    ],
    ids=["another copy", "no file", "half a file", "a list"],
)
def test_what_was_kept_of_anything_else_is_not_shown(held: Settings, change: Callable[[Settings], object]) -> None:
    pipeline.keep_overview(held, DAY + A_DAY)
    change(held)
    assert strips.read_kept_strips(held, DAY + A_DAY, 30) is None
    assert pipeline.read_overview(held, DAY + A_DAY, days=30) is not None


def test_a_publication_keeps_the_first_page(held: Settings) -> None:
    pipeline.publish_loaded(held)
    assert strips.read_kept_strips(held, dt.datetime.now(JAKARTA).date(), strips.OVERVIEW_DAYS) is not None


def test_a_server_keeps_what_no_publication_has_kept(held: Settings) -> None:
    """As after an upgrade, which reads nothing that an earlier release has kept."""
    today = DAY + A_DAY
    assert strips.read_kept_strips(held, today, strips.OVERVIEW_DAYS) is None
    pipeline.prepare_overview(held, today)
    assert strips.read_kept_strips(held, today, strips.OVERVIEW_DAYS) is not None
    assert warehouse.read_kept_problems(held, today) is not None


def test_a_server_without_a_copy_has_nothing_to_keep(settings: Settings) -> None:
    pipeline.prepare_overview(settings, DAY)
    assert pipeline.read_overview(settings, DAY, days=30) is None


def test_nothing_is_shown_before_the_first_publication(settings: Settings) -> None:
    assert pipeline.read_overview(settings, DAY, days=30) is None
