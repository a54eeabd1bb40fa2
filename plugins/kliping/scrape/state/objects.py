"""The objects of a page's state that have a headline and a long body, each with what it tells of its article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kliping.scrape.lines.plain import plain_text
from kliping.scrape.lines.prose import reads_like_prose
from kliping.scrape.state.richtext import TYPE_KEYS, find_type, write_html
from kliping.scrape.state.roles import find_path_kind, find_role, fold_key
from kliping.scrape.state.values import list_person_names, list_terms, open_holder, read_tag_word, read_text

MAX_STATE_NODES = 300_000
"""Objects and lists of a page's state that are looked at."""
MAX_OBJECTS = 60
"""Objects with a body that are read of one page."""
MIN_BODY_PROSE = 120
"""Characters of prose that make a text a body."""
MIN_UNNAMED_PROSE = 500
"""The same for a text whose key does not say what it is."""
MAX_STEPS_UP, MIN_TITLE = 4, 5
_BREAK = re.compile(r"(?i)<(?:/?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|section|tr|figure|table)\b[^<>]*)>|\n")
_MARKUP = re.compile(r"<[^<>]*>")
_TREE_TYPES = frozenset({"doc", "document", "root", "minimal"})


@dataclass(slots=True)
class StateArticle:
    """One object of a page's state. ``html`` is its body; ``prose`` counts its characters of sentences."""

    html: str
    prose: int
    path: tuple[str, ...]
    """The keys that lead to it; ``#`` for a place in a list."""
    fields: dict[str, list[Any]] = field(default_factory=dict)
    """What it states, by role, nearest first."""

    def first_text(self, role: str) -> str:
        """Return the first text that the object states for a role; empty for none."""
        return next((text for value in self.fields.get(role, ()) if (text := read_text(value))), "")

    def list_names(self, role: str) -> tuple[str, ...]:
        """Return the names that the object states for a role, each once."""
        for value in self.fields.get(role, ()):
            if names := tuple(dict.fromkeys(list_person_names(value, 0))):
                return names
        return ()

    def list_words(self, role: str) -> tuple[str, ...]:
        """Return the words that the object states for a role: a list, or one text with commas."""
        for value in self.fields.get(role, ()):
            parts = value.split(",") if isinstance(value, str) else value
            if isinstance(parts, dict):
                parts = next((each for each in parts.values() if isinstance(each, list)), [])
            if isinstance(parts, list) and (words := tuple(filter(None, map(read_tag_word, parts[:30])))):
                return words
        return ()


@dataclass(slots=True)
class _Place:
    """One value of a state, and where it stands."""

    value: Any
    key: str
    above: _Place | None


def list_state_articles(state: Any) -> Iterator[StateArticle]:  # noqa: ANN401 - whatever a state holds
    """Yield the objects with headline and body, outer ones first; what is within a body is not looked at."""
    resolve_references(state)
    stack = [_Place(state, "", None)]
    seen: set[int] = set()
    owners: set[int] = set()
    found = 0
    while stack and len(seen) < MAX_STATE_NODES and found < MAX_OBJECTS:
        place = stack.pop()
        value = open_string(place.value)
        if not isinstance(value, dict | list) or id(value) in seen:
            continue
        seen.add(id(value))
        place.value = value
        if isinstance(value, list):
            stack.extend(_Place(each, "#", place) for each in reversed(value))
            continue
        key, html, prose = find_object_body(value)
        if html and id((owner := _find_owner(place) or place).value) not in owners:
            owners.add(id(owner.value))
            found += 1
            yield StateArticle(html, prose, _list_keys(place), collect_fields(place, owner))
        inner = ((name, each) for name, each in value.items() if name != key or not html)
        stack.extend(reversed([_Place(each, name, place) for name, each in inner]))


def open_string(value: Any) -> Any:  # noqa: ANN401 - whatever a state holds
    """Return the JSON that a string holds; any other value as it is."""
    if isinstance(value, str) and len(value) > MIN_BODY_PROSE and value[:1] in ("{", "["):
        try:
            return json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return value
    return value


def resolve_references(state: Any) -> None:  # noqa: ANN401 - whatever a state holds
    """Put the objects of Apollo's cache where their names stand."""
    stack = [state]
    for _ in range(1_000):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, dict) and ("ROOT_QUERY" in value or "$ROOT_QUERY" in value):
            for entry in value.values():
                _replace_references(entry, value)
        elif isinstance(value, dict):
            stack += [each for each in value.values() if isinstance(each, dict)]


def _replace_references(holder: Any, cache: dict[str, Any]) -> None:  # noqa: ANN401 - whatever a state holds
    stack = [holder]
    while stack:
        value = stack.pop()
        pairs: Any = ()
        if isinstance(value, dict):
            pairs = list(value.items())
        elif isinstance(value, list):
            pairs = list(enumerate(value))
        for key, each in pairs:
            name = _read_reference(each)
            if name is not None:
                value[key] = cache.get(name)
            elif isinstance(each, dict | list):
                stack.append(each)


def _read_reference(value: Any) -> str | None:  # noqa: ANN401 - whatever a state holds
    """Return the name of another object of the cache that a value is; None for any other value."""
    if not isinstance(value, dict):
        return None
    name = value.get("__ref")
    if value.get("type") == "id":
        name = value.get("id")
    return name if isinstance(name, str) else None


def find_object_body(thing: dict[str, Any]) -> tuple[str, str, int]:
    """Return (key, HTML, characters of prose) of the longest body that an object has; nothing where it has none."""
    best = ("", "", 0)
    for key, stated in thing.items():
        role = find_role(key)
        given = open_string(stated)
        if role not in ("body", "") or find_path_kind(key) in ("comments", "aside") or not _may_hold_body(given, role):
            continue
        html = write_html(given)
        prose, paragraphs = count_prose(html)
        least = MIN_BODY_PROSE
        if role != "body":
            least = MIN_UNNAMED_PROSE
        if prose >= least and prose > best[2] and (role == "body" or paragraphs > 1):
            best = key, html, prose
    return best


def _may_hold_body(value: Any, role: str) -> bool:  # noqa: ANN401 - whatever a state holds
    """Return whether, at a glance, a value may be a body: a long text, a tree, or a list of a body's parts."""
    if isinstance(value, str):
        return len(value) >= MIN_BODY_PROSE and not value.startswith(("http://", "https://", "data:", "/"))
    if isinstance(value, dict):
        return is_tree(value)
    if isinstance(value, list) and value:
        return (role == "body" and all(_is_part(each) for each in value[:40])) or _is_block_list(value)
    return False


def is_tree(value: dict[str, Any]) -> bool:
    """Return whether an object is the root of a rich text, or holds nothing but one text."""
    if _has_title(value, within=False):
        return False
    if find_type(value) in _TREE_TYPES or "ops" in value or value.get("schema") == "dast":
        return True
    for key in ("root", "document", "doc", "json", "raw", "content", "data"):
        if isinstance(value.get(key), dict) and len(value) < 6 and is_tree(value[key]):
            return True
    if isinstance(blocks := value.get("blocks"), list) and _is_block_list(blocks):
        return True
    return any(isinstance(value.get(key), str) for key in ("rendered", "processed", "__html", "html", "raw"))


def _is_block_list(nodes: list[Any]) -> bool:
    """Return whether a list is one of typed blocks."""
    if not nodes or not all(isinstance(node, dict) for node in nodes[:40]):
        return False
    return all(any(isinstance(node.get(key), str) for key in TYPE_KEYS) and _is_part(node) for node in nodes[:40])


def _is_part(value: Any) -> bool:  # noqa: ANN401 - whatever a state holds
    """Return whether a value is a part of a body; an object with an address or a date of its own is another article."""
    if isinstance(value, dict):
        roles = {find_role(key) for key, each in value.items() if each}
        return not ("title" in roles and roles & {"url", "published", "section"})
    return isinstance(value, str | list)


def count_prose(html: str) -> tuple[int, int]:
    """Return the characters of prose in ``html``, and the paragraphs that they make."""
    lines = [plain_text(_MARKUP.sub("", line)) for line in _BREAK.split(html)]
    prose = [len(line) for line in lines if reads_like_prose(line)]
    return sum(prose), len(prose)


def _list_keys(place: _Place) -> tuple[str, ...]:
    keys = []
    here: _Place | None = place
    while here is not None:
        keys.append(here.key)
        here = here.above
    return tuple(reversed(keys))


def _find_owner(place: _Place) -> _Place | None:
    """Return the object that has the headline of a body: its own, or one that it stands in, never beyond a list."""
    here: _Place | None = place
    for _ in range(MAX_STEPS_UP):
        if here is None or not isinstance(here.value, dict):
            return None
        if _has_title(here.value):
            return here
        here = here.above
    return None


def _has_title(thing: dict[str, Any], *, within: bool = True) -> bool:
    """Return whether an object has a headline, itself or, ``within``, in the part of it that is its head."""
    if any(find_role(key) in ("title", "name") and len(read_text(value)) > MIN_TITLE for key, value in thing.items()):
        return True
    heads = (value for key, value in thing.items() if within and _is_head(key, value))
    return any(
        find_role(key) == "title" and len(read_text(each)) > MIN_TITLE for head in heads for key, each in head.items()
    )


def collect_fields(place: _Place, owner: _Place) -> dict[str, list[Any]]:
    """Return what an object states by role: itself, the objects up to its owner, then the objects in them."""
    fields: dict[str, list[Any]] = {}
    around: list[dict[str, Any]] = []
    here: _Place | None = place
    while here is not None:
        if isinstance(here.value, dict):
            around.append(here.value)
        if here is owner:
            break
        here = here.above
    if (
        owner.above is not None
        and isinstance(owner.above.value, dict)
        and not _has_title(owner.above.value, within=False)
    ):
        around.append(owner.above.value)  # {article: {...}, author: {...}}
    inner = [each for thing in around[:2] for key, each in thing.items() if _is_head(key, each)]
    for thing in (*around, *inner):
        for key, value in thing.items():
            for role, stated in _list_stated(key, value):
                if stated not in (None, "", [], {}):
                    fields.setdefault(role, []).append(stated)
    return fields


def _list_stated(key: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - whatever a state holds
    """Yield (role, value) of what one key states; the parts of a body can have the name that a list of sections has."""
    role = find_role(key)
    if role == "terms":
        yield "section", list_terms(value, "category")
        yield "tags", list_terms(value, "post_tag")
    elif role in ("section", "tags", "crumbs"):
        yield role, open_holder(value)
    elif role == "body" and fold_key(key) == "sections":
        yield "section", [each for each in value if _is_name_alone(each)] if isinstance(value, list) else None
    elif role:
        yield role, value


def _is_name_alone(thing: Any) -> bool:  # noqa: ANN401 - whatever a state holds
    """Return whether an object has a name and neither a text nor parts."""
    return isinstance(thing, dict) and isinstance(thing.get("name"), str) and find_object_body(thing)[0] == ""


def _is_head(key: str, value: Any) -> bool:  # noqa: ANN401 - whatever a state holds
    """Return whether a part of an object may state its fields: a head, metadata, dates; not a thing of its own."""
    role = find_role(key)
    return (
        isinstance(value, dict)
        and find_path_kind(key) == ""
        and role not in ("authors", "section", "tags", "image", "body")
    )
