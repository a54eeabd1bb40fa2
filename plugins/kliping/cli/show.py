"""What people look at on a terminal: spans in colour, a run as a table, an article before and after."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.panel import Panel
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from kliping.cli.output import escape_controls
from kliping.model import JAKARTA, RESULTS, Removed

if TYPE_CHECKING:
    from kliping.pipeline import DiskUse, RunLine

KIND_COLOURS: Mapping[str, str] = {
    "related": "magenta", "ad": "red", "media": "blue", "nav": "bright_black", "share": "cyan", "follow": "cyan",
    "credit": "yellow", "copyright": "red", "syndication": "green", "dateline": "green", "caption": "blue",
    "title": "bright_black", "tags": "cyan", "other": "red",
}  # fmt: skip
"""One colour a kind, the same wherever spans are shown."""


LONGEST_SAMPLE = 900
"""Characters of a text that a comparison shows."""


def mark_spans(text: str, removed: Iterable[Removed]) -> Text:
    """Return ``text`` with every removed span struck through in its kind's colour, and the kind named after it."""
    out, at = Text(), 0
    for span in removed:
        out.append(text[at : span.start])
        style = KIND_COLOURS[span.kind]
        out.append(text[span.start : span.end], f"strike {style}")
        out.append(f"‹{span.kind}›", f"italic {style}")
        at = span.end
    out.append(text[at:])
    return out


def render_legend(kinds: Iterable[str]) -> Text:
    """Return the colours of the kinds that occur."""
    return Text(" ").join(Text(kind, KIND_COLOURS[kind]) for kind in sorted(set(kinds)))


def make_run_table(lines: Sequence[RunLine]) -> Table:
    """Return a load, one outlet a row, every outcome a column."""
    first = lines[0]
    when = f"{first.finished_at.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB"
    table = Table(
        title=f"{first.job} of {first.day} · run {first.run} · loaded {when}", title_justify="left", title_style="bold"
    )
    table.add_column("outlet")
    for name in ("discovered", "known", *RESULTS):
        table.add_column(name, justify="right")
    for line in lines:
        outlet = Text(line.outlet)
        if line.status != "ok":
            outlet.stylize("bold red")
        numbers = (line.discovered, line.known, *(line.counts[r] for r in RESULTS))
        table.add_row(
            outlet, *(_render_count(n, column) for n, column in zip(numbers, ("", "", *RESULTS), strict=True))
        )
    if len(lines) > 1:
        table.add_section()
        totals = [sum(line.counts[r] for line in lines) for r in RESULTS]
        sums = (sum(line.discovered for line in lines), sum(line.known for line in lines), *totals)
        table.add_row("all", *(str(n) for n in sums), style="bold")
    return table


def _render_count(n: int, column: str) -> Text:
    if n == 0:
        return Text("·", "dim")
    style = {"loaded": "green", "revised": "green", "failed": "red", "quarantined": "yellow"}.get(column, "")
    return Text(str(n), style)


def make_stripped_table(rows: Iterable[tuple[Any, ...]]) -> Table:
    """Return what was stripped, by kind."""
    table = Table(title="stripped", title_justify="left", title_style="bold")
    table.add_column("kind")
    for name in ("spans", "characters", "articles"):
        table.add_column(name, justify="right")
    for kind, spans, characters, articles in rows:
        table.add_row(Text(kind, KIND_COLOURS[kind]), f"{spans:,}", f"{characters:,}", f"{articles:,}")
    return table


def make_disk_table(uses: Sequence[DiskUse]) -> Table:
    """Return what each kind of file takes, and how long it is kept."""
    table = Table(title="disk", title_justify="left", title_style="bold")
    table.add_column("kind")
    for name in ("MB", "files"):
        table.add_column(name, justify="right")
    for name in ("where", "kept"):
        table.add_column(name, overflow="fold")
    for use in uses:
        table.add_row(use.name, f"{use.bytes / 1e6:,.1f}", f"{use.files:,}", use.place, use.kept)
    table.add_section()
    total = sum(use.bytes for use in uses)
    table.add_row("all", f"{total / 1e6:,.1f}", f"{sum(use.files for use in uses):,}", style="bold")
    return table


def make_reasons_table(rows: Iterable[tuple[Any, ...]]) -> Table:
    """Return why links did not load, one reason a row."""
    table = Table(title="not loaded, and why", title_justify="left", title_style="bold", expand=True)
    for name in ("outlet", "result", "reason"):
        table.add_column(name, no_wrap=True)
    table.add_column("links", justify="right", no_wrap=True)
    table.add_column("for example", overflow="fold", ratio=1)
    for outlet, result, reason, links, detail, example in rows:
        table.add_row(outlet, result, reason, str(links), Text(f"{detail or ''} {example}".strip(), "dim"))
    return table


def compare_texts(
    outlet: str, title: str | None, published: dt.datetime | None, text: str, body: str, removed: Sequence[Removed]
) -> Group:
    """Return two panels: the scraped text with what was cut in colour, and the start of the story that was loaded."""
    when = "no date stated"
    if published:
        when = f"{published.astimezone(JAKARTA):%d %b %Y %H:%M} WIB"
    head = Text.assemble((title or "(no title)", "bold"), ("  " + when, "dim"))
    cut = mark_spans(*_shorten_text(text, removed, LONGEST_SAMPLE))
    after = Text(body[:LONGEST_SAMPLE])
    if len(body) > LONGEST_SAMPLE:
        after.append(" …")
    return Group(
        Panel(cut, title=Text(f"{outlet} · before"), title_align="left", border_style="dim"),
        Panel(Group(head, after), title=Text(f"{outlet} · after"), title_align="left", border_style="green"),
    )


def _shorten_text(text: str, removed: Sequence[Removed], limit: int) -> tuple[str, list[Removed]]:
    """Return the lines that hold removed spans, and the start of those between, as one shorter text with its spans."""
    out: list[str] = []
    spans: list[Removed] = []
    at = size = 0
    for line in text.split("\n"):
        here = [r for r in removed if r.start < at + len(line) + 1 and r.end > at]
        shown = line
        if not here and len(line) >= 90:
            shown = line[:80] + " …"
        if size + len(shown) > limit and not here:
            at += len(line) + 1
            continue
        base = sum(len(s) + 1 for s in out)
        spans += [
            Removed(base + max(0, r.start - at), base + min(len(line), r.end - at), r.kind, r.rule)
            for r in here
            if r.end - at > 0 and max(0, r.start - at) < min(len(line), r.end - at)
        ]
        out.append(shown)
        size += len(shown)
        at += len(line) + 1
    return "\n".join(out), spans


class VisibleConsole(Console):
    """A console that writes out the control characters in what it is given; its own styles stay."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Render as rich does, with the control characters of every text written out."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(escape_controls(segment.text), segment.style)


def make_console(*, stderr: bool = False, markup: bool = True) -> Console:
    """Return a console that keeps a table's columns when its output goes to a file or a pipe.

    Without ``markup`` a text in square brackets is that text; with it, it may be a style.
    """
    made = VisibleConsole(stderr=stderr, highlight=False, soft_wrap=False, markup=markup)
    if not made.is_terminal:
        width = max(120, shutil.get_terminal_size((120, 40)).columns)
        made = VisibleConsole(stderr=stderr, highlight=False, width=width, markup=markup)
    return made
