"""A news site on loopback: six outlets in the manner of Indonesian ones, for any day, always the same for one seed."""

from __future__ import annotations

from demo.newsroom.server import Newsroom
from demo.newsroom.truth import Truth, list_truth

__all__ = ["Newsroom", "Truth", "list_truth"]
