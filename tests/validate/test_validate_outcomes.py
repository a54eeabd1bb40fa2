"""Outcomes and removed spans: a sound file has no findings, each rule finds what it says, and says of what."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from kliping.batch import OUTCOME_SCHEMA
from kliping.model import RESULTS, make_article_id
from kliping.validate import validate_outcomes, validate_outlet

from tests.validate.test_validate_rows import CONTEXT, row, write

SOUND = {
    "outlet": "koran", "article_id": make_article_id("a"), "url": "https://koran.test/a", "canonical_url": "https://koran.test/a",
    "result": None, "reason": None, "detail": None, "route": "feed",
}  # fmt: skip


@pytest.fixture
def outcomes(tmp_path, repository):
    """What is found in the outcomes of some outlets."""

    def find(**outlets):
        files = {outlet: tmp_path / f"{outlet}.parquet" for outlet in outlets}
        for outlet, rows in outlets.items():
            pq.write_table(pa.Table.from_pylist(list(rows), OUTCOME_SCHEMA), files[outlet])
        return validate_outcomes(files, expectations=repository / "expectations")

    return find


def test_sound_outcomes(outcomes):
    every = [SOUND | {"result": result, "reason": "http_404"} for result in RESULTS]
    assert outcomes(koran=[SOUND, *every], harian=[]) == ()
    assert outcomes() == ()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"result": "lost"}, "result_unknown"),
        ({"url": None}, "link_missing"),
        ({"article_id": "a"}, "article_id_form"),
        ({"result": "failed"}, "reason_missing"),
        ({"result": "skipped"}, "reason_missing"),
        ({"result": "failed", "reason": "Timed out, sorry."}, "reason_form"),
    ],
)
def test_each_rule_of_outcomes_stops_its_outlet(outcomes, change, rule):
    (finding,) = outcomes(harian=[SOUND], koran=[SOUND, SOUND | change])
    assert (finding.rule, finding.action, finding.outlet) == (rule, "stop", "koran")
    assert "1 links, such as" in finding.detail
    assert str((SOUND | change)["url"]) in finding.detail


def test_a_damaged_file_fails_its_outlet_alone(tmp_path, repository):
    sound, damaged = tmp_path / "sound.parquet", tmp_path / "damaged.parquet"
    pq.write_table(pa.Table.from_pylist([SOUND | {"result": "lost"}], OUTCOME_SCHEMA), sound)
    damaged.write_bytes(b"PAR1 damaged")
    files = {"koran": damaged, "harian": sound, "warta": tmp_path / "missing.parquet"}
    found = validate_outcomes(files, expectations=repository / "expectations")
    assert {(f.outlet, f.rule) for f in found} == {
        ("koran", "unreadable"),
        ("warta", "unreadable"),
        ("harian", "result_unknown"),
    }
    assert all("Run the outlet again" in f.detail for f in found if f.rule == "unreadable")


@pytest.fixture
def spans(tmp_path, repository):
    """The report on three articles, of which the second has a changed span; and its quarantined rows."""

    def judge(**change):
        changed = row(1)
        changed["removed"] = [changed["removed"][0] | change]
        if "end" in change:
            changed["scraped_text"] = changed["removed"][0]["text"] = "x" * change["end"]
        path = write(tmp_path / "articles.parquet", [row(0), changed, row(2, removed=[]), row(3, removed=None)])
        report = validate_outlet(
            path, tmp_path, suite="articles", expectations=repository / "expectations", context=CONTEXT
        )  # fmt: skip
        return report, pq.read_table(report.quarantine_path).to_pylist()

    return judge


@pytest.mark.parametrize(("change", "rule"), [({"kind": "iklan"}, "kind_unknown"), ({"rule": ""}, "rule_unnamed")])
def test_a_span_that_fails_puts_its_article_in_quarantine(spans, change, rule):
    report, refused = spans(**change)
    assert (report.accepted, dict(report.quarantined)) == (3, {rule: 1})
    (only,) = refused
    assert only["url"] == row(1)["url"]
    assert [reason["rule"] for reason in only["reasons"]] == [rule]


def test_a_long_cut_warns(spans):
    report, refused = spans(start=0, end=6000)
    assert refused == []
    assert dict(report.warned)["span_long"] == 1


def test_spans_that_are_sound(spans):
    report, refused = spans()
    assert (report.accepted, refused, "span_long" in report.warned) == (4, [], False)
