"""The command and its subcommands; a user's mistake ends in one line of text, never in a traceback."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from kliping import __version__
from kliping.cli.output import VisibleFormatter, print_line
from kliping.errors import FULL_DISK, NO_RIGHTS, UserError, make_storage_error

COMMAND_MODULES = (
    "text", "runs", "diagnosis", "desk", "reading", "saved", "data", "names", "mcp", "outlets", "candidates",
    "maintenance", "learning", "alerting",
)  # fmt: skip
"""Modules beside this one that add their commands to ``app``, in the order that the help shows."""
app = typer.Typer(
    name="kliping",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Press clippings of Indonesian news: pages to clean articles in DuckDB.\n\n"
    "`clean` and `scrape` work on one text or page; `run`, `import` and `reprocess` load the warehouse; `status`, "
    "`sql` and `search` show what is in it. Settings are `KLIPING_...` variables, listed in `.env.example`.",
)


def _print_version(asked: bool) -> None:
    if asked:
        print_line(f"kliping {__version__}")
        raise typer.Exit


@app.callback()
def set_common_options(
    version: Annotated[  # noqa: ARG001  # its callback has done all there is to do
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Write more messages to standard error.")] = False,
) -> None:
    """Options of every command."""
    handler = logging.StreamHandler()
    handler.setFormatter(VisibleFormatter("%(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler])


def fail(message: str, code: int = 2) -> NoReturn:
    """Print one line on standard error and leave with the exit code: 2 for bad input, 1 for a failure on the way."""
    print_line(f"kliping: {message}", err=True)
    raise SystemExit(code)


def check_arguments(arguments: Sequence[str]) -> None:
    """Refuse arguments that are not text: neither DuckDB nor the index takes them."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            fail(f"{argument!a} is not UTF-8: rename the file, or give its folder instead")


def check_blank_values(arguments: Sequence[str]) -> None:
    """Refuse a blank value: `--connect "$PROXY"` with an unset variable must not run as if the option was left out.

    A title may be empty: texts without one are cleaned in loops over many.
    """
    option = ""
    for n, argument in enumerate(arguments, start=1):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        is_option = argument.startswith("-")
        if is_option:
            option = name
        given = value if is_option and equals else argument
        if not given.strip() and option != "--title":
            fail(f"{option} is empty; give a value, or leave the option out" if option else f"argument {n} is empty")
        if not is_option or equals:
            option = ""


def run_command_line() -> None:
    """Run the command; known kinds of errors become one line."""
    check_arguments(sys.argv[1:])
    check_blank_values(sys.argv[1:])
    for name in COMMAND_MODULES:
        import_module(f"kliping.cli.{name}")
    try:
        app()
    except UserError as error:
        fail(str(error), error.exit_code)
    except BrokenPipeError:
        # the reader of a pipe went away (`kliping ... | head`); Python must not complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        fail("stopped", 130)
    except OSError as error:
        if error.errno in FULL_DISK | NO_RIGHTS:
            fail(str(make_storage_error(error)), 1)
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG) and error.filename:
            fail(f"{error.filename}: {error.strerror}", 2)
        raise
