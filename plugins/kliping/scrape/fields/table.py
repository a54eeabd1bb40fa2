"""The article's fields that one source states: one row for each, with its evidence in the order of preference.

The preference is the same for all: the outlet's rule, then what the page shows, then what it states for machines, most
trusted first. Dates are weighed against one another instead (``dates``), and the story's own fields come from its text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from kliping.scrape.fields import evidence
from kliping.scrape.fields.authors import list_author_evidence
from kliping.scrape.fields.context import Evidence, FieldContext
from kliping.scrape.fields.shown_images import list_shown_images, take_address
from kliping.scrape.fields.shown_sections import list_shown_sections
from kliping.scrape.fields.shown_tags import list_shown_tags


class FieldRow(NamedTuple):
    """One field: where its values are looked for, and which of them it takes."""

    name: str
    evidence: tuple[Callable[[FieldContext], Iterable[Evidence]], ...]
    """Most trusted first; each is asked only where those before it gave nothing."""
    take: Callable[[tuple[str, ...], FieldContext], Any]
    """Returns the field's value; nothing where the values hold none."""
    absent: Any = None
    """The value of a field that nothing tells."""


def choose_value(row: FieldRow, context: FieldContext) -> tuple[Any, str]:
    """Return a field's value and the method that found it: the first evidence that holds one."""
    for find in row.evidence:
        for method, values in find(context):
            if values and (value := row.take(values, context)):
                return value, method
    return row.absent, ""


FIELD_TABLE = (
    FieldRow("authors", (list_author_evidence,), evidence.take_all, ()),
    FieldRow(
        "section",
        (evidence.list_ruled_sections, evidence.list_stated_sections, list_shown_sections),
        evidence.take_first,
    ),
    FieldRow("tags", (evidence.list_ruled_tags, evidence.list_stated_tags, list_shown_tags), evidence.take_all, ()),
    FieldRow("caption", (evidence.list_shown_captions,), evidence.take_first),
    FieldRow("language", (evidence.list_stated_languages,), evidence.take_language),
    FieldRow("image", (evidence.list_stated_images, list_shown_images), take_address),
)
METHOD_FIELDS = frozenset({"authors", "section", "tags"})
"""Fields of the table whose method an article tells."""
