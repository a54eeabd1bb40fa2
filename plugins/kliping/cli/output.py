"""All that commands print: control characters in what strangers wrote are written out, never sent to the terminal.

An escape sequence in a title could clear the screen, move the cursor or fake a link.
"""

from __future__ import annotations

import json
import logging
import re

import typer

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]|\r(?!\n)")


def escape_controls(text: str) -> str:
    """Write each control character of ``text`` as ``\\x1b``; line feeds and tabs stay."""
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def print_line(text: object = "", *, err: bool = False) -> None:
    """Print a line."""
    typer.echo(escape_controls(str(text)), err=err)


def render_json(value: object) -> str:
    """Return ``value`` as JSON that reads back the same, with control characters escaped for the terminal."""
    text = json.dumps(value, default=str, ensure_ascii=False, indent=1)
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class VisibleFormatter(logging.Formatter):
    """Log lines name addresses and titles, too."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record with its control characters written out."""
        return escape_controls(super().format(record))
