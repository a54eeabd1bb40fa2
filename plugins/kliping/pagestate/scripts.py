"""Where a page keeps its state: JSON in scripts, values given to names or handed to calls, and JSON in attributes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kliping.pagestate.cursor import NotDataError
from kliping.pagestate.flattened import unflatten
from kliping.pagestate.flight import join_flight
from kliping.pagestate.javascript import read_call_arguments, read_javascript

MAX_STATE_CHARS = 12_000_000
"""Characters of state that are read of one page."""
MAX_SCRIPT_CHARS = 4_000_000
"""Characters of one script that are read as JavaScript, which takes 20 times as long as JSON."""
MIN_STATE_CHARS = 250
"""A script or an attribute that is shorter holds no story."""
MAX_TRIES = 60
"""Places of one script at which a value is tried."""
_SENTENCE = re.compile(
    r"[ %+](?:(?<=[A-Za-z]{2}.)|(?<=[A-Za-z]{2}[,.].))(?:(?<!%)|20)(?:[A-Za-z]{2,}[,.]?(?: |%20|\+)){5}"
)
"""Six words in a row. Begins with the space after the first word, so that the search stops at spaces only."""
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{600}")
"""Base64. What holds neither, as most scripts, holds no story."""
_FLIGHT = re.compile(r"__next_f\s*(?:=[^;]{0,60}?\))?\.push\s*(?=\()")
_GIVEN = re.compile(
    r"(?:(?P<name>[A-Za-z_$][\w$]{0,60}(?:\s*\.\s*[\w$]{1,60}|\[[^\][]{1,60}\]){0,4})\s*=|\b(?:return|default))\s*"
    r"(?=[{\[(]|JSON\.parse|Object\.(?:assign|freeze)|decodeURI|atob|[\"'`](?:\{|\[|\\?%7B|eyJ|<|\\u003[cC]))"
)
_CALLED = re.compile(r"(?P<name>[A-Za-z_$][\w$.]{0,60})\s*(?=\(\s*(?:[\"'`]?[{\[]|[^(){},;]{1,80},))")
_CODE_TYPES = frozenset({"", "text/javascript", "application/javascript", "module", "text/ecmascript"})
_ANGULAR = (("&q;", '"'), ("&s;", "'"), ("&l;", "<"), ("&g;", ">"), ("&a;", "&"))
"""How Angular escapes its state, the ampersand last."""


_FRAGMENTS = (
    'noscript,template,textarea,script[type="text/template" i],script[type="text/html" i],script[type*="x-template" i],'
    'script[type*="handlebars" i],script[type*="x-tmpl" i]'
)


class PageState(NamedTuple):
    """One value that a page gives its scripts, and what it is called there."""

    name: str
    value: Any


class StateReader:
    """Reads the states of one page, within ``MAX_STATE_CHARS``."""

    def __init__(self, tree: LexborHTMLParser, *, stories: bool = True) -> None:
        self.tree = tree
        self.stories = stories
        """Only what may hold a story is read: what has no sentence in it does not."""
        self.streamed: Any = None
        self.budget = MAX_STATE_CHARS

    def list_states(self) -> Iterator[PageState]:
        """Yield every value, in the order of the page; what JSON-LD describes is not the scripts'."""
        streamed: list[str] = []
        for node in self.tree.css("script:not([src])"):
            text = node.text_lexbor() if node.first_child is not None else ""
            kind = (node.attributes.get("type") or "").strip().lower()
            if "ld+json" in kind or not self._may_read(text):
                continue
            if kind not in _CODE_TYPES:
                yield from _read_json_script(node, text)
            elif "__next_f" in text:
                streamed += _read_flight_parts(text)
            elif len(text) <= MAX_SCRIPT_CHARS:
                yield from read_code(text)
        if streamed:  # the parts of one stream
            self.streamed = join_flight("".join(streamed))
            yield PageState("__next_f", self.streamed)
        yield from self._list_attributes()

    def list_descriptions(self) -> Iterator[str]:
        """Yield the texts of JSON-LD."""
        for node in self.tree.css('script[type*="ld+json" i]'):
            if node.first_child is not None and self._may_read(text := node.text_lexbor()):
                yield text

    def _may_read(self, text: str) -> bool:
        silent = len(text) < MIN_STATE_CHARS or (self.stories and not (_SENTENCE.search(text) or _BASE64.search(text)))
        if silent and "__next_f" not in text:
            return False
        self.budget -= len(text)
        return self.budget >= 0

    def _list_attributes(self) -> Iterator[PageState]:
        """Yield the data that stands in attributes: ``data-page``, ``props``, ``:article``, ``x-data``."""
        for node in self.tree.css("*"):
            for key, given in node.attributes.items():
                if given and len(given) >= MIN_STATE_CHARS and self._may_read(given):
                    yield from _read_attribute(key, given)

    def list_fragments(self) -> Iterator[tuple[str, str]]:
        """Yield (name, markup) of what stands in for the page, or waits to be drawn: templates, ``<noscript>``."""
        for node in self.tree.css(_FRAGMENTS):
            markup = node.text_lexbor() if node.tag in ("script", "textarea", "noscript") and node.first_child else ""
            if len(markup := markup or node.inner_html or "") >= MIN_STATE_CHARS and self._may_read(markup):
                yield node.tag or "", markup


def _read_attribute(key: str, given: str) -> Iterator[PageState]:
    """Yield the value of an attribute that is JSON or an object of JavaScript, or the arguments of a call in one."""
    name = f"attribute:{key}"
    if given[:3] in ("%7B", "%5B"):
        given = unquote(given)
    if given.lstrip()[:1] in ("{", "[", "&"):
        value = load_state(given)
        if value is not None:
            yield PageState(name, unflatten(value))
        else:
            yield from _try_value(given, len(given) - len(given.lstrip()), name)[0]
    elif key[:1] in (":", "@") or key.startswith(("x-", "v-", "data-", "ng-", "on")):
        yield from (PageState(name, state.value) for state in read_code(given))


def load_state(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the JSON that ``text`` is, escaped for markup or for Angular or not; None where it is none."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    if "&q;" in text[:2_000]:
        for escape, letter in _ANGULAR:
            text = text.replace(escape, letter)
    elif text[:1] == "&" or "&quot;" in text[:200]:
        text = unescape(text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _read_json_script(node: LexborNode, text: str) -> Iterator[PageState]:
    name = node.attributes.get("id") or node.attributes.get("data-url") or node.attributes.get("class") or "script"
    value = load_state(text)
    if value is not None:
        yield PageState(name, unflatten(value))
    elif text.lstrip()[:1] in ("{", "["):  # not quite JSON
        yield from _try_value(text, len(text) - len(text.lstrip()), name)[0]


def _read_flight_parts(text: str) -> Iterator[str]:
    """Yield the strings that a script adds to Next's stream."""
    for match in _FLIGHT.finditer(text):
        try:
            arguments = read_call_arguments(text, match.end())
        except NotDataError:
            continue
        for part in arguments:
            if isinstance(part, list) and len(part) > 1 and isinstance(part[1], str) and part[0] in (1, 0):
                yield part[1]


def read_code(text: str) -> Iterator[PageState]:
    """Yield the values that a script gives to names or hands to calls."""
    at = tries = 0
    given, called = _GIVEN.search(text), _CALLED.search(text)
    while tries < MAX_TRIES:
        if given and given.start() < at:
            given = _GIVEN.search(text, at)
        if called and called.start() < at:
            called = _CALLED.search(text, at)
        match = min(filter(None, (given, called)), key=lambda found: found.start(), default=None)
        if match is None:
            return
        tries += 1
        name = " ".join((match["name"] or "").split())
        if match is given:
            found, at = _try_value(text, match.end(), name)
        else:
            found, at = _try_call(text, match.end(), name)
        yield from found


def _try_value(text: str, at: int, name: str) -> tuple[list[PageState], int]:
    """Return the value at this place, where one worth reading stands there, and where to go on."""
    try:
        value, end = read_javascript(text, at)
    except NotDataError:
        return [], at + 1
    if end - at < MIN_STATE_CHARS:
        return [], max(end, at + 1)
    value = unflatten(_unpack_string(value))
    if isinstance(value, str):
        value = {name.rpartition(".")[2]: value}
    return [PageState(name, value)], end


def _try_call(text: str, at: int, name: str) -> tuple[list[PageState], int]:
    """Return the arguments of a call that are worth reading."""
    try:
        arguments = read_call_arguments(text, at)
    except NotDataError:
        return [], at + 1
    states = [unflatten(_unpack_string(value)) for value in arguments]
    return [PageState(name, value) for value in states if isinstance(value, dict | list)], at + 1


def _unpack_string(value: Any) -> Any:  # noqa: ANN401 - whatever a script states
    """Return the JSON that a string holds; any other value as it is."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        found = load_state(value)
        return value if found is None else found
    return value
