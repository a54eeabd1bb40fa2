"""A small grammar for prose: symbols, alternatives, and a source of chance.

A language file holds symbols at the left margin and their alternatives, one a line, indented below; ``#`` starts a
comment line. ``@story NAME`` opens a story, whose symbols come before the file's own; ``@include FILE`` takes another
file's symbols in. In an alternative

* ``{symbol}`` is an expansion of a symbol, or a value that the caller bound; ``{^symbol}`` starts it with a capital;
* ``[one|two|]`` is one of several texts, which may hold more of the same;
* ``{#10-900}`` is a whole number (written 4.250), ``{%1-9}`` a number with one decimal (written 3,7); with ``!``
  before the brace closes, the number is the same wherever the article asks so for this range (a title and its lead).

Everything is parsed once; expansion only walks tuples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeAlias

LANGUAGE = Path(__file__).parent / "language"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A place where a bound value or an expansion goes."""

    name: str
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number from ``low`` to ``high``, with a decimal where ``decimal``; drawn once for an article where ``once``."""

    low: int
    high: int
    decimal: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several templates."""

    options: tuple[Template, ...]


Template: TypeAlias = tuple[str | Symbol | Number | Choice, ...]
Rules: TypeAlias = Mapping[str, tuple[Template, ...]]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The symbols of one language file; ``stories`` maps a story's name to all symbols as that story sees them."""

    rules: Rules
    stories: Mapping[str, Rules] = field(default_factory=dict)


class Writer:
    """Writes texts of one article: an alternative that was used comes again only when all others were used too."""

    def __init__(self, rules: Rules, bound: Mapping[str, str], seed: int) -> None:
        self.rules = rules
        self.bound = dict(bound)
        self.chance = Random(seed).random
        self._left: dict[str, list[int]] = {}
        self._drawn: dict[Number, float] = {}

    def write(self, symbol: str) -> str:
        """Return one text of ``symbol``. Raises KeyError where it, or a symbol in it, is neither bound nor a rule."""
        out: list[str] = []
        self._expand_template(self._draw_template(symbol), out)
        return "".join(out)

    def _draw_template(self, symbol: str) -> Template:
        options = self.rules[symbol]
        left = self._left.get(symbol)
        if not left:
            left = self._left[symbol] = list(range(len(options)))
        return options[left.pop(int(self.chance() * len(left)))]

    def _expand_template(self, template: Template, out: list[str]) -> None:
        for part in template:
            if type(part) is str:
                out.append(part)
            elif type(part) is Symbol:
                text = self.bound.get(part.name)
                if text is None:
                    text = self.write(part.name)
                out.append(text[:1].upper() + text[1:] if part.capital else text)
            elif type(part) is Choice:
                self._expand_template(part.options[int(self.chance() * len(part.options))], out)
            elif type(part) is Number:
                at = self.chance()
                out.append(_format_number(part, self._drawn.setdefault(part, at) if part.once else at))


def _format_number(number: Number, at: float) -> str:
    if number.decimal:
        tenths = number.low * 10 + int(at * ((number.high - number.low) * 10 + 1))
        return f"{tenths // 10},{tenths % 10}"
    return f"{number.low + int(at * (number.high - number.low + 1)):,}".replace(",", ".")


@cache
def load_grammar(name: str) -> Grammar:
    """Return the grammar of ``language/NAME.txt``. Raises ValueError, naming file and line, where it cannot be read."""
    path = LANGUAGE / f"{name}.txt"
    common: dict[str, list[Template]] = {}
    included: dict[str, tuple[Template, ...]] = {}
    stories: dict[str, dict[str, list[Template]]] = {}
    target, symbol = common, ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            if text.startswith("@include "):
                included.update(load_grammar(text.split()[1]).rules)
            elif text.startswith("@story "):
                target = stories.setdefault(text.split()[1], {})
            elif line[0].isspace():
                target[symbol].append(parse_template(text))
            else:
                symbol = text
                target.setdefault(symbol, [])
        except (ValueError, KeyError) as error:
            raise ValueError(f"{path}:{number}: {error}") from error
    rules = included | _freeze_rules(common)
    return Grammar(rules, {story: {**rules, **_freeze_rules(own)} for story, own in stories.items()})


def _freeze_rules(rules: Mapping[str, list[Template]]) -> dict[str, tuple[Template, ...]]:
    return {name: tuple(templates) for name, templates in rules.items()}


_TOKEN = re.compile(
    r"\{(?P<number>[#%])(?P<low>\d+)-(?P<high>\d+)(?P<once>!?)\}|\{(?P<capital>\^?)(?P<symbol>\w+)\}"
    r"|[\[\]|]|[^\[\]|{]+"
)


def parse_template(text: str) -> Template:
    """Parse a template. Raises ValueError where a bracket is not closed or a brace holds no symbol."""
    tokens = _split_tokens(text)
    template, closed = _parse_sequence(tokens, nested=False)
    if closed:
        raise ValueError(f"']' without '[' in {text!r}")
    return template[0]


def _split_tokens(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"cannot read {text[at:]!r}")
        yield match
        at = match.end()


def _parse_sequence(tokens: Iterator[re.Match[str]], *, nested: bool) -> tuple[list[Template], bool]:
    """Return the templates up to the closing bracket (``nested``) or the end, and whether a bracket closed them."""
    options: list[list[str | Symbol | Number | Choice]] = [[]]
    for match in tokens:
        sign = match[0]
        if match["number"]:
            options[-1].append(
                Number(int(match["low"]), int(match["high"]), match["number"] == "%", bool(match["once"]))
            )
        elif match["symbol"]:
            options[-1].append(Symbol(match["symbol"], bool(match["capital"])))
        elif sign == "[":
            inner, closed = _parse_sequence(tokens, nested=True)
            if not closed:
                raise ValueError("'[' is not closed")
            options[-1].append(Choice(tuple(inner)))
        elif sign == "]":
            return [tuple(option) for option in options], True
        elif sign == "|" and nested:
            options.append([])
        else:
            options[-1].append(sign)
    return [tuple(option) for option in options], False
