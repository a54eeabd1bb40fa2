"""What the keys of a page's state mean: headline, body, date and the rest, by their names."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from kliping.scrape.facts.meta_dates import find_date_field

ROLES_FILE = Path(__file__).parents[1] / "data" / "state.toml"
_LETTERS = re.compile(r"[^a-z]")


@cache
def _read_roles() -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    table = tomllib.loads(ROLES_FILE.read_text("utf-8"))
    roles = {_LETTERS.sub("", name): role for role, names in table["roles"].items() for name in names.split()}
    paths = {name: path for path, names in table["paths"].items() for name in names.split()}
    return roles, paths, tuple(table["prefixes"].split())


@lru_cache(maxsize=8_192)
def fold_key(key: str) -> str:
    """Return a key in lower-case letters, without the arguments that Apollo writes after a field's name."""
    return _LETTERS.sub("", key.partition("(")[0].partition("@")[0].lower())


@lru_cache(maxsize=8_192)
def find_role(key: str) -> str:
    """Return what a key means: a role of ``state.toml``, ``published`` or ``modified``; empty for any other."""
    roles, _, prefixes = _read_roles()
    name = fold_key(key)
    if role := roles.get(name):
        return role
    for word in prefixes:
        for rest in (name.removeprefix(word), name.removesuffix(word)):
            if rest and rest != name and (role := roles.get(rest)) and role not in ("name", "id"):
                return role
    for word in ("nama", "name"):  # "nama_kategori", "channelName"
        for rest in (name.removeprefix(word), name.removesuffix(word)):
            if rest != name and (role := roles.get(rest)) in ("authors", "section"):
                return role
    return find_date_field(key.partition("(")[0].lower().replace("_", "").replace("-", "")) or ""


@lru_cache(maxsize=8_192)
def find_path_kind(key: str) -> str:
    """Return what a key keeps beside the article: ``aside``, ``comments``, ``lists``; empty for any other."""
    _, paths, _ = _read_roles()
    return paths.get(fold_key(key), "")
