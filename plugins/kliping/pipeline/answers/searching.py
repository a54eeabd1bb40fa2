"""What the command line and the reading room ask of the search engine; apart, so that a search imports little else."""

from __future__ import annotations

from typing import Any

from kliping import warehouse
from kliping.settings import Settings


def search_articles(settings: Settings, text: str, **asked: Any) -> warehouse.SearchPage:  # noqa: ANN401  # typed there
    """Return what a query finds, as ``warehouse.search_published`` does."""
    return warehouse.search_published(settings, text, **asked)
