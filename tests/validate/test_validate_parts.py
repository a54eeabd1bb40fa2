"""Outcomes and removed spans: a sound file has no findings, each rule finds what it says."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from kliping.batch import OUTCOMES
from kliping.model import RESULTS, article_id
from kliping.validate import StageError, validate_part

from tests.validate.test_validate_rows import row, write

SOUND = {
    "outlet": "koran", "article_id": article_id("a"), "url": "https://koran.test/a", "canonical_url": "https://koran.test/a",
    "result": None, "reason": None, "detail": None, "route": "feed",
}  # fmt: skip


@pytest.fixture
def outcomes(tmp_path, repository):
    def find(*rows):
        path = tmp_path / "outcomes.parquet"
        pq.write_table(pa.Table.from_pylist(list(rows), OUTCOMES), path)
        return validate_part(path, "outcomes", outlet="koran", expectations=repository / "expectations")

    return find


def test_sound_outcomes(outcomes):
    assert outcomes(SOUND, *(SOUND | {"result": result, "reason": "http_404"} for result in RESULTS)) == ()
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
def test_each_rule_of_outcomes_stops(outcomes, change, rule):
    (finding,) = outcomes(SOUND, SOUND | change)
    assert (finding.rule, finding.action, finding.outlet) == (rule, "stop", "koran")
    assert "1 rows" in finding.detail


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({}, []),
        ({"kind": "iklan"}, ["kind_unknown"]),
        ({"rule": ""}, ["rule_unnamed"]),
        ({"start": 0, "end": 6000}, ["span_long"]),
    ],
)
def test_rules_of_removed_spans_warn(tmp_path, repository, change, rules):
    changed = row(1)
    changed["removed"] = [changed["removed"][0] | change]
    path = write(tmp_path / "articles.parquet", [row(0), changed, row(2, removed=[])])
    found = validate_part(path, "removed_spans", outlet="koran", expectations=repository / "expectations")
    assert [(f.rule, f.action) for f in found] == [(rule, "warn") for rule in rules]


def test_no_articles_no_spans(tmp_path, repository):
    path = write(tmp_path / "articles.parquet", [])
    assert validate_part(path, "removed_spans", outlet="koran", expectations=repository / "expectations") == ()


def test_a_torn_file(tmp_path, repository):
    (tmp_path / "outcomes.parquet").write_bytes(b"PAR1 torn")
    with pytest.raises(StageError, match=r"outcomes\.parquet cannot be read"):
        validate_part(
            tmp_path / "outcomes.parquet", "outcomes", outlet="koran", expectations=repository / "expectations"
        )
