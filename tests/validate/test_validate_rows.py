"""Rows through the suites that ship: what is refused, for which reasons, and what is written."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from kliping.batch import ARTICLE_SCHEMA, QUARANTINE_SCHEMA
from kliping.model import Source, make_article_id
from kliping.validate import (
    OutletFiles,
    StageError,
    SuiteError,
    ValidationContext,
    read_suite,
    validate_outlet,
    validate_outlets,
)
from kliping.validate import rows as rows_module

CASES = yaml.safe_load(Path(__file__).with_name("cases.yml").read_text("utf-8"))
NOON = dt.datetime(2024, 11, 26, 5, 0, tzinfo=dt.UTC)
BODY = (
    "Pemerintah kota membuka kembali jembatan di atas kali besar pada hari Selasa setelah diperbaiki tiga bulan.\n"
    "Warga yang tinggal di seberang sungai kini tidak perlu memutar jauh untuk pergi ke pasar dan ke sekolah.\n"
    "Kepala dinas mengatakan bahwa pekerjaan itu selesai lebih cepat dari rencana."
)
OUTLETS = {
    "koran": Source("koran", "Koran", hosts=("koran.test",)),
    "english": Source("english", "English", language="en"),
    "tetum": Source("tetum", "Tetum", language="tet"),
}
CONTEXT = ValidationContext(day=NOON.date(), sources=OUTLETS)


def row(number=0, outlet="koran", **more):
    body = more.get("body", BODY)
    promo = "\nBaca Juga: Pasar Dibuka"
    scraped = body + promo
    url = f"https://koran.test/berita/{number}"
    return dict.fromkeys(ARTICLE_SCHEMA.names) | {
        "article_id": make_article_id(f"{outlet} {number}"),
        "outlet": outlet,
        "url": url,
        "title": "Jembatan Kali Besar Dibuka Lagi",
        "body": body,
        "published_at": NOON,
        "published_precision": "minute",
        "scraped_text": scraped,
        "removed": [{"start": len(body), "end": len(scraped), "kind": "related", "rule": "baca_juga", "text": promo}],
        "method": "{}",
        "content_hash": f"{number}",
        "payload_digest": f"sha256:{number}",
        "fetched_at": NOON,
        "archive": "koran.warc.gz#0",
        "rules_version": "r1",
        "learned_snapshot": "none",
    } | more  # fmt: skip


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, ARTICLE_SCHEMA), path)
    return path


@pytest.fixture
def run(tmp_path, repository):
    """Validate rows; gives the report and the two files' rows."""

    def run(rows, suite="articles", context=CONTEXT):
        path = write(tmp_path / "articles.parquet", rows)
        report = validate_outlet(
            path, tmp_path / "out", suite=suite, expectations=repository / "expectations", context=context
        )
        return (
            report,
            pq.read_table(report.accepted_path).to_pylist(),
            pq.read_table(report.quarantine_path).to_pylist(),
        )

    return run


def changed(number, case):
    base = row(number, case.get("outlet", "koran"), **case.get("set", {}))
    if "add" in case:
        base = row(number, body=BODY + case["add"])
    return base


def test_each_rule_refuses_what_it_says_and_nothing_else(run):
    rows = [changed(number, case) for number, case in enumerate(CASES)]
    report, accepted, refused = run(rows)
    reasons = {r["article_id"]: [reason["rule"] for reason in r["reasons"]] for r in refused}
    found = [(case["name"], reasons.get(r["article_id"], [])) for case, r in zip(CASES, rows, strict=True)]
    assert found == [(case["name"], case["rules"]) for case in CASES]
    assert report.accepted == len(accepted) == sum(not case["rules"] for case in CASES)
    assert report.rows == len(CASES)
    assert report.refused == len(refused)


def test_every_critical_rule_has_a_case(repository):
    rules = read_suite(repository / "expectations", "articles").rules
    assert {rule.name for rule in rules if rule.severity == "critical"} == {r for case in CASES for r in case["rules"]}


def test_a_quarantined_row_keeps_reasons_payload_and_archive(run):
    bad = row(1, title=None, body="Pendek.")
    _, _, (refused,) = run([row(0), bad])
    assert refused["stage"] == "validate"
    assert refused["archive"] == "koran.warc.gz#0"
    assert refused["fetched_at"] == NOON
    assert json.loads(refused["payload"])["body"] == "Pendek."
    assert refused["reasons"][1] == {
        "rule": "body_length",
        "detail": "the body has fewer than 120 or more than 300000 characters: 'Pendek.' (7 characters)",
    }


@pytest.mark.parametrize(
    ("field", "rule", "shown"),
    [
        ("body", "body_length", "400000 characters or more"),
        ("title", "title_length", "400000 characters or more"),
        ("scraped_text", "spans_do_not_fit", "False"),
        ("caption", "body_length", "7 characters"),
    ],
)
def test_a_heavy_text_is_judged_and_kept_in_part(run, field, rule, shown):
    """No stage needs memory for copies of it; its page is in the archive."""
    heavy = {"body": "Pendek."} | {field: "kata “baik” " * 90_000}
    _, _, (refused,) = run([row(0), row(1, **heavy)])
    details = {reason["rule"]: reason["detail"] for reason in refused["reasons"]}
    assert shown in details[rule]
    payload = json.loads(refused["payload"])
    assert payload["shortened"]
    assert payload[field].startswith("kata “baik”")
    assert len(refused["payload"]) < 100_000


def test_accepted_rows_come_out_as_they_went_in(run):
    rows = [row(number) for number in range(5)]
    _, accepted, _ = run(rows)
    assert pa.Table.from_pylist(accepted, ARTICLE_SCHEMA) == pa.Table.from_pylist(rows, ARTICLE_SCHEMA)


def test_no_rows_are_no_rows(run):
    report, accepted, refused = run([])
    assert (report.rows, accepted, refused) == (0, [], [])
    assert pq.read_schema(report.quarantine_path) == QUARANTINE_SCHEMA


@pytest.mark.parametrize("chunk", [2, 5, 1000])
def test_the_size_of_chunks_and_the_number_of_outlets_change_nothing(tmp_path, repository, chunk):
    jobs, expected = [], []
    for number, size in enumerate((4, 0, 9, 1)):
        rows = [row(i, title=None if i % 3 == 0 else "Judul yang Baik") for i in range(size)]
        jobs.append(OutletFiles(write(tmp_path / f"{number}.parquet", rows), tmp_path / f"out{number}"))
        expected.append((size, sum(i % 3 == 0 for i in range(size))))
    context = ValidationContext(day=NOON.date(), sources=OUTLETS, chunk=chunk)
    reports = validate_outlets(jobs, suite="articles", expectations=repository / "expectations", context=context)
    assert [(r.rows, r.refused) for r in reports] == expected
    for job, report in zip(jobs, reports, strict=True):
        ids = (
            pq.read_table(report.accepted_path)["article_id"].to_pylist()
            + pq.read_table(report.quarantine_path)["article_id"].to_pylist()
        )
        assert sorted(ids) == sorted(pq.read_table(job.rows)["article_id"].to_pylist())


class TestImports:
    def test_title_url_and_date_may_be_missing(self, run):
        report, accepted, _ = run(
            [row(0, title=None, url="urn:sha256:" + "0" * 64, published_at=None, published_precision=None)], "imports"
        )
        assert report.accepted == len(accepted) == 1

    def test_what_is_there_must_be_sound(self, run):
        _, _, (refused,) = run([row(0, title="##", url="koran/1", body=BODY + "\n<div>")], "imports")
        assert [r["rule"] for r in refused["reasons"]] == ["title_length", "title_letters", "html_left", "url_form"]


class TestWarnings:
    def test_they_are_counted_and_the_row_is_accepted(self, run):
        report, accepted, _ = run([row(0, body=BODY + "\nBaca juga: Harga Cabai Naik"), row(1)])
        assert len(accepted) == 2
        assert report.warned == {"boilerplate_left": 1}
        assert report.warnings == ("boilerplate_left: 1 of 2 articles",)

    def test_prose_may_say_it(self, run):
        report, _, _ = run([row(0, body=BODY + "\nIa meminta warga baca juga papan pengumuman di kantor desa.")])
        assert report.warned == {}

    def test_a_date_far_from_the_run(self, run):
        context = ValidationContext(
            day=NOON.date(), days=(NOON.date(), NOON.date() - dt.timedelta(days=2)), sources=OUTLETS
        )
        offsets = (-6, -5, 0, 1)
        report, _, _ = run(
            [row(n, published_at=NOON + dt.timedelta(days=d)) for n, d in enumerate(offsets)], context=context
        )
        assert report.warned == {"far_from_the_day": 1}


class TestTrouble:
    def test_an_unknown_suite(self, tmp_path, repository):
        with pytest.raises(SuiteError, match=r"no suite essays .*there are: articles, batch"):
            validate_outlet(
                write(tmp_path / "a.parquet", []),
                tmp_path,
                suite="essays",
                expectations=repository / "expectations",
                context=CONTEXT,
            )

    @pytest.mark.parametrize(
        ("entry", "message"),
        [
            ("- {type: expect_nothing, kwargs: {column: body}, meta: {rule: r, says: s}}", "rule r is not accepted"),
            ("- {type: expect_column_values_to_not_be_null, kwargs: {column: mood}, meta: {rule: r, says: s}}", "mood"),
            ("- {type: expect_column_values_to_not_be_null, kwargs: {column: body}}", "expectation 1 needs"),
            ("- {type: x, kwargs: {column: body}, severity: dire, meta: {rule: r, says: s}}", "severity is critical"),
            ("[[[", "cannot be read"),
        ],
    )  # fmt: skip
    def test_a_rule_that_is_not_as_it_should_be(self, tmp_path, entry, message):
        (tmp_path / "languages.yml").write_text("id: [yang]")
        (tmp_path / "removed_spans.yml").write_text("{name: removed_spans, expectations: []}")
        (tmp_path / "mine.yml").write_text(f"name: mine\nexpectations:\n  {entry}\n")
        out = tmp_path / "out"
        with pytest.raises(SuiteError, match=message):
            validate_outlet(
                write(tmp_path / "a.parquet", [row()]), out, suite="mine", expectations=tmp_path, context=CONTEXT
            )
        assert not list(out.glob("*")) if out.exists() else True

    @pytest.mark.parametrize("cut", [0.0, 0.5, 0.97])
    def test_a_damaged_file_fails_its_outlet_alone(self, tmp_path, repository, cut):
        """What an earlier try left of it goes too: it must not be taken for this one's."""
        jobs = [
            OutletFiles(write(tmp_path / f"{n}.parquet", [row(i) for i in range(50)]), tmp_path / f"out{n}")
            for n in range(3)
        ]
        ask = {"suite": "articles", "expectations": repository / "expectations", "context": CONTEXT}
        validate_outlets(jobs, **ask)
        data = jobs[1].rows.read_bytes()
        jobs[1].rows.write_bytes(data[: int(len(data) * cut)])
        reports = validate_outlets(jobs, **ask)
        assert [(r.rows, r.accepted) for r in reports] == [(50, 50), (0, 0), (50, 50)]
        assert "1.parquet cannot be read" in reports[1].error
        assert "Scrape the outlet again" in reports[1].error
        assert sorted(p.name for p in (tmp_path / "out0").iterdir()) == ["accepted.parquet", "quarantine.parquet"]
        assert list((tmp_path / "out1").iterdir()) == []
        with pytest.raises(StageError, match="cannot be read"):
            validate_outlet(jobs[1].rows, tmp_path / "out1", **ask)


def test_great_expectations_is_not_imported_with_the_room():
    code = "import kliping.validate, sys; sys.exit('great_expectations' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": "plugins"}).returncode == 0


def test_nothing_is_left_in_the_temporary_folder(tmp_path, repository):
    """Great Expectations makes a folder for its docs by default."""
    write(tmp_path / "a.parquet", [row()])
    code = (
        "import sys; from pathlib import Path; from kliping.validate import ValidationContext, validate_outlet\n"
        "folder = Path(sys.argv[1]); "
        "validate_outlet(folder / 'a.parquet', folder, suite='articles', expectations=Path(sys.argv[2]), "
        "context=ValidationContext())"
    )
    (tmp_path / "tmp").mkdir()
    environment = os.environ | {"PYTHONPATH": "plugins", "TMPDIR": str(tmp_path / "tmp")}
    arguments = [sys.executable, "-c", code, str(tmp_path), str(repository / "expectations")]
    done = subprocess.run(arguments, check=True, cwd=repository, env=environment, capture_output=True, text=True)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert done.stderr == ""


class TestBugs:
    """A row that brings out a bug of ours is refused by name; the other rows of its chunk are judged."""

    @pytest.fixture
    def poison(self, monkeypatch):
        """Make the derived column ``title_letters`` raise at chosen titles."""
        derived = dict(rows_module.DERIVED_COLUMNS)

        def put(titles):
            def broken(chunk, *more):
                if set(titles) & set(chunk["title"].to_pylist()):
                    raise ZeroDivisionError("division by zero")
                return derived["title_letters"](chunk, *more)

            monkeypatch.setitem(rows_module.DERIVED_COLUMNS, "title_letters", broken)

        return put

    @pytest.mark.parametrize("poisoned", [[0], [6], [3, 4], [0, 1, 2, 3, 4, 5, 6]], ids=str)
    def test_only_the_row_is_refused(self, run, poison, poisoned):
        rows = [row(n, title=f"Jembatan Kali Besar Dibuka Lagi {n}") for n in range(7)]
        poison([rows[n]["title"] for n in poisoned])
        report, accepted, quarantine = run(rows)
        assert {one["url"] for one in quarantine} == {rows[n]["url"] for n in poisoned}
        assert len(accepted) == 7 - len(poisoned)
        assert dict(report.quarantined) == {"internal_error": len(poisoned)}
        detail = quarantine[0]["reasons"][0]["detail"]
        assert "ZeroDivisionError: division by zero" in detail
        assert "koran.warc.gz#0" in detail

    def test_a_bug_of_every_row_is_raised(self, run, poison):
        rows = [row(n, title="Jembatan") for n in range(50)]
        poison(["Jembatan"])
        with pytest.raises(ZeroDivisionError):
            run(rows)
