"""Write ``docs/cleaning.md`` from ``docs.md`` and the tables of rules: ``python -m kliping.clean.docs [PATH]``.

``docs.md`` names the figures in it where they are defined, such as ``{model_spans.STORY_CHANCE:.1%}``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kliping.clean.headlines import headline_ends
from kliping.clean.reader import edge_lines, foot_lists, model_spans
from kliping.clean.rules import bare_headlines, learned_blocks
from kliping.clean.rules.table import RULES_FILE, read_rules, read_table
from kliping.model import REMOVED_KINDS

TEMPLATE = Path(__file__).with_name("docs.md")
KINDS_FILE = RULES_FILE.with_name("kinds.tsv")
"""What each kind of removal is."""
CODED_RULES_FILE = RULES_FILE.with_name("coded_rules.tsv")
"""The rules that are code, not patterns: name, kind, what decides, example."""


def render_document() -> str:
    """Return the whole page."""
    return TEMPLATE.read_text("utf-8").format(
        kinds="\n".join(f"- **{row['kind']}**: {row['meaning']}" for row in read_table(KINDS_FILE)),
        rules="\n\n".join(filter(None, map(_render_rules, REMOVED_KINDS))),
        bare_headlines=bare_headlines,
        edge_lines=edge_lines,
        foot_lists=foot_lists,
        headline_ends=headline_ends,
        learned_blocks=learned_blocks,
        model_spans=model_spans,
    )


def _render_rules(kind: str) -> str:
    """Return the table of the rules that remove one kind; empty where there are none."""
    rows: list[tuple[str, str, str, str]] = [
        (rule.name, rule.place, rule.extent, rule.example) for rule in read_rules() if rule.kind == kind
    ]
    coded = [row for row in read_table(CODED_RULES_FILE) if row["kind"] == kind]
    rows += [(row["name"], "code", row["decides"], row["example"]) for row in coded]
    if not rows:
        return ""
    lines = [f"### {kind}", "", "| rule | place | extent | example |", "| --- | --- | --- | --- |"]
    for name, place, extent, example in rows:
        lines.append(f"| `{name}` | {place} | {_escape_cell(extent)} | {_escape_cell(example)} |")
    return "\n".join(lines)


def _escape_cell(text: str) -> str:
    """Return text that is safe in a cell of a Markdown table."""
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page to the path given on the command line, or to ``docs/cleaning.md``."""
    default = Path(__file__).resolve().parents[3] / "docs" / "cleaning.md"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_document(), encoding="utf-8")


if __name__ == "__main__":
    main()
