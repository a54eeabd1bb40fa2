"""The ``kliping`` command."""

from kliping.cli.command import app
from kliping.cli.command import run_command_line as main

__all__ = ["app", "main"]
