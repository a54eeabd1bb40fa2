"""What an outlet's own rules find for a field."""

from __future__ import annotations

from kliping.scrape.decide.outlet_rules import find_texts
from kliping.scrape.fields.context import FieldContext


def find_ruled(context: FieldContext, name: str) -> tuple[str, ...]:
    """Return what the outlet's rule for a field finds; a rule that finds nothing is noted."""
    rules = context.page.rules
    if rules is None:
        return ()
    selectors: tuple[str, ...] = getattr(rules, name)
    if not selectors:
        return ()
    found = find_texts(context.page.document.tree, selectors)
    if not found:
        context.notes.append(f"rule_missed:{name}")
    return found
