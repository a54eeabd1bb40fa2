"""``kliping saved``: searches and collections that analysts keep, and the digests of them."""

from __future__ import annotations

import datetime as dt
import getpass
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kliping.cli.command import app, fail
from kliping.cli.data import join_query
from kliping.cli.options import JsonOption, parse_optional_day
from kliping.cli.output import print_line, render_json
from kliping.cli.reading import write_report
from kliping.model import JAKARTA

if TYPE_CHECKING:
    from kliping.pipeline import Saved, SavedKind

saved_app = typer.Typer(
    no_args_is_help=True, help="Searches and collections of articles that you keep, and a daily digest of each."
)
app.add_typer(saved_app, name="saved", rich_help_panel="Look")

SavedArgument = Annotated[str, typer.Argument(metavar="NAME", help="Its name.")]
ArticleArgument = Annotated[str, typer.Argument(metavar="ARTICLE", help="The article's id or URL.")]
NoteOption = Annotated[str | None, typer.Option(help="A note for those who read it.")]
SendOption = Annotated[
    list[str] | None,
    typer.Option("--send", help="Channel of the alert policy that the digest goes to; may be repeated; '' for none."),
]


@saved_app.command("list")
def list_saved_command(*, as_json: JsonOption = False) -> None:
    """List saved searches and collections, with their notes and where their digests go."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    found = pipeline.list_saved(config)
    if as_json:
        typer.echo(render_json([asdict(one) for one in found]))
        return
    for one in found:
        sent = f"; sent to {', '.join(one.channels)}" if one.channels else ""
        if one.kind == pipeline.COLLECTION:
            what = f"{len(pipeline.list_articles(config, one))} articles"
        else:
            what = ", ".join(filter(None, [one.query or "*", one.outlet, one.section]))
        print_line(f"{one.name} ({one.kind}): {what}{sent}")
        if one.note:
            print_line(f"  {one.note}")
    if not found:
        print_line("nothing is saved yet: `kliping saved search NAME QUERY`, `kliping saved collection NAME`")


@saved_app.command("search")
def save_search_command(
    name: SavedArgument,
    words: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]...", help="As for `kliping search`.")] = None,
    *,
    outlet: Annotated[str | None, typer.Option(help="Only articles of this outlet.")] = None,
    section: Annotated[str | None, typer.Option(help="Only articles of this section.")] = None,
    note: NoteOption = None,
    send: SendOption = None,
) -> None:
    """Save a search under a name, or change what is stated of one that is saved."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    saved = _find_or_make(name, pipeline.SEARCH)
    if words:
        saved = replace(saved, query=join_query(words))
    saved = replace(
        saved,
        outlet=saved.outlet if outlet is None else outlet,
        section=saved.section if section is None else section,
        note=saved.note if note is None else note,
    )
    _print_saved(pipeline.keep_saved(config, _change_channels(saved, send), now=dt.datetime.now(dt.UTC)))


@saved_app.command("collection")
def save_collection_command(name: SavedArgument, *, note: NoteOption = None, send: SendOption = None) -> None:
    """Make a collection of articles, or change its note or where its digest goes."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    saved = _find_or_make(name, pipeline.COLLECTION)
    if note is not None:
        saved = replace(saved, note=note)
    _print_saved(pipeline.keep_saved(config, _change_channels(saved, send), now=dt.datetime.now(dt.UTC)))


@saved_app.command("add")
def add_article_command(name: SavedArgument, article: ArticleArgument, *, note: NoteOption = None) -> None:
    """Put an article into a collection, or change the note on one that is in it."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    collection = pipeline.find_saved(config, name)
    now = dt.datetime.now(dt.UTC)
    kept = pipeline.keep_article(config, collection, article, note or "", by=getpass.getuser(), now=now)
    print_line(f"{kept} is in {collection.name}")


@saved_app.command("drop")
def drop_article_command(name: SavedArgument, article: ArticleArgument) -> None:
    """Take an article out of a collection."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    collection = pipeline.find_saved(config, name)
    if not pipeline.drop_article(config, collection, article):
        fail(f"{article} is not in {collection.name}; `kliping saved digest` lists its articles", 1)
    print_line(f"{article} is no longer in {collection.name}")


@saved_app.command("remove")
def remove_saved_command(name: SavedArgument) -> None:
    """Remove a saved search or a collection with its notes; articles stay as they are."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    saved = pipeline.find_saved(config, name)
    pipeline.remove_saved(config, saved.id)
    print_line(f"{saved.name} is removed")


@saved_app.command("digest")
def digest_command(
    name: SavedArgument,
    *,
    day: Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; a search's newest, all of a collection.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write a PDF report to this file.")] = None,
) -> None:
    """Print the digest of a day, copies of one text folded, or write it as a PDF report."""
    from kliping import pipeline, settings

    config, now = settings.load_settings(), dt.datetime.now(dt.UTC)
    today = now.astimezone(JAKARTA).date()
    digest = pipeline.make_digest(config, pipeline.find_saved(config, name), day=parse_optional_day(day), today=today)
    if not digest.clippings.found:
        where = f" of {digest.day}; leave out --day for the newest" if digest.day else ""
        fail(f"{digest.saved.name} has no article{where}", 1)
    if out is None:
        message = pipeline.write_digest(config, digest)
        print_line(message.subject)
        for line in message.text.split("\n"):
            print_line(line)
        return
    if out.suffix.lower() != ".pdf":
        fail(f"{out}: the report is a PDF: name a file that ends in .pdf")
    write_report(out, pipeline.render_digest_pdf(config, digest, now))
    print_line(f"{out}: {len(digest.clippings.found)} texts")


@saved_app.command("send")
def send_digests_command(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only this one.")] = None,
    *,
    day: Annotated[str | None, typer.Option(help="Day, YYYY-MM-DD; today in Jakarta.")] = None,
) -> None:
    """Send the digests of a day to their channels: what a channel has taken before is not sent again.

    For cron where Airflow does not run. Exit code 1 where a channel did not take its digest.
    """
    from kliping import pipeline, settings

    config, now = settings.load_settings(), dt.datetime.now(dt.UTC)
    only = pipeline.find_saved(config, name) if name else None
    chosen = parse_optional_day(day) or now.astimezone(JAKARTA).date()
    reports = pipeline.send_digests(config, day=chosen, now=now, only=only)
    for report in reports:
        print_line(str(report))
    if not reports:
        print_line("no digest goes to a channel: `kliping saved search NAME QUERY --send email`")
    if any(report.error for report in reports):
        raise typer.Exit(1)


def _find_or_make(name: str, kind: SavedKind) -> Saved:
    """Return what is saved under a name, a new one where nothing is. Ends the command for one of the other kind."""
    from kliping import pipeline, settings

    for one in pipeline.list_saved(settings.load_settings()):
        if one.name.casefold() == name.strip().casefold():
            if one.kind != kind:
                fail(f"{one.name!r} is a {one.kind}: choose another name, or remove it first")
            return one
    return pipeline.Saved(name, kind, made_by=getpass.getuser())


def _change_channels(saved: Saved, send: list[str] | None) -> Saved:
    if send is None:
        return saved
    return replace(saved, channels=tuple(filter(None, send)))


def _print_saved(saved: Saved) -> None:
    sent = f", sent to {', '.join(saved.channels)}" if saved.channels else ""
    print_line(f"{saved.name}: {saved.kind} saved{sent}")
