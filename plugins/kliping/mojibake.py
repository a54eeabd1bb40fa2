"""Text whose UTF-8 was read as a Western encoding: "â€œ" in place of "“"."""

from __future__ import annotations


def decode_mojibake(damaged: str) -> str:
    """Return what a run of such characters was; the run itself where it is something else."""
    try:
        raw = b"".join(char.encode("latin-1" if char < "\u0100" else "cp1252") for char in damaged)
        return raw.decode("utf-8")
    except UnicodeError:
        return damaged
