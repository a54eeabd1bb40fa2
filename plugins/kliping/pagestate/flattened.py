"""Values that were laid flat: one list in which objects name their parts by their places.

Nuxt 3 (devalue), Remix and React Router (turbo-stream), and Astro's pairs of a type and a value.
"""

from __future__ import annotations

from typing import Any

_WRAPPERS = frozenset({"Reactive", "ShallowReactive", "Ref", "ShallowRef", "NuxtError", "EmptyRef", "EmptyShallowRef"})
MAX_FLAT = 500_000
_DEVALUE_TYPES = frozenset({"Date", "Set", "Map", "RegExp", "BigInt", "null", "Object"})
_STREAM_TYPES = {"D": "Date", "S": "Set", "M": "Map", "B": "BigInt", "U": "Date", "N": "null", "P": "Promise"}


def unflatten(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a value as it was before it was laid flat; any other as it is."""
    if isinstance(value, list) and is_flat(value):
        return FlatReader(value).read_place(0, 0)
    if isinstance(value, dict) and value and all(_is_pair(each) for each in value.values()):
        return {key: _read_pair(each, 0) for key, each in value.items()}
    return value


def is_flat(value: list[Any]) -> bool:
    """Return whether a list is one whose first value names places of the list."""
    if not 1 < len(value) < MAX_FLAT:
        return False
    first = value[0]
    if isinstance(first, dict) and first:
        return all(_is_place(place, len(value)) for place in first.values())
    if isinstance(first, list) and first:
        named = first
        if isinstance(first[0], str) and first[0] in _WRAPPERS:
            named = first[1:]
        return bool(named) and all(_is_place(place, len(value)) for place in named)
    return False


def _is_place(place: Any, length: int) -> bool:  # noqa: ANN401 - whatever JSON holds
    return isinstance(place, int) and not isinstance(place, bool) and -10 < place < length


class FlatReader:
    """Puts values where their places stand; each is made once, so that one may hold itself."""

    def __init__(self, flat: list[Any]) -> None:
        self.flat = flat
        self.made: dict[int, Any] = {}
        first = flat[0]
        self.keys_are_places = isinstance(first, dict) and all(_read_key_place(key) is not None for key in first)

    def read_place(self, place: Any, depth: int) -> Any:  # noqa: ANN401 - whatever was laid flat
        """Return the value of one place; negative ones stand for undefined and its like."""
        if not _is_place(place, len(self.flat)) or place < 0 or depth > 150:
            return None
        if place in self.made:
            return self.made[place]
        value = self.flat[place]
        if isinstance(value, dict):
            made: dict[str, Any] = {}
            self.made[place] = made
            for key, each in value.items():
                made[self._read_key(key)] = self.read_place(each, depth + 1)
            return made
        if isinstance(value, list):
            self.made[place] = None
            self.made[place] = self._read_list(value, place, depth)
            return self.made[place]
        return value

    def _read_key(self, key: str) -> str:
        place = _read_key_place(key)
        if self.keys_are_places and place is not None and place < len(self.flat):
            return str(self.flat[place])
        return key

    def _read_list(self, value: list[Any], place: int, depth: int) -> Any:  # noqa: ANN401 - whatever was laid flat
        first = value[0] if value else None
        if isinstance(first, str):
            kind = first
            if self.keys_are_places:
                kind = _STREAM_TYPES.get(first, first)
            if kind in ("Date", "RegExp", "BigInt"):
                return value[1] if len(value) > 1 else None
            if kind == "Map":
                pairs = zip(value[1::2], value[2::2], strict=False)
                return {str(self.read_place(a, depth + 1)): self.read_place(b, depth + 1) for a, b in pairs}
            if kind == "Set":
                return [self.read_place(each, depth + 1) for each in value[1:]]
            return self.read_place(value[1], depth + 1) if len(value) > 1 else None
        made: list[Any] = []
        self.made[place] = made
        made += [self.read_place(each, depth + 1) for each in value]
        return made


def _read_key_place(key: str) -> int | None:
    """Return the place that a key of turbo-stream names: ``_12``."""
    if key[:1] == "_" and key[1:].isdecimal():
        return int(key[1:])
    return None


def _is_pair(value: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    """Return whether a value is Astro's ``[type, value]``."""
    return isinstance(value, list) and len(value) == 2 and type(value[0]) is int and 0 <= value[0] <= 11


def _read_pair(value: Any, depth: int) -> Any:  # noqa: ANN401 - whatever JSON holds
    if not _is_pair(value) or depth > 150:
        return value
    inner = value[1]
    if isinstance(inner, dict):
        return {key: _read_pair(each, depth + 1) for key, each in inner.items()}
    if isinstance(inner, list):
        return [_read_pair(each, depth + 1) for each in inner]
    return inner
