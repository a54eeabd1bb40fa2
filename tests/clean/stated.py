"""What texts state, by marks in the text, and what cleaning returns of them."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kliping.clean.facts.read import Facts

from tests.clean.marked import HERE, parse

FIELDS = ("title", "place", "outlet", "date", "people", "related")
Values = Mapping[str, set[str]]


@dataclass(frozen=True)
class Stated:
    """A text, what it states of each field, and the title that is known from elsewhere."""

    name: str
    title: str | None
    text: str
    values: Values


def bare(text: str | None) -> str:
    """The letters and figures of ``text`` in lower case."""
    return re.sub(r"\W+", "", (text or "").lower())


def read_stated(file: str) -> Iterator[Stated]:
    """The texts of a file: "=== name | title | date" above each, marks such as ⟦person:...⟧ in it."""
    for block in re.split(r"^=== ", (HERE / file).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, body = block.split("\n", 1)
        name, rest = head.split("|", 1)
        title, date = (part.strip() for part in rest.rsplit("|", 1))
        marked = parse(body.rstrip("\n"))
        values = collections.defaultdict(set)
        for start, end, kind in marked.spans:
            values["people" if kind == "person" else kind].add(bare(marked.text[start:end]))
        values["date"] = {date} - {""}
        yield Stated(name.strip(), title or None, marked.text, values)


def list_returned(facts: Facts) -> Values:
    """What was read of a text, in the form of ``Stated.values``."""
    at, dateline = facts.published, facts.dateline
    date = ""
    if at:
        date = at.isoformat(timespec="minutes") if facts.precision == "minute" else at.date().isoformat()
    people = [
        name
        for credit in facts.credits
        for name in (credit.name.split("/") if credit.role == "initials" else [credit.name])
    ]
    fields = {
        "title": [facts.title],
        "place": [dateline.place if dateline else None],
        "outlet": [dateline.outlet if dateline else None],
        "people": people,
        "related": [each.title for each in facts.related],
    }
    return {
        "date": {date} - {""},
        **{field: {bare(value) for value in values} - {""} for field, values in fields.items()},
    }
