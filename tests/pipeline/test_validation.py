"""What the stages hand to a load is looked at: a row that is not sound stops at its own size, and is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from kliping import pipeline
from kliping.pipeline.runs import stage
from kliping.settings import Settings

from tests.pipeline.conftest import DAY
from tests.pipeline.tables import query


def change_row(path: Path, column: str, value: object, row: int = 0) -> dict[str, object]:
    """Give one row of a Parquet file another value, as a defect of a stage would; gives the row as it was."""
    table = pq.read_table(path)
    found: list[dict[str, object]] = table.to_pylist()
    before = dict(found[row])
    found[row][column] = value
    pq.write_table(pa.Table.from_pylist(found, table.schema), path)
    return before


@pytest.fixture
def staged(settings: Settings) -> tuple[Settings, str]:
    """A day of three outlets, collected and scraped, and its run."""
    planned = pipeline.plan_run(settings, day=DAY, spec="gema,nusawarta,pedoman", key="validation")
    pipeline.collect_all(settings, planned.run, planned.outlets)
    pipeline.scrape_all(settings, planned.run, planned.outlets)
    return settings, planned.run


def test_a_removed_span_that_is_not_sound_quarantines_its_article(staged: tuple[Settings, str]) -> None:
    settings, run = staged
    articles = stage.outlet_folder(settings, run, "pedoman") / stage.ARTICLES_FILE
    table = pq.read_table(articles, columns=["removed"]).to_pylist()
    number = next(n for n, row in enumerate(table) if row["removed"])
    spans = [table[number]["removed"][0] | {"kind": "iklan"}, *table[number]["removed"][1:]]
    bad = change_row(articles, "removed", spans, number)
    pipeline.validate_run(settings, run)
    report = pipeline.load_run(settings, run)
    pipeline.publish_loaded(settings)
    assert not report.refused
    held = query(settings, "SELECT url, reasons FROM quarantine WHERE stage = 'validate'")
    assert [url for url, _ in held] == [bad["url"]]
    assert [reason["rule"] for reason in held[0][1]] == ["kind_unknown"]
    assert "'iklan'" in held[0][1][0]["detail"]
    assert query(settings, "SELECT count(*) FROM articles WHERE url = ?", bad["url"]) == [(0,)]
    ends = (
        "SELECT result, reason FROM outcomes WHERE article_id = ? AND result <> 'duplicate'"  # it may be listed twice
    )
    assert query(settings, ends, bad["article_id"]) == [("quarantined", "kind_unknown")]


def test_a_bug_while_validation_pages_are_written_keeps_nothing_from_loading(
    staged: tuple[Settings, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, run = staged
    change_row(stage.outlet_folder(settings, run, "pedoman") / stage.ARTICLES_FILE, "title", "")  # pages tell failures

    def broken(*_: object, **__: object) -> Path:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("kliping.pipeline.finishing.validating.write_data_docs", broken)
    said: list[str] = []
    validated = pipeline.validate_run(settings, run, said.append)
    report = pipeline.load_run(settings, run)
    pipeline.publish_loaded(settings)
    assert any(line.startswith("validate docs: internal_error: ZeroDivisionError") for line in said), said
    assert not report.refused
    accepted = sum(each.accepted for each in validated.values())
    assert query(settings, "SELECT count(*) FROM articles") == [(accepted,)]
    assert query(settings, "SELECT count(*) FROM quarantine WHERE stage = 'validate'") == [(1,)]


def test_outcomes_that_are_not_sound_stop_their_outlet(
    staged: tuple[Settings, str], make_settings: Callable[..., Settings]
) -> None:
    settings, run = staged
    folder = stage.outlet_folder(settings, run, "pedoman")
    lost = change_row(folder / stage.OUTCOMES_FILE, "result", "lost")
    pipeline.validate_run(settings, run)
    report = pipeline.load_run(settings, run, accept=["pedoman"])
    assert [(o.outlet, o.status) for o in report.refused] == [("pedoman", "failed")]
    assert "result_unknown" in report.refused[0].error
    assert str(lost["url"]) in report.refused[0].error
    assert report.counts["loaded"] > 0
    manifest = json.loads((folder / "validate.json").read_text(encoding="utf-8"))
    assert manifest["error"] == report.refused[0].error
    # the cause is gone: scraping the outlet again settles its outcomes again
    pipeline.scrape_all(settings, run, ["pedoman"])
    pipeline.validate_run(settings, run)
    assert not pipeline.load_run(settings, run).refused
