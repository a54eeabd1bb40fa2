"""``kliping import``, ``sql`` and ``search``: import documents, query the tables, search the articles."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kliping.cli.command import app, fail
from kliping.cli.options import LimitOption, OffsetOption, ZoneOption, parse_optional_day
from kliping.cli.output import print_line
from kliping.resources import read_sql

SHELL_GREETING = """\
-- Kliping: the published copy, read only. Tables: articles, article_revisions, removed_spans, outcomes, loads, ...
-- SHOW ALL TABLES lists them, .help explains the shell, .quit leaves; sql/queries/ holds more like this one:
{query}
"""


@app.command("import", rich_help_panel="Load")
def import_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, folders or glob patterns.")],
    *,
    column_map: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="Read a column as a field, such as judul=title."),
    ] = None,
) -> None:
    """Load articles that somebody has already scraped or crawled.

    `.txt` and `.html` hold one article, `.jsonl`, `.jl`, `.json`, `.csv`, `.tsv`, `.xlsx`, `.parquet` and `.sqlite` one
    a row (columns text, title, url, date, outlet, author under their usual names in Indonesian and English, or as --map
    says; only the text is required). Files may be compressed as .gz, .bz2, .xz or .zst, or packed as a .zip. Which
    column was taken for which field is told for each file. The pages of `.warc` and `.warc.gz` files (Common Crawl's
    CC-NEWS, any crawler's) are scraped as if they had been fetched. What a text does not state stays NULL. A record
    that cannot be read is named with its place and counted; the others load.
    """
    from kliping import pipeline, settings
    from kliping.cli import report, show

    config = settings.load_settings()
    console = show.make_console(markup=False)
    loaded = pipeline.import_documents(
        config,
        pipeline.match_files(files),
        say=lambda line: console.print(line, style="dim"),
        columns=pipeline.parse_column_map(column_map or ()),
    )
    if not report.print_run(config, console, run=loaded.run, samples=0):
        raise typer.Exit(1)


class SearchBy(StrEnum):
    """What ``search`` shows first."""

    relevance = "relevance"
    time = "time"


class SqlFormat(StrEnum):
    """How ``sql`` prints what a query finds."""

    table = "table"
    csv = "csv"
    json = "json"


@app.command("sql", rich_help_panel="Look", context_settings={"ignore_unknown_options": True})
def sql_command(
    query: Annotated[str | None, typer.Argument(help="A query, or a .sql file; without it, the shell opens.")] = None,
    *,
    as_format: Annotated[SqlFormat, typer.Option("--format", help="How to print the result.")] = SqlFormat.table,
    timezone: ZoneOption = "Asia/Jakarta",
    load_id: Annotated[
        str | None, typer.Option("--load", help="Query the state after this load (a shared warehouse only).")
    ] = None,
) -> None:
    """Query the published database, or open a DuckDB shell on it; this never blocks a load."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    if not pipeline.is_published(config):
        fail(
            f"{pipeline.name_published(config)} is not there yet: `kliping run` or `kliping import` loads and "
            "publishes (`make run`, in a checkout, a demo day)"
        )
    shell = _find_shell()
    arguments = [shell]
    for statement in pipeline.list_session_statements(config, timezone, for_shell=True, load_id=load_id):
        arguments += ["-cmd", f"{statement};"]
    if as_format is not SqlFormat.table:
        arguments.append(f"-{as_format.value}")
    asked = None if query is None else _read_query(query)
    if as_format is not SqlFormat.table and asked is None and not sys.stdin.isatty():
        asked = sys.stdin.read()
    with tempfile.TemporaryDirectory(prefix="kliping-sql-") as folder:
        for statement in pipeline.list_matches_statements(config, asked, Path(folder)):
            arguments += ["-cmd", f"{statement};"]
        if as_format is not SqlFormat.table and asked is not None:
            asked = pipeline.render_query(config, asked)
        if asked is not None:
            arguments += ["-c", asked]
        os.environ |= pipeline.list_shell_variables(config)
        if any(Path(folder).iterdir()):
            raise typer.Exit(_run_shell(arguments))
    if asked is None and sys.stdin.isatty():
        start = read_sql("queries/01_newest_headlines").strip()
        print_line(SHELL_GREETING.format(query=start))
    sys.stdout.flush()
    os.execv(shell, arguments)  # noqa: S606  # the shell takes the terminal over


def _run_shell(arguments: list[str]) -> int:
    """Run DuckDB's shell as a child, so that a file that it reads can be deleted behind it; return how it ended."""
    sys.stdout.flush()
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the shell; SIG_IGN would be inherited by it
    code = subprocess.run(arguments, check=False).returncode  # noqa: S603  # the shell that was found
    return code if code >= 0 else 128 - code


def _find_shell() -> str:
    """Return the path of DuckDB's shell."""
    shell = shutil.which("duckdb", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if shell is None:
        fail("the duckdb command is missing: pip install duckdb-cli")
    return shell


def _read_query(given: str) -> str:
    """Return the query itself, or that of the file that ``given`` names."""
    if not given.endswith(".sql") or "\n" in given:
        return given
    try:
        return Path(given).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{given}: {getattr(error, 'strerror', None) or error}")


@app.command("search", rich_help_panel="Look")
def search_command(
    words: Annotated[list[str], typer.Argument(metavar="QUERY...", help="What to look for.")],
    *,
    outlet: Annotated[str | None, typer.Option(help="Only articles of this outlet.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day, inclusive.")] = None,
    by: Annotated[SearchBy, typer.Option(help="What comes first: the best match or the newest.")] = SearchBy.relevance,
    limit: LimitOption = 10,
    offset: OffsetOption = 0,
    kwic: Annotated[bool, typer.Option("--kwic", help="Show every match in its context, one a line.")] = False,
) -> None:
    """Search published articles: how many match, and the best of them.

    Words side by side must all be there, in any form of the same stem: `banjir` finds "kebanjiran". As they are:
    `"a phrase"` and `=word`; with any ending: `prefix*`. `AND`, `OR`, `NOT` and brackets combine;
    `title:`, `body:`, `outlet:`, `section:`, `author:`, `person:`, `organisation:` and `place:` (or `judul:`, `isi:`,
    `media:`, `rubrik:`, `penulis:`, `tokoh:`, `lembaga:`, `tempat:`) ask one field, `from:` and `to:` (`dari:`,
    `sampai:`) name days.
    """
    from rich.text import Text

    from kliping import pipeline, settings
    from kliping.cli import show

    page = pipeline.search_articles(
        settings.load_settings(),
        join_query(words),
        outlet=outlet,
        first=parse_optional_day(first),
        last=parse_optional_day(last),
        order=by.value,
        limit=limit,
        offset=offset,
        contexts=kwic,
    )
    if page.behind:
        print_line("the index is behind what is published: `kliping index` brings it up to date", err=True)
    if not page.total:
        fail("no article matches; `kliping search --help` explains queries", 1)
    console = show.make_console(markup=False)
    shown = f"{offset + 1:,} to {offset + len(page.hits):,} of " if len(page.hits) < page.total else ""
    console.print(f"{shown}{page.total:,} {'articles' if page.total > 1 else 'article'}", style="dim")
    for hit in page.hits:
        heading = Text.assemble((hit.title or "(no title)", "bold"), ("  ", ""))
        console.print(heading + Text(f"{hit.outlet} · {hit.day or 'undated'}", "dim"))
        if hit.contexts:
            for one in hit.contexts:
                console.print(Text.assemble(f"{one.before:>60}", (one.match, "bold yellow"), one.after), soft_wrap=True)
        else:
            snippet = Text(hit.snippet.text)
            for start, end in hit.snippet.marks:
                snippet.stylize("bold yellow", start, end)
            console.print(snippet, soft_wrap=True)
        console.print(Text(hit.url, "blue"), soft_wrap=True)
        console.print()


def join_query(words: list[str]) -> str:
    """Return one query; an argument that a shell took out of its quotation marks is a phrase again."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word and ":" not in word else word for word in words)
