"""Fetch pages: a guarded, paced, patient session per outlet."""

from __future__ import annotations

from kliping.fetch.conditional import ConditionalGet
from kliping.fetch.pace import FilePace, Pace, PostgresPace
from kliping.fetch.session import Session

__all__ = ["ConditionalGet", "FilePace", "Pace", "PostgresPace", "Session"]
