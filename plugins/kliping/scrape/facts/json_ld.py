"""JSON-LD as newsrooms write it: objects out of text that is often not quite JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from kliping.scrape.lines.plain import unescape_fully

MAX_NODES = 5_000
_WRAPPED = re.compile(
    r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|(?://)?\s*\]\]>"
    r"|/\*\s*\]\]>\s*\*/)\s*;?\s*$|;\s*$"
)
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_CURLY_QUOTES = re.compile("[“”„‟″＂]")
_CURLY_KEY = re.compile("[“”„‟″＂]@?[a-zA-Z:]+[“”„‟″＂]\\s*:")
_MISSING_COMMA = re.compile(r'(["}\]\d]|true|false|null)(\s+)(?="@?[\w:]+"\s*:)')
_CALL = re.compile(r"\bnew\s+Date\(\s*([^()]*?)\s*\)")
_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*|<!--[^{}\[\]"']*-->|<!--|-->|<!\[CDATA\[|\]\]>)
    |"(?P<double>(?:[^"\\]++|\\.|"(?!\s*(?:[,:}\]]|//|/\*|$)))*)(?:"|\\?$)
    |'(?P<single>(?:[^'\\]++|\\.|'(?!\s*(?:[,:}\]]|//|/\*|$)))*)(?:'|\\?$)
    |(?P<mark>[{}\[\],:])
    |(?P<bare>[^\s"'{}\[\],:;]+)""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:(u)([0-9a-fA-F]{4})|(.))?", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}
_NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?")
_WORDS = {"true": "true", "false": "false", "null": "null"}
_CLOSING = {"{": "}", "[": "]"}
_INNER = ("mainEntity", "mainEntityOfPage", "@graph")
_SUBJECT = ("about", "mainContentOfPage", "subjectOf", "primaryTopic")
"""Where a page that is no article itself may hold its article."""
_NAMESPACE = re.compile(r"^.*[/#:]")


def load_json(source: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the value or values that ``source`` states; None where nothing can be read. Never raises.

    Forgives raw line breaks, trailing commas, comments, wrappers, escaped or single quotes, bare keys, several values
    in a row and a cut-off end.
    """
    for repair in _REPAIRS:
        try:
            value = json.loads(repair(source), strict=False)
            if isinstance(value, str) and value[:1] in ("{", "["):  # JSON within JSON
                value = json.loads(value, strict=False)
            return value
        except (ValueError, RecursionError):
            continue
    return None


def _strip_wrapper(source: str) -> str:
    return _WRAPPED.sub("", source.strip("\ufeff \t\r\n\x00")).strip()


def _repair_spaces(source: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", _strip_wrapper(source)))


def _unescape_quotes(source: str) -> str:
    """Undo what a template did to every quotation mark: ``&quot;`` or ``\\"``."""
    lowered = source.lower()
    if "&quot;" in lowered or "&#34;" in source or "&#x22;" in lowered or "&amp;" in lowered[:40]:
        return _repair_spaces(unescape_fully(source))
    start = source.lstrip('"\ufeff \t\r\n')
    if re.match(r"[{\[]\s*(?:[{\[]\s*)*\\[\"n]", start):
        return _repair_spaces(re.sub(r"\\(.)", r"\1", start.replace("\\n", " "), flags=re.DOTALL))
    raise ValueError


def _add_commas(source: str) -> str:
    """Put in the commas that are missing between two members."""
    repaired, count = _MISSING_COMMA.subn(r"\1,\2", _repair_spaces(source))
    if not count:
        raise ValueError
    return repaired


def _rewrite_tokens(source: str) -> str:
    """Write the tokens of something like JavaScript as JSON: one list of all values."""
    if _CURLY_KEY.search(source):  # an editor's quotation marks
        source = _CURLY_QUOTES.sub('"', source)
    source = _CALL.sub(r"\1", source)
    if '"' not in source and "'" not in source:
        raise ValueError
    out: list[str] = []
    opened: list[str] = []
    for token in _TOKEN.finditer(source):
        kind = token.lastgroup
        if kind == "mark":
            _add_mark(token["mark"], out, opened)
        elif kind in ("double", "single"):
            _add_value(json.dumps(_ESCAPE.sub(_unescape_letter, token[kind])), out)
        elif kind == "bare" and opened:
            _add_value(_write_bare_value(token["bare"]), out)
    while out and out[-1] in (",", ":"):
        out.pop()
    out += [_CLOSING[mark] for mark in reversed(opened)]
    return f"[{' '.join(out)}]"


def _add_mark(mark: str, out: list[str], opened: list[str]) -> None:
    if mark in _CLOSING:
        _add_comma(out)
        opened.append(mark)
    elif mark in "}]":
        if not opened or _CLOSING[opened.pop()] != mark:
            raise ValueError(mark)
        if out[-1] == ",":
            out.pop()
    elif not opened or out[-1] in (",", ":", "{", "["):
        return
    out.append(mark)


def _add_value(value: str, out: list[str]) -> None:
    _add_comma(out)
    out.append(value)


def _add_comma(out: list[str]) -> None:
    """Put the comma between two values that stand in a row."""
    if out and out[-1] not in ("{", "[", ",", ":"):
        out.append(",")


def _unescape_letter(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[2], 16))
    return _LETTERS.get(match[3] or "", match[3] or "")


def _write_bare_value(word: str) -> str:
    """Return a word without quotes: a number, a constant or a key."""
    if word in _WORDS or _NUMBER.fullmatch(word):
        return word
    if word in ("undefined", "NaN", "Infinity") or word.isdigit():
        return "null"
    return json.dumps(word)


_REPAIRS: tuple[Callable[[str], str], ...] = (
    str.strip, _strip_wrapper, _repair_spaces, _unescape_quotes, _add_commas, _rewrite_tokens,
)  # fmt: skip


def walk_things(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    """Yield every object of a document that may describe the page, depth first; at most ``MAX_NODES``, no recursion.

    Keys come without their namespace: ``schema:headline`` as ``headline``.
    """
    stack, seen = [data], 0
    while stack and seen < MAX_NODES:
        thing = stack.pop()
        seen += 1
        if isinstance(thing, list):
            stack.extend(reversed(thing))
        elif isinstance(thing, dict):
            plain = strip_namespaces(thing)
            yield plain
            followed: tuple[str, ...] = _INNER
            if not is_type(plain, ARTICLE_TYPES):
                followed = (*_INNER, *_SUBJECT)
            inner = [plain[key] for key in followed if isinstance(plain.get(key), (list, dict))]
            stack.extend(reversed(inner))


def strip_namespaces(thing: dict[str, Any]) -> dict[str, Any]:
    """Return an object with its keys as schema.org names them."""
    if not any(":" in key or key == "type" for key in thing):
        return thing
    plain = {_NAMESPACE.sub("", key): value for key, value in thing.items()}
    if "@type" not in plain and "type" in plain:
        plain["@type"] = plain["type"]
    return plain


def wrap_list(value: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON holds
    """Return ``value`` as the list that it is, holds or stands alone for."""
    if isinstance(value, dict):
        for key in ("@list", "@set"):
            if isinstance(value.get(key), list):
                return list(value[key])
    if isinstance(value, list):
        return value
    if value is None:
        return []
    return [value]


def list_types(thing: dict[str, Any]) -> set[str]:
    """Return the object's types in lower case, without their namespace."""
    return {_NAMESPACE.sub("", name).lower() for name in wrap_list(thing.get("@type")) if isinstance(name, str)}


def is_type(thing: dict[str, Any], types: frozenset[str]) -> bool:
    return not types.isdisjoint(list_types(thing))


ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle "  # noqa: SIM905
    "reviewnewsarticle askpublicnewsarticle blogposting liveblogposting report techarticle scholarlyarticle "
    "advertisercontentarticle satiricalarticle socialmediaposting medicalscholarlyarticle review".split()
)
"""Types of schema.org that are an article."""
PAGE_TYPES = frozenset({"webpage", "itempage", "creativework", "webcontent", "newsmediapage"})
"""Types that may state the article's fields where no article is described."""
