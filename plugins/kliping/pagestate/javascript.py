"""Values written in JavaScript, read as data: literals, names bound to literals, and calls that only unpack a string.

A framework writes a page's state as an object, or as a function that is called at once with the values that occur more
than once (``(function(a,b){return {title:a}}("x",null))``). Whatever else a script computes is read as None.
"""

from __future__ import annotations

import re
from typing import Any

from kliping.pagestate.calls import MAX_LIST, call_unpacking, get_part
from kliping.pagestate.cursor import NUMBER, NotDataError, ScriptCursor

MAX_DEPTH = 120
"""Objects within objects that are read."""
_NAME = re.compile(r"[A-Za-z_$\u00a0-\uffff][\w$]*")
_FUNCTION = re.compile(r"(?:async\s+)?function\b\s*\*?\s*[\w$]*\s*\(([^()]*)\)\s*")
_ARROW = re.compile(r"(?:async\s*)?(?:\(([\w$,\s]*)\)|([\w$]+))\s*=>\s*")
_CONSTANTS: dict[str, Any] = {"true": True, "false": False}
Names = dict[str, Any]


def read_javascript(source: str, at: int = 0, names: Names | None = None) -> tuple[Any, int]:
    """Return the value that begins at ``at``, and where it ends. Raises ``NotDataError`` where none does."""
    reader = LiteralReader(source, at, names)
    try:
        return reader.read_value(0), reader.at
    except (IndexError, RecursionError, OverflowError) as error:
        raise NotDataError(str(error)) from error


def read_call_arguments(source: str, at: int) -> list[Any]:
    """Return the values between the parentheses of a call whose opening one stands at ``at``."""
    reader = LiteralReader(source, at, None)
    try:
        return reader.read_list(")", 0)
    except (IndexError, RecursionError, OverflowError) as error:
        raise NotDataError(str(error)) from error


class LiteralReader(ScriptCursor):
    """Reads one value after another. ``at`` is the place in ``source``; ``names`` are the values of variables."""

    def __init__(self, source: str, at: int, names: Names | None) -> None:
        super().__init__(source, at)
        self.names: Names = {}
        if names is not None:
            self.names = names

    def read_value(self, depth: int) -> Any:  # noqa: ANN401 - whatever a script states
        """Return the next value, with what operators join to it."""
        value = self._read_operand(depth)
        while True:
            letter = self.skip_blank()
            if letter == "+" and isinstance(value, str):
                self.at += 1
                value += str(self._read_operand(depth) or "")
            elif self.source.startswith(("||", "??"), self.at):
                self.at += 2
                other = self._read_operand(depth)
                value = value or other
            elif self.source.startswith("&&", self.at):
                self.at += 2
                value = self._read_operand(depth)
            else:
                return value

    def _read_operand(self, depth: int) -> Any:  # noqa: ANN401 - one line for each kind of value
        if depth > MAX_DEPTH:
            raise NotDataError("nested too deep")
        letter = self.skip_blank()
        if letter == "{":
            return self._read_object(depth)
        if letter == "[":
            return self.read_list("]", depth)
        if letter in ("'", '"', "`") and letter:
            return self.read_string()
        if letter == "(":
            return self._read_group(depth)
        if letter == "!":
            self.at += 1
            return not self._read_operand(depth + 1)
        if letter == "-":
            self.at += 1
            number = self._read_operand(depth + 1)
            if isinstance(number, int | float):
                return -number
            return None
        if letter.isdigit() or letter == ".":
            return self.read_number()
        return self._read_named(depth)

    def _read_object(self, depth: int) -> dict[str, Any]:
        found = self.read_plain_json()
        if isinstance(found, dict):
            return found
        self.at += 1
        out: dict[str, Any] = {}
        while not self.take("}"):
            self._read_entry(out, depth)
            if not self.take(",") and self.skip_blank() != "}":
                raise NotDataError("no comma between the entries of an object")
        return out

    def _read_entry(self, out: dict[str, Any], depth: int) -> None:
        if self.take("..."):
            other = self.read_value(depth + 1)
            if isinstance(other, dict):
                out |= other
            return
        letter = self.skip_blank()
        if letter == "[":
            key = str(next(iter(self.read_list("]", depth + 1)), ""))
        elif letter in ("'", '"') and letter:
            key = self.read_string()
        elif match := _NAME.match(self.source, self.at) or NUMBER.match(self.source, self.at):
            self.at = match.end()
            key = match[0]
        else:
            raise NotDataError("no key")
        if self.take(":"):
            out[key] = self.read_value(depth + 1)
        elif self.skip_blank() == "(":  # a method
            self.skip_brackets()
            self.skip_blank()
            self.skip_brackets()
        elif self.skip_blank() in (",", "}"):  # the name of a variable
            out[key] = self.names.get(key)
        else:
            raise NotDataError("a key without a value")

    def read_list(self, closing: str, depth: int) -> list[Any]:
        """Return the values up to a closing bracket; the opening one stands at this place."""
        if closing == "]" and isinstance(found := self.read_plain_json(), list):
            return found
        self.at += 1
        out: list[Any] = []
        while not self.take(closing):
            if self.take(","):
                out.append(None)
                continue
            if self.take("..."):
                spread = self.read_value(depth + 1)
                if isinstance(spread, list):
                    out += spread
            else:
                out.append(self.read_value(depth + 1))
            if not self.take(",") and self.skip_blank() != closing:
                raise NotDataError("no comma between the values of a list")
        return out

    def _read_group(self, depth: int) -> Any:  # noqa: ANN401 - whatever a script states
        """Return the value of ``(...)``: a value, or a function that is called at once."""
        if arrow := _ARROW.match(self.source, self.at):
            return self._read_function(arrow, depth)
        self.at += 1
        self.skip_blank()
        function = _FUNCTION.match(self.source, self.at) or _ARROW.match(self.source, self.at)
        if function is None:
            value = self.read_value(depth + 1)
            while self.take(","):
                value = self.read_value(depth + 1)
            if not self.take(")"):
                raise NotDataError("a group without end")
            return value
        return self._read_function(function, depth, grouped=True)

    def _read_function(self, head: re.Match[str], depth: int, *, grouped: bool = False) -> Any:  # noqa: ANN401
        """Return what a function returns that is called at once; None for one that is not called."""
        parameters = [name.strip() for name in (head[1] or head.groups()[-1] or "").split(",") if name.strip()]
        self.at = start = head.end()
        block = self.source[start : start + 1] == "{"
        if block:
            self.skip_brackets()
        else:  # an arrow in front of a value
            value = self.read_value(depth + 1)
        closed = grouped and self.take(")")
        arguments: list[Any] = []
        called = self.skip_blank() == "("
        if called:
            arguments = self.read_list(")", depth + 1)
        if grouped and not closed:
            self.take(")")
        if not block and not parameters:
            return value
        end = self.at
        names = self.names | dict.fromkeys(parameters) | dict(zip(parameters, arguments, strict=False))
        inner = LiteralReader(self.source, start, names)
        read = inner.read_block if block else inner.read_value
        result = read(depth + 1)
        self.at = end
        return result

    def read_block(self, depth: int) -> Any:  # noqa: ANN401 - whatever a script states
        """Return what a function's block returns, after the values that it gives to names and to parts of them."""
        self.at += 1
        while not self.take("}"):
            if self.take(";"):
                continue
            match = _NAME.match(self.source, self.at)
            word = match[0] if match else ""
            if word == "return":
                self.at += len(word)
                return self.read_value(depth)
            if word in ("var", "let", "const"):
                self.at += len(word)
                self.skip_blank()
            self.read_value(depth)
            self.take(",")
        return None

    def _read_named(self, depth: int) -> Any:  # noqa: ANN401 - one line for each word that begins a value
        match = _NAME.match(self.source, self.at)
        if match is None:
            raise NotDataError("no value")
        word = match[0]
        if function := _FUNCTION.match(self.source, self.at) or _ARROW.match(self.source, self.at):
            return self._read_function(function, depth)
        self.at = match.end()
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if word in ("void", "typeof", "await"):
            value = self._read_operand(depth + 1)
            return value if word == "await" else None
        if word == "new":
            return self._read_new(depth)
        return self._read_path(word, depth)

    def _read_new(self, depth: int) -> Any:  # noqa: ANN401 - whatever a script states
        self.skip_blank()
        match = _NAME.match(self.source, self.at)
        if match:
            self.at = match.end()
        arguments: list[Any] = []
        if self.skip_blank() == "(":
            arguments = self.read_list(")", depth + 1)
        first = next(iter(arguments), None)
        if match and match[0] == "Map" and isinstance(first, list):
            return {str(pair[0]): pair[1] for pair in first if isinstance(pair, list) and len(pair) == 2}
        return first

    def _read_path(self, word: str, depth: int) -> Any:  # noqa: ANN401 - whatever a script states
        """Return what a name stands for, with the keys after it; what is given to it, where something is."""
        path: list[str | int | None] = []
        dotted = word
        while True:
            letter = self.skip_blank()
            if letter == "(":
                return call_unpacking(dotted, self.read_list(")", depth + 1))
            if self.source.startswith("?.", self.at) or letter == ".":
                self.at += 1 + (letter == "?")
                self.skip_blank()
                match = _NAME.match(self.source, self.at)
                if match is None:
                    raise NotDataError("no name behind a full stop")
                self.at = match.end()
                path.append(match[0])
                dotted += f".{match[0]}"
            elif letter == "[":
                key = next(iter(self.read_list("]", depth + 1)), None)
                if not isinstance(key, str | int):
                    key = None
                path.append(key)
            else:
                break
        if letter == "=" and self.source[self.at + 1 : self.at + 2] not in ("=", ">"):
            self.at += 1
            value = self.read_value(depth + 1)
            self._store([word, *path], value)
            return value
        found: Any = self.names.get(word)
        for key in path:
            found = get_part(found, key)
        return found

    def _store(self, path: list[str | int | None], value: Any) -> None:  # noqa: ANN401 - whatever a script states
        holder: Any = self.names
        for key in path[:-1]:
            holder = get_part(holder, key)
        last = path[-1]
        if isinstance(holder, dict):
            holder[str(last)] = value
        elif isinstance(holder, list) and isinstance(last, int) and 0 <= last < MAX_LIST:
            holder += [None] * (last + 1 - len(holder))
            holder[last] = value
