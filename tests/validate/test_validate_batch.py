"""Rules about an outlet as a whole: what warns, what stops; and the pages that show a run."""

from __future__ import annotations

import datetime as dt

import duckdb
import pytest
from kliping.model import Rules, Source
from kliping.validate import OutletCounts, ValidationContext, validate_outlet, validate_outlet_counts, write_data_docs
from kliping.validate.shares import find_lowest_share

from tests.validate.test_validate_rows import CONTEXT, NOON, row, write

HEALTHY = {
    "outlet": "koran", "rows": 100, "accepted": 100, "quarantined": 0, "without_author": 10, "without_date": 0,
    "without_section": 0, "generic": 0, "same_text": 0, "warned": {},
}  # fmt: skip
SOURCES = {"koran": Source("koran", "Koran", expected=(50, 200))}


def small(rows, **changes):
    """An outlet of few pages: of what is seen of them, some is chance."""
    return {"rows": rows, "accepted": rows, "without_author": 0} | changes


@pytest.fixture
def judge(repository):
    def judge(usual=None, **changes):
        context = ValidationContext(day=NOON.date(), sources=SOURCES, usual={"koran": usual} if usual else {})
        found = validate_outlet_counts(
            [OutletCounts(**(HEALTHY | changes))], expectations=repository / "expectations", context=context
        )
        return {(f.rule, f.action) for f in found}

    return judge


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, set()),
        ({"quarantined": 28}, {("many_quarantined", "warn")}),
        ({"quarantined": 26}, set()),
        ({"without_author": 78}, {("authors_missing", "warn")}),
        ({"without_author": 76}, set()),
        ({"without_date": 17}, {("dates_missing", "warn")}),
        ({"generic": 28}, {("rules_missed", "warn")}),
        ({"generic": 26}, set()),
        ({"same_text": 11}, {("some_same_text", "warn")}),
        ({"same_text": 51}, {("some_same_text", "warn"), ("same_text", "stop")}),
        ({"warned": {"boilerplate_left": 11}}, {("boilerplate_left", "warn")}),
        ({"warned": {"boilerplate_left": 8}}, set()),
        ({"warned": {"far_from_the_day": 91}}, {("dates_far_off", "stop")}),
        ({"accepted": 49}, {("volume_low", "warn")}),
        ({"accepted": 201}, {("volume_high", "warn")}),
        ({"usual": 400}, {("volume_unusual", "warn")}),
        ({"usual": 100}, set()),
        (small(36, quarantined=8), {("volume_low", "warn")}),  # by chance, at an outlet where one of eight is usual
        (small(36, generic=8), {("volume_low", "warn")}),
        (small(15, without_date=3), {("volume_low", "warn")}),
        (small(16, warned={"boilerplate_left": 1}), {("volume_low", "warn")}),
        (small(10, without_author=8), {("volume_low", "warn")}),
        (small(36, quarantined=18), {("volume_low", "warn"), ("many_quarantined", "warn")}),
        (small(12, generic=12), {("volume_low", "warn"), ("rules_missed", "warn")}),
        (small(10, warned={"far_from_the_day": 10}), {("volume_low", "warn"), ("dates_far_off", "stop")}),
        ({"rows": 9, "accepted": 9, "quarantined": 9, "without_date": 9}, {("volume_low", "warn")}),
    ],
)
def test_each_rule(judge, changes, found):
    assert judge(**changes) == found


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (1, 16), (8, 36), (10, 10), (18, 36), (999, 4000)])
def test_queries_and_expectations_have_the_same_bound(repository, part, whole):
    with duckdb.connect() as db:
        macros = (repository / "sql/views/00_macros.sql").read_text().split(";\n")
        db.execute(next(macro for macro in macros if "MACRO lowest_share(" in macro))
        (bound,) = db.execute("SELECT lowest_share($1, $2)", [part, whole]).fetchone()
    assert find_lowest_share(part, whole) == pytest.approx(bound, abs=1e-12)
    assert bound <= part / whole


def test_no_outlets_no_findings(repository):
    assert validate_outlet_counts([], expectations=repository / "expectations", context=CONTEXT) == ()


def test_aggregates_are_counted_while_rows_stream_by(tmp_path, repository):
    source = Source("koran", "Koran", hosts=("koran.test",), rules=(Rules(body=(".isi",)),))
    rows = [
        row(0, authors=["Sari"], section="Kota", method='{"body": "rule:body"}'),
        row(1, authors=[], method='{"body": "generic:density"}'),
        row(2, published_at=None, published_precision=None, method='{"body": "generic"}'),
        row(3, title=None),
    ]
    context = ValidationContext(day=NOON.date(), source=source, chunk=2)
    report = validate_outlet(
        write(tmp_path / "a.parquet", rows), tmp_path, suite="articles", expectations=repository / "expectations",
        context=context,
    )  # fmt: skip
    counted = report.aggregates
    assert (counted.rows, counted.accepted, counted.quarantined) == (4, 3, 1)
    assert (counted.without_author, counted.without_date, counted.without_section) == (2, 1, 2)
    assert (counted.generic, counted.same_text) == (2, 2)
    assert counted.warned == {"date_missing": 1}


def test_data_docs_of_a_run(tmp_path, repository):
    results: list = []
    rows = [row(n, title=None if n < 30 else "Judul yang Baik") for n in range(40)]
    report = validate_outlet(
        write(tmp_path / "a.parquet", rows), tmp_path, suite="articles", expectations=repository / "expectations",
        context=CONTEXT, results=results,
    )  # fmt: skip
    validate_outlet_counts(
        [report.aggregates], expectations=repository / "expectations", context=CONTEXT, results=results
    )
    at = dt.datetime(2024, 11, 26, 1, tzinfo=dt.UTC)
    for _ in range(2):
        index = write_data_docs(results, tmp_path / "site", run="scheduled__1", at=at)
    assert "scheduled__1" in index.read_text("utf-8")
    pages = [p.read_text("utf-8") for p in (tmp_path / "site" / "validations").rglob("*.html")]
    assert len(pages) == 3  # the rows, their removed spans, the batch
    assert any("the page states no title" in page for page in pages)
    assert sum(p.stat().st_size for p in (tmp_path / "site").rglob("*") if p.is_file()) < 30_000
