"""Commands that maintain the warehouse: quarantine, export, doctor, index, backup, restore, compact, move."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kliping.cli.command import app, fail
from kliping.cli.options import ByOption, LimitOption, WhyOption, ZoneOption, parse_optional_day
from kliping.cli.output import print_line, render_json

quarantine_app = typer.Typer(no_args_is_help=True, help="List, show, release or drop articles that failed validation.")
app.add_typer(quarantine_app, name="quarantine", rich_help_panel="Maintenance")

QuarantineIds = Annotated[
    list[str], typer.Argument(metavar="ID...", help="Ids as `list` shows them; the first characters are enough.")
]


class ExportFile(StrEnum):
    """What ``export`` writes."""

    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"
    xlsx = "xlsx"
    bib = "bib"
    ris = "ris"


@quarantine_app.command("list")
def list_quarantine_command(
    *,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet's.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only pages that failed this rule.")] = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="Also those that somebody dropped.")] = False,
    limit: LimitOption = 50,
) -> None:
    """Show quarantined pages, newest first, with every reason."""
    from rich.table import Table

    from kliping import pipeline, settings
    from kliping.cli import show

    chosen = settings.load_settings()
    rows = pipeline.read_quarantine(chosen, outlet=outlet, rule=rule, dropped=dropped, limit=limit, payloads=False)
    if not rows:
        print_line("no quarantined page matches" if outlet or rule else "nothing is in quarantine")
        return
    total = pipeline.count_quarantine(chosen, outlet=outlet, rule=rule, dropped=dropped)
    title = f"{total:,} in quarantine"
    if total > len(rows):
        title += f", the newest {len(rows):,} of them"
    table = Table(title=title, title_justify="left")
    for name in ("id", "outlet", "reasons", "page", "decision"):
        table.add_column(name, overflow="fold")
    for row in rows:
        reasons = "\n".join(f"{name}: {detail}" for name, detail in row.reasons)
        table.add_row(row.quarantine_id[:12], row.outlet, reasons, row.url or "", row.decision or "")
    show.make_console(markup=False).print(table)


@quarantine_app.command("show")
def show_quarantine_command(
    identity: Annotated[str, typer.Argument(metavar="ID", help="Its id; the first characters are enough.")],
) -> None:
    """Show one quarantined page: the reasons, what was scraped, its archive record."""

    from kliping import pipeline, settings

    rows = pipeline.read_quarantine(settings.load_settings(), ids=[identity], dropped=True)
    if len(rows) != 1:
        fail(f"{identity} matches {len(rows)} quarantined pages: give the full id; `kliping quarantine list` shows ids")
    row = rows[0]
    for name, detail in row.reasons:
        print_line(f"{name}: {detail}")
    print_line(f"page: {row.url}\narchive: {row.archive}\nscraped:")
    typer.echo(render_json(dict(row.payload)))


@quarantine_app.command("release")
def release_command(ids: QuarantineIds, *, why: WhyOption, by: ByOption) -> None:
    """Load quarantined pages as they are; reruns respect the decision."""
    from kliping import pipeline, settings

    report = pipeline.release_quarantined(settings.load_settings(), ids, by=by, why=why, say=_print_delay)
    loaded = report.counts["loaded"] + report.counts["revised"]
    discovered = sum(outlet.discovered for outlet in report.outlets)
    print_line(f"released {loaded} of {discovered} in load {report.load_id}")


@quarantine_app.command("drop")
def drop_command(ids: QuarantineIds, *, why: WhyOption, by: ByOption) -> None:
    """Dismiss quarantined pages for good; their records stay in the archive."""
    from kliping import pipeline, settings

    dropped = pipeline.drop_quarantined(settings.load_settings(), ids, by=by, why=why, say=_print_delay)
    print_line(f"dropped {dropped}")


def _print_delay(line: str) -> None:
    """Print what a publication says only where it was postponed or a problem was reported."""
    if line.startswith(("publish: postponed", "alerts: ")):
        print_line(line)


@app.command("export", rich_help_panel="Look")
def export_command(
    path: Annotated[Path, typer.Argument(help="The file to write; it appears only when it is complete.")],
    *,
    as_format: Annotated[
        ExportFile | None,
        typer.Option("--format", help="File format. Default: by the file's ending, or parquet."),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day, inclusive.")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="Only articles of this outlet; may be repeated.")] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="LOAD", help="Only what happened after this load, with a column `change`; `start` for everything."
        ),
    ] = None,
    timezone: ZoneOption = "UTC",
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin a CSV file with a byte order mark, so that Excel reads it as UTF-8.")
    ] = False,
) -> None:
    """Write published articles to a file for other tools, in the format that its name ends with.

    `.parquet`, `.csv`, `.jsonl` and `.xlsx` have every column, `.bib` (BibTeX) and `.ris` are lists of citations. Times
    in CSV and JSON lines are ISO 8601. A field of CSV that a spreadsheet would run as a formula begins with an
    apostrophe; `kliping import` takes it off again. With --since a file has each article that was inserted, revised,
    updated or removed after a load, once, in the order of loads; the last line names the load for the next time.
    """
    from kliping import pipeline, settings

    if path.is_dir():
        fail(f"{path} is a folder: name a file in it, such as {path / 'articles.parquet'}")
    first_day, last_day = map(parse_optional_day, (first, last))
    report = pipeline.export_articles(
        settings.load_settings(),
        path,
        format=(as_format or _guess_format(path)).value,
        first=first_day,
        last=last_day,
        outlets=outlet or (),
        since=since,
        timezone=timezone,
        bom=bom,
    )
    print_line(f"{report.articles:,} {'articles' if since is None else 'changes'} in {path}")
    if not report.articles:
        print_line("nothing matched: the file has no row")
    if report.cut:
        print_line(f"{report.cut:,} texts were cut: a cell of Excel holds no more; CSV and Parquet hold all")
    if since is not None:
        print_line(f"next time: --since {report.last_load}")


@app.command("export-parts", rich_help_panel="Look")
def export_parts_command(
    folder: Annotated[Path, typer.Argument(help="A new folder, or one that this wrote before; it is replaced whole.")],
) -> None:
    """Write all published articles as Parquet files by outlet and month, with a manifest.

    `manifest.json` has the version of the schema, every column with its meaning, the load, and each file with its rows,
    bytes and SHA-256: enough to fetch only what is new to you.
    """
    from kliping import pipeline, settings

    report = pipeline.export_parts(settings.load_settings(), folder)
    print_line(f"{report.articles:,} articles in {folder}, as of load {report.last_load}")


@app.command("dbt-sources", rich_help_panel="Look")
def dbt_sources_command() -> None:
    """Print a `sources.yml` for dbt: every published table and view with the meaning of its columns."""
    from kliping import pipeline, settings

    print_line(pipeline.render_sources(settings.load_settings()).rstrip())


def _guess_format(path: Path) -> ExportFile:
    """Return the format that a file's name asks for; a name without an ending asks for Parquet."""
    ending = path.suffix.removeprefix(".").lower()
    if not ending:
        return ExportFile.parquet
    if ending not in list(ExportFile):
        endings = ", ".join(f".{each}" for each in ExportFile)
        fail(f"{path}: .{ending} is not an export format; end the name in {endings}, or give --format")
    return ExportFile(ending)


@app.command("doctor", rich_help_panel="Maintenance")
def doctor_command() -> None:
    """Check the whole warehouse, the archive, the disk and the published copy; say what to do about each problem."""
    from kliping import pipeline, settings

    found = pipeline.check_health(settings.load_settings())
    for line in found:
        print_line(line)
    if found:
        raise typer.Exit(1)
    print_line("all is well")


@app.command("load", rich_help_panel="Maintenance")
def load_command(
    *,
    run: Annotated[str, typer.Option(help="Id of the run, as `kliping status` shows it.")],
    accept: Annotated[list[str] | None, typer.Option(help="Load this outlet although a batch rule stopped it.")] = None,
) -> None:
    """Load a staged run that never loaded, or an outlet's day that a batch rule stopped and you accept."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    staged = list(pipeline.list_shared_runs(config))
    if run not in staged:
        known = f"the newest is {staged[0]}" if staged else "none is"
        fail(f"no run {run!r} is staged here ({known}); `kliping status` lists runs")
    pipeline.load_run(config, run, print_line, accept=accept or ())
    pipeline.publish_loaded(config, print_line)


@app.command("publish", rich_help_panel="Maintenance")
def publish_command() -> None:
    """Replace the published copy; whoever has the old one open keeps it."""
    from kliping import pipeline, settings

    if pipeline.publish_loaded(settings.load_settings(), print_line).holder:
        raise typer.Exit(1)


@app.command("index", rich_help_panel="Maintenance")
def index_command(
    *, since: Annotated[str | None, typer.Option(help="Index articles from this day on, YYYY-MM-DD.")] = None
) -> None:
    """Bring the index of `kliping search` up to date, and build that of `search_words('kata kunci')` in SQL."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    report = pipeline.build_search_index(config, since=parse_optional_day(since))
    if not report.built:
        fail("nothing is published yet: `kliping run` or `kliping import` loads and publishes", 1)
    refreshed = pipeline.refresh_engine(config)
    print_line(f"search: {refreshed.articles:,} articles, {refreshed.changed:,} changes in {refreshed.seconds:.1f} s")
    print_line(
        f"{report.articles:,} articles indexed in {report.seconds:.1f} s, {report.bytes / 1e6:,.0f} MB: {report.path}"
    )


@app.command("regroup", rich_help_panel="Maintenance")
def regroup_command() -> None:
    """Find the copies of one text again, after an upgrade that changed the rule; then publish."""
    from kliping import pipeline, settings

    moved = pipeline.regroup_articles(settings.load_settings(), print_line)
    print_line(f"{moved:,} articles are in another duplicate group than before")


@app.command("backup", rich_help_panel="Maintenance")
def backup_command(folder: Annotated[Path, typer.Argument(help="Folder for the copy.")]) -> None:
    """Back up the warehouse, with a checksum, and verify that the copy can be restored."""
    from kliping import pipeline, settings

    copy = pipeline.back_up(settings.load_settings(), folder)
    print_line(f"copied to {copy}; verified that it can be restored")


@app.command("restore", rich_help_panel="Maintenance")
def restore_command(copy: Annotated[Path, typer.Argument(help="A file that `kliping backup` made.")]) -> None:
    """Replace the warehouse by a backup and publish it."""
    from kliping import pipeline, settings

    pipeline.restore_from(settings.load_settings(), copy, print_line)
    print_line(f"restored from {copy}")


@app.command("compact", rich_help_panel="Maintenance")
def compact_command() -> None:
    """Rewrite the warehouse file to free unused space; merge a DuckLake's files and expire its old snapshots."""
    from kliping import pipeline, settings

    print_line(pipeline.compact_database(settings.load_settings()))


@app.command("move-warehouse", rich_help_panel="Maintenance")
def move_warehouse_command(
    to: Annotated[
        str, typer.Argument(help="`ducklake:postgres:dbname=... host=...`, `ducklake:FILE`, or `files` to move back.")
    ],
    *,
    data: Annotated[str, typer.Option(help="Folder or s3:// URL of the DuckLake's files.")] = "",
) -> None:
    """Copy the warehouse into a DuckLake that several machines share, or back into files, and prove the copy equal.

    What is copied stays as it is; KLIPING_WAREHOUSE says which of the two is used.
    """
    from kliping import pipeline, settings

    report = pipeline.move_warehouse(settings.load_settings(), to, data)
    for table, rows in report.rows.items():
        print_line(f"{table}: {rows:,} rows, the same")
    print_line(f"copied to {report.to} in {report.seconds:.1f} s; now set:")
    if to == "files":
        print_line("KLIPING_WAREHOUSE=")
        return
    print_line(f"KLIPING_WAREHOUSE={report.to}")
    if data:
        print_line(f"KLIPING_WAREHOUSE_DATA={data}")
