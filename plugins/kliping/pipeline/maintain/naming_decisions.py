"""Names that a person makes one across articles, and what is published of it."""

from __future__ import annotations

from kliping import warehouse
from kliping.pipeline.finishing.publishing import publish_loaded
from kliping.pipeline.runs import stage
from kliping.settings import Settings


def join_names(
    settings: Settings, alias: str, name: str, *, kind: str | None, by: str, say: stage.Progress = stage.say_nothing
) -> str:
    """Merge a name into another one and publish; return their kind. Raises as ``warehouse.merge_names``."""
    with warehouse.writer(settings) as connection:
        merged = warehouse.merge_names(connection, alias, name, kind=kind, by=by)
    publish_loaded(settings, say)
    return merged


def part_name(settings: Settings, alias: str, say: stage.Progress = stage.say_nothing) -> list[str]:
    """Take the merges of a name back and publish; return what it was merged into. Raises ``WarehouseError``."""
    with warehouse.writer(settings) as connection:
        found = warehouse.unmerge_name(connection, alias)
    publish_loaded(settings, say)
    return found
