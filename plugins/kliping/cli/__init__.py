"""The ``kliping`` command."""

from kliping.cli.main import app, main

__all__ = ["app", "main"]
