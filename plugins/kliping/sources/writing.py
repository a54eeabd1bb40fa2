"""An outlet as YAML, for people to read: everything that its file and its family's say, the rest left out."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import yaml

from kliping.model import Route, Rules, Source
from kliping.posting import read_stated

_NOTHING = ((), "", None)


def write_yaml(source: Source) -> str:
    """Write the outlet as its file would state it, with what it inherits; fields at their default are left out."""
    stated = {"id": source.id} | _stated_fields(source, ("id", "routes", "rules"))
    stated["routes"] = [_route_fields(route) for route in source.routes]
    if source.rules:
        stated["rules"] = [_stated_fields(rules) for rules in source.rules]
    return yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=120)


def _route_fields(route: Route) -> dict[str, Any]:
    address, _, sent = route.url.partition("#")
    if route.kind != "post":
        return {route.kind: route.url} | _stated_fields(route, ("kind", "url"))
    return {route.kind: address} | read_stated(sent) | _stated_fields(route, ("kind", "url"))


def _stated_fields(thing: Source | Route | Rules, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the fields that differ from their default."""
    values = {field.name: (getattr(thing, field.name), field) for field in fields(thing) if field.name not in without}
    return {
        name: _plain_value(value)
        for name, (value, field) in values.items()
        if value != field.default and value not in _NOTHING and value != {}
    }


def _plain_value(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, dict):
        return dict(value)
    return value
