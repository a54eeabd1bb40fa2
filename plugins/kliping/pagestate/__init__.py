"""What a page gives its scripts, read as data: JSON, literals of JavaScript, streams. No script is ever run."""

from kliping.pagestate.scripts import PageState, StateReader

__all__ = ["PageState", "StateReader"]
