"""``kliping clean`` and ``kliping scrape``: clean a text, extract the article of a page."""

from __future__ import annotations

import codecs
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kliping.cli.command import app, fail
from kliping.cli.output import print_line, render_json

TextFile = Annotated[str, typer.Argument(metavar="FILE", help="A file, or `-` for standard input.")]
AsObject = Annotated[
    bool, typer.Option("--json", help="Print one JSON object, with the removed spans and the facts read from them.")
]
AsDiff = Annotated[
    bool, typer.Option("--diff", help="Print the whole text, with removed spans struck through and coloured.")
]
UNKNOWN_ADDRESS = "https://example.invalid/"
"""Stands in for the address of a saved page whose address nobody gave."""


def _read_bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    path = Path(name)
    if not path.is_file():
        fail(f"{name}: no such file (use - to read standard input)")
    return path.read_bytes()


@app.command("clean", rich_help_panel="Try it")
def clean_command(
    file: TextFile = "-",
    *,
    title: Annotated[str | None, typer.Option(help="The article's title, where it is known.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Id of the outlet that published it.")] = None,
    as_json: AsObject = False,
    diff: AsDiff = False,
    explained: Annotated[
        bool,
        typer.Option(
            "--explain", help="Print each piece that is cut or nearly was, with the features that weighed most."
        ),
    ] = False,
) -> None:
    """Strip boilerplate from an article's text.

    Prints the story. `kliping clean article.txt --diff` shows what was cut and why; with `--json` each removed span has
    its offsets in the text as given, its kind and its rule; `--explain` tells why each piece was cut or kept.
    """
    from kliping.clean import clean as clean_text
    from kliping.cli import show

    given = _read_bytes(file)
    text = _decode_text(given)
    if explained:
        from kliping.clean.explain import explain_text

        lines = [piece.line() for piece in explain_text(text, title)]
        typer.echo("\n".join(lines) or "Nothing here looks like boilerplate.")
        return
    cleaned = clean_text(text, title=title, outlet=outlet)
    if as_json:
        removed = [asdict(r) | {"text": text[r.start : r.end]} for r in cleaned.removed]
        typer.echo(render_json(asdict(cleaned) | {"removed": removed}))
    elif diff:
        console = show.make_console(markup=False)
        console.print(show.mark_spans(text, cleaned.removed))
        characters = sum(r.end - r.start for r in cleaned.removed)
        console.print(f"\n{len(cleaned.removed)} spans, {characters:,} of {len(text):,} characters removed: ", end="")
        console.print(show.render_legend(r.kind for r in cleaned.removed))
    else:
        print_line(cleaned.text)


@app.command("scrape", rich_help_panel="Try it")
def scrape_command(
    file: Annotated[str, typer.Argument(metavar="URL|FILE", help="A page's address, a saved page, or `-`.")] = "-",
    *,
    url: Annotated[str | None, typer.Option(help="The address that a saved page came from.")] = None,
    generic: Annotated[bool, typer.Option("--generic", help="Ignore the outlet's rules.")] = False,
    as_json: AsObject = False,
    diff: AsDiff = False,
    explained: Annotated[
        bool, typer.Option("--explain", help="Print each block, kept or dropped, with its score.")
    ] = False,
) -> None:
    """Read an article from a news page: title, body, dates, authors, and what was left out.

    A saved page reads best with the address that it came from: `kliping scrape page.html --url https://...`.
    """
    from rich.text import Text

    from kliping.cli import show
    from kliping.model import Source
    from kliping.scrape import scrape as scrape_page

    html, address = load_page(file, url)
    source = Source.GENERIC if generic else None
    if explained:
        from kliping.scrape.explain import explain_page

        print_line("\n".join(explain_page(html, url=address, source=source).lines()))
        return
    article = scrape_page(html, url=address, source=source)
    if as_json:
        text = article.scraped_text
        removed = [asdict(r) | {"text": text[r.start : r.end]} for r in article.removed]
        row = asdict(article) | {"removed": removed, "method": dict(article.method)}
        typer.echo(render_json(row))
        return
    console = show.make_console(markup=False)
    if article.kind != "article":
        why = f"not an article: {article.kind}"
        if article.notes:
            why += f" ({', '.join(article.notes)})"
        console.print(why)
        raise typer.Exit(1)
    if diff:
        console.print(show.mark_spans(article.scraped_text, article.removed))
        return
    facts = {
        "title": article.title,
        "published": article.published_at,
        "authors": ", ".join(article.authors) or None,
        "dateline": article.dateline.text if article.dateline else None,
        "section": article.section,
        "url": article.canonical_url,
    }
    for name, value in facts.items():
        console.print(Text.assemble((f"{name:>9}", "dim"), "  ", str(value or "·")), soft_wrap=True)
    console.print()
    console.print(article.body, soft_wrap=True)


def _decode_text(given: bytes) -> str:
    """Return the text of a file: UTF-16 where it begins with that mark, else UTF-8; what cannot be read is replaced."""
    if given.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return given.decode("utf-16", "replace")
    return given.decode("utf-8-sig", "replace")


def load_page(name: str, url: str | None) -> tuple[bytes, str]:
    """Return a page's bytes and its address. ``name``: a file, or an address, which is fetched as politely as in a run.

    Ends the command with a message where it cannot be had.
    """
    if not name.startswith(("http://", "https://")):
        return _read_bytes(name), url or UNKNOWN_ADDRESS
    from kliping import fetch, settings, sources
    from kliping.errors import LinkError
    from kliping.model import Source

    source = sources.find_source(name) or Source.GENERIC
    try:
        with fetch.Session(source, settings=settings.load_settings()) as session:
            page = session.get(name)
    except LinkError as link_error:
        fail(f"{name}: {link_error}", 1)
    return page.body, page.final_url
