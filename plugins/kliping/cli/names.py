"""``kliping names`` and ``kliping quotes``: who is in published articles, and who says what."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from kliping.cli.command import app, fail
from kliping.cli.options import ByOption, JsonOption, LimitOption
from kliping.cli.output import print_line, render_json

names_app = typer.Typer(
    no_args_is_help=True, help="Persons, organisations and places of published articles: list, look up, merge."
)
app.add_typer(names_app, name="names", rich_help_panel="Look")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name, in capitals or not.")]

NAME_COLUMNS = (
    "kind",
    "name",
    "articles",
    "mentions",
    "outlets",
    "first_day",
    "last_day",
    "region",
    "forms",
    "aliases",
)
QUOTE_COLUMNS = (
    "day", "name", "office", "text", "direct", "hedges", "cue", "outlet", "title", "url", "copies"
)  # fmt: skip
LONGEST_BAR = 40
"""Characters of the bar of the day with the most articles."""


class KindChoice(StrEnum):
    """The kinds of names."""

    person = "person"
    organisation = "organisation"
    place = "place"


KindOption = Annotated[KindChoice | None, typer.Option(help="Only names of this kind.")]


def _read(report: str, **asked: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401  # parameters of a query
    from kliping import pipeline, settings

    config = settings.load_settings()
    if not pipeline.is_published(config):
        fail("nothing is published yet: `kliping run` or `kliping import` loads and publishes", 1)
    return pipeline.read_report(config, report, asked)


def _label_rows(columns: Sequence[str], rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


@names_app.command("list")
def list_names_command(
    word: Annotated[str | None, typer.Argument(metavar="WORD", help="Only names that hold these letters.")] = None,
    *,
    kind: KindOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List names, those of the most articles first, with how texts write them."""
    from rich.table import Table

    from kliping.cli import show

    rows = _read("names", word=word, kind=kind, limit=limit)
    if as_json:
        typer.echo(render_json(_label_rows(NAME_COLUMNS, rows)))
        return
    if not rows:
        fail("no article has such a name; `kliping names list` shows the most frequent ones", 1)
    table = Table(box=None, pad_edge=False)
    table.add_column("name", overflow="fold")
    table.add_column("kind")
    table.add_column("articles", justify="right")
    table.add_column("outlets", justify="right")
    table.add_column("region")
    table.add_column("also written", overflow="fold")
    for of_kind, name, articles, _, outlets, _, _, region, forms, aliases in rows:
        others = sorted({*(forms or ()), *(aliases or ())} - {name})
        table.add_row(name, of_kind, f"{articles:,}", f"{outlets:,}", region or "", ", ".join(others))
    show.make_console(markup=False).print(table)


@names_app.command("show")
def show_name_command(name: NameArgument, *, limit: LimitOption = 5, as_json: JsonOption = False) -> None:
    """Show a name: counts, spellings, who stands in the same articles, the newest sentences and quotations."""
    found = _find_name(name)
    beside = _read("named_beside", who=name, limit=2 * limit)
    sentences = _read("named_in", who=name, limit=limit)
    said = _read("quotes", term="*", speaker=None, who=name, outlet=None, limit=limit)
    if as_json:
        parts = {
            "names": (NAME_COLUMNS, found),
            "beside": (("kind", "name", "articles", "outlets"), beside),
            "sentences": (("day", "outlet", "title", "sentence", "url"), sentences),
            "quotes": (QUOTE_COLUMNS, said),
        }
        typer.echo(render_json({part: _label_rows(*rows) for part, rows in parts.items()}))
        return
    _print_facts(found, beside)
    _print_sentences(sentences)
    _print_quotes(said)


def _print_facts(found: list[tuple[Any, ...]], beside: list[tuple[Any, ...]]) -> None:
    from rich.text import Text

    from kliping.cli import show

    console = show.make_console(markup=False)
    for kind, name, articles, mentions, outlets, first, last, region, forms, aliases in found:
        console.print(Text.assemble((name, "bold"), f"  {kind}", (f"  region {region}" if region else "", "dim")))
        console.print(f"articles: {articles:,}, outlets: {outlets:,}, mentions: {mentions:,}, {first} to {last}")
        console.print(f"written: {', '.join(forms or ())}", soft_wrap=True)
        if aliases:
            console.print(f"merged into it: {', '.join(aliases)}", soft_wrap=True)
    if beside:
        together = ", ".join(f"{other} ({articles:,})" for _, other, articles, _ in beside)
        console.print(f"\nin the same articles: {together}", soft_wrap=True)


def _print_sentences(rows: list[tuple[Any, ...]]) -> None:
    from rich.text import Text

    from kliping.cli import show

    console = show.make_console(markup=False)
    for day, outlet, _, sentence, url in rows:
        console.print()
        console.print(Text.assemble((f"{day} · {outlet}  ", "dim"), " ".join(sentence.split())), soft_wrap=True)
        console.print(Text(url or "", "blue"), soft_wrap=True)


def _find_name(name: str) -> list[tuple[Any, ...]]:
    found = _read("name", who=name)
    if not found:
        like = _read("names", word=name, kind=None, limit=5)
        hint = f"; did you mean {', '.join(row[1] for row in like)}?" if like else ""
        fail(f"no article has the name {name}{hint or '; `kliping names list WORD` looks for one'}", 1)
    return found


@names_app.command("timeline")
def show_timeline_command(name: NameArgument, *, as_json: JsonOption = False) -> None:
    """Show how many articles of each day have a name, and of how many thousand."""
    _find_name(name)
    rows = _read("name_timeline", who=name)
    if as_json:
        typer.echo(render_json(_label_rows(("day", "articles", "mentions", "outlets", "per_thousand"), rows)))
        return
    most = max(row[1] for row in rows)
    print_line(f"{'day':10}  {'articles':>8}  {'per 1,000':>9}")
    for day, articles, _, _, per_thousand in rows:
        bar = "█" * max(1, round(LONGEST_BAR * articles / most))
        print_line(f"{day}  {articles:8,}  {per_thousand:9,.1f}  {bar}")


@names_app.command("merge")
def merge_command(
    alias: Annotated[str, typer.Argument(metavar="ALIAS", help="The name to merge, as `list` shows it.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to merge it into.")],
    *,
    kind: Annotated[KindChoice | None, typer.Option(help="Which one, where ALIAS is of several kinds.")] = None,
    by: ByOption,
) -> None:
    """Merge ALIAS into NAME in all articles, now and later; `unmerge` undoes it."""
    from kliping import pipeline, settings

    merged = pipeline.join_names(settings.load_settings(), alias, name, kind=kind, by=by)
    print_line(f"{alias} is {name} now ({merged}); `kliping names unmerge` undoes it")


@names_app.command("unmerge")
def unmerge_command(
    alias: Annotated[str, typer.Argument(metavar="ALIAS", help="The name that was merged into another.")],
) -> None:
    """Undo a merge: articles have the name again as they write it."""
    from kliping import pipeline, settings

    names = pipeline.part_name(settings.load_settings(), alias)
    print_line(f"{alias} is no longer {' or '.join(names)}")


@app.command("quotes", rich_help_panel="Look")
def quotes_command(
    term: Annotated[
        str, typer.Argument(metavar="TERM", help="A word or phrase; `*` is any ending: `banjir*`. Default: all.")
    ] = "*",
    *,
    speaker: Annotated[str | None, typer.Option(help="Only what somebody with this name says.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only quotations of this outlet.")] = None,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Show who said what about TERM, newest first; what several outlets quote is shown once.

    Reported speech stands without quotation marks. Where the text does not say surely who speaks, nobody is named.
    """
    rows = _read("quotes", term=term, speaker=speaker, who=None, outlet=outlet, limit=limit)
    if as_json:
        typer.echo(render_json(_label_rows(QUOTE_COLUMNS, rows)))
        return
    if not rows:
        fail(
            f"no quotation has {term} as whole words; `{term}*` takes any ending" if term != "*" else "none is found", 1
        )
    _print_quotes(rows)


def _print_quotes(rows: list[tuple[Any, ...]]) -> None:
    from rich.text import Text

    from kliping.cli import show

    console = show.make_console(markup=False)
    for day, name, office, text, direct, hedges, _, outlet, title, url, copies in rows:
        said = " ".join(text.split())
        unsure = f" · {', '.join(hedges)}" if hedges else ""
        again = f" · {copies} times" if copies > 1 else ""
        console.print()
        console.print(
            Text.assemble(
                (name or "(not named)", "bold"), f", {office}" if office else "", (f" · {day}{unsure}", "dim")
            )
        )
        console.print(f"“{said}”" if direct else said, soft_wrap=True)
        console.print(Text(f"{outlet}: {title or '(no title)'}{again}", "dim"), soft_wrap=True)
        console.print(Text(url or "", "blue"), soft_wrap=True)
