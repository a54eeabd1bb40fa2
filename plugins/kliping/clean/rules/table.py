"""The rule table: one line per rule in ``rules.tsv``, compiled once.

Columns: ``name``, ``kind`` (see ``model.RemovedKind``), ``place``, ``extent``, ``hint``, ``pattern``, ``example``.

``place`` says where the pattern may stand:
    ``inline``  anywhere;
    ``block``   where a sentence or line may begin (after sentence punctuation, a lost break, two spaces);
    ``capital`` like ``block``, or anywhere after a space if it begins with a capital;
    ``line``    a whole line;
    ``head``    before the story, after nothing but other removals;
    ``tail``    after the story, before nothing but other removals.
``extent`` says how far the removal reaches: ``match``; ``headline`` (and the headline that follows, see
``headlines/headline_ends.py``); ``headlines`` (one or several); ``maybe-headlines`` (if what follows looks like one);
``rest`` (a headline, or all that is left of a short line); ``names`` (see ``rules/bylines.py``); ``sentence``;
``own-call`` (a sentence that asks to follow the outlet itself, see ``rules/own_calls.py``); ``line``; ``phrase`` (the
match, if a line ends or a sentence begins after it).
``hint`` is text that must occur in the folded text for the pattern to be worth trying, with alternatives parted by
``|``; ``a & b|c`` asks for ``a``, too, and saves looking for the others where it is missing. Rules for lines and head
need none. Patterns see *folded* text (``folded_text.fold_text``): lower case, straight quotes, plain hyphens and
spaces. ``<role>`` and the like stand for the words of a class (``kliping.lexicon``), in hints, too.
The example marks what is removed with ``⟦ ⟧``; the tests check it for every rule.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from ahocorasick_rs import BytesAhoCorasick

from kliping.lexicon import fill_classes
from kliping.model import REMOVED_KINDS, RemovedKind

RULES_FILE = Path(__file__).with_name("rules.tsv")
LONGEST_AT_ONCE = 200_000
"""Longest text, in characters, that is searched for all hints in one pass."""

Place = Literal["inline", "block", "capital", "line", "head", "tail"]
Extent = Literal[
    "match", "headline", "headlines", "maybe-headlines", "rest", "names", "sentence", "own-call", "line", "phrase"
]  # fmt: skip
RULE_PLACES: tuple[str, ...] = get_args(Place)
RULE_EXTENTS: tuple[str, ...] = get_args(Extent)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    name: str
    kind: RemovedKind
    place: Place
    extent: Extent
    gate: tuple[str, ...]
    """One of these must occur in the text, too; empty: nothing must."""
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table whose columns are separated by tabs, by the names in its first line."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_rules(path: Path = RULES_FILE) -> tuple[Rule, ...]:
    """Return the rules of a table, in order of their names, so that the order of lines never matters.

    Raises ``ValueError`` naming the rule when a line is not a rule.
    """
    rules = []
    for row in read_table(path):
        name = row["name"]
        if row["kind"] not in REMOVED_KINDS or row["place"] not in RULE_PLACES or row["extent"] not in RULE_EXTENTS:
            raise ValueError(f"{path.name}: rule {name!r} has an unknown kind, place or extent")
        try:
            pattern = re.compile(fill_classes(row["pattern"], "|"))
        except (re.error, KeyError) as error:
            raise ValueError(f"{path.name}: rule {name!r}: {error}") from error
        gate, _, hints = fill_classes(row["hint"], "|").rpartition(" & ")
        rules.append(
            Rule(
                name, cast(RemovedKind, row["kind"]), cast(Place, row["place"]), cast(Extent, row["extent"]),
                tuple(filter(None, gate.split("|"))), tuple(hints.split("|")), pattern, row["example"],
            )
        )  # fmt: skip
    names = [rule.name for rule in rules]
    if len(set(names)) != len(names):
        raise ValueError(f"{path.name}: a rule name occurs twice")
    return tuple(sorted(rules, key=lambda rule: rule.name))


Trial = tuple[Rule, tuple[str, ...]]
"""A rule worth trying, and the hints to look for to find where."""


class RuleSet:
    """Rules by their places, ready to be tried."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        ordered = tuple(sorted(rules, key=lambda rule: rule.name))
        self.announced = tuple(rule for rule in ordered if rule.place in ("inline", "block", "capital"))
        self.by_name = {rule.name: rule for rule in self.announced}
        self.hinted: dict[str, list[Rule]] = {}
        for rule in self.announced:
            for hint in rule.hints:
                self.hinted.setdefault(hint, []).append(rule)
        self.sought = sorted({*self.hinted, *(text for rule in self.announced for text in rule.gate)})
        self.automaton = BytesAhoCorasick([text.encode("ascii") for text in self.sought])
        self.lines = tuple(rule for rule in ordered if rule.place == "line")
        self.head = tuple(rule for rule in ordered if rule.place == "head")
        self.tail = tuple(
            (rule, re.compile(rf"(?:{rule.pattern.pattern})$")) for rule in ordered if rule.place == "tail"
        )
        self.any_line = re.compile("|".join(f"({rule.pattern.pattern})" for rule in self.lines))

    def worth_trying(self, plain: str) -> list[Trial]:
        """Return the rules for the inside of lines whose hints occur in the text, in order of their names."""
        found = self._find_texts(plain)
        trials: dict[str, list[str]] = {}
        for hint in sorted(found & self.hinted.keys()):
            for rule in self.hinted[hint]:
                if not rule.gate or not found.isdisjoint(rule.gate):
                    trials.setdefault(rule.name, []).append(hint)
        return [(self.by_name[name], tuple(trials[name])) for name in sorted(trials)]

    def _find_texts(self, plain: str) -> set[str]:
        """Return the hints and gates that occur in ``plain``.

        A long text is searched for each in turn, because the automaton keeps every match in memory.
        """
        if len(plain) > LONGEST_AT_ONCE:
            return {text for text in self.sought if text in plain}
        found = self.automaton.find_matches_as_indexes(plain.encode("ascii", "replace"), overlapping=True)
        return {self.sought[number] for number, _, _ in found}


@cache
def shipped_rules() -> RuleSet:
    """Return the shipped rules."""
    return RuleSet(read_rules())
