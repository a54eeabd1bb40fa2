"""Which rules made an article: the versions of cleaner and scraper, and a digest of the outlet's own rules.

The number in ``data/version.txt`` is raised by ``make golden`` when pages read otherwise; a change of code that changes
no result moves nothing. What is learned of an outlet is a version of its own (``pipeline.learning``).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from pathlib import Path

from kliping import clean
from kliping.model import Rules, Source

DATA = Path(__file__).with_name("data")


def _make_version() -> str:
    weights = hashlib.sha256((DATA / "weights.json").read_bytes()).hexdigest()[:6]
    return f"{clean.RULES_VERSION}+scrape-{(DATA / 'version.txt').read_text('utf-8').strip()}.{weights}"


SCRAPER_VERSION = _make_version()
"""Cleaner and scraper, each with its declared number and a digest of its weights."""


def digest_rules(source: Source) -> str:
    """Return a digest of what the outlet's file and its family say about reading pages, not about finding them."""
    decides = [source.name, source.language, source.timezone, source.article, dict(source.single_page_params)]
    stated = json.dumps([*decides, *map(_list_stated, source.rules)], sort_keys=True, default=str)
    return hashlib.sha256(stated.encode()).hexdigest()[:8]


def _list_stated(rules: Rules) -> dict[str, object]:
    """Return the fields that a file states, so that a new field with a default moves no version."""
    return {field.name: value for field in fields(rules) if (value := getattr(rules, field.name))}
