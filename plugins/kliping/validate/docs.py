"""Pages about a run's validation: what Great Expectations looked at, every rule, how many rows failed it, and examples.

They stand alone: no script, no style sheet or font from anywhere, so that they open without a network. Values come from
strangers' pages; every one is escaped, and the pages forbid the browser to run anything.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from kliping.validate.suites import SuiteRule

MOST_EXAMPLES = 20
"""Failing values that a page lists; all of them are in quarantine."""
LONGEST_EXAMPLE = 200
"""Characters of a failing value that a page lists."""

PAGE_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #ddd; padding: .4rem .6rem; text-align: left; vertical-align: top; }
td.number { text-align: right; }
code { font-size: 13px; overflow-wrap: anywhere; }
.failed { color: #a00; } .held { color: #060; }
"""
CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule found in the rows that it looked at."""

    rule: SuiteRule
    checked: int
    failed: int
    examples: tuple[str, ...] = ()

    def join_with(self, other: RuleResult) -> RuleResult:
        """Return both results as one, of the same rule in two chunks."""
        return replace(
            self,
            checked=self.checked + other.checked,
            failed=self.failed + other.failed,
            examples=(self.examples + other.examples)[:MOST_EXAMPLES],
        )


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """What a suite found in one chunk."""

    suite: str
    rules: tuple[RuleResult, ...]


def write_data_docs(results: Sequence[SuiteResult], folder: Path, *, run: str, at: dt.datetime) -> Path:
    """Write a page for each suite of a run's ``results`` and an index of them to the run's own ``folder``.

    Returns the index; writing again replaces all of it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "validations"
    pages.mkdir(parents=True)
    rows = []
    for suite, rules in _group_by_suite(results).items():
        _write_page(pages / f"{suite}.html", f"{suite}, run {run}", _render_rules(rules))
        failing = [result for result in rules if result.failed]
        summary = f"{len(failing)} of {len(rules)} rules failed" if failing else "every rule held"
        verdict = _render_verdict(summary, failing)
        checked = max((result.checked for result in rules), default=0)
        link = f'<a href="validations/{escape(suite)}.html">{escape(suite)}</a>'
        rows.append(f'<tr><td>{link}</td><td class="number">{checked:,}</td><td>{verdict}</td></tr>')
    table = f"<table><tr><th>suite</th><th>rows</th><th>result</th></tr>{''.join(rows)}</table>"
    started = f"<p>Run started {escape(f'{at:%Y-%m-%d %H:%M} UTC')}.</p>"
    index = folder / "index.html"
    _write_page(index, f"Validation of run {run}", started + table)
    return index


def shorten_value(value: object) -> str:
    """Return a value as a page lists it: its beginning, with what cannot be printed written out."""
    text = str(value)
    shown = "".join(map(_escape_unprintable, text[:LONGEST_EXAMPLE]))
    if len(text) > LONGEST_EXAMPLE:
        shown += f" ... ({len(text):,} characters)"
    return shown


def _escape_unprintable(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode()


def _group_by_suite(results: Iterable[SuiteResult]) -> dict[str, list[RuleResult]]:
    """Return what each suite found, its rules joined over all chunks."""
    suites: dict[str, dict[str, RuleResult]] = {}
    for result in results:
        rules = suites.setdefault(result.suite, {})
        for found in result.rules:
            name = found.rule.name
            if name in rules:
                rules[name] = rules[name].join_with(found)
            else:
                rules[name] = found
    return {suite: list(rules.values()) for suite, rules in suites.items()}


def _render_rules(rules: Iterable[RuleResult]) -> str:
    rows = []
    for result in rules:
        rule = result.rule
        examples = "<br>".join(f"<code>{escape(example)}</code>" for example in result.examples)
        bad = _render_verdict(f"{result.failed:,} of {result.checked:,}", result.failed)
        rows.append(
            f"<tr><td>{escape(rule.name)}<br>{escape(rule.says)}</td><td>{escape(rule.column)}</td>"
            f"<td>{escape(rule.severity)}</td><td>{bad}</td><td>{examples}</td></tr>"
        )
    head = "<tr><th>rule</th><th>column</th><th>severity</th><th>rows that fail</th><th>examples</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>"


def _render_verdict(text: str, failed: object) -> str:
    style = "failed" if failed else "held"
    return f'<span class="{style}">{escape(text)}</span>'


def _write_page(path: Path, title: str, body: str) -> None:
    page = (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(CONTENT_POLICY)}">'
        f"<style>{PAGE_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>\n"
    )
    path.write_text(page, encoding="utf-8", errors="backslashreplace")
