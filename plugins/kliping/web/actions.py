"""What a person does at the desk: who, why, done by the pipeline as a command would, and written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import HTTPException, Request

from kliping.settings import Settings
from kliping.web.access_control import get_visitor
from kliping.web.pages import get_desk

ACTION_PATIENCE = 10.0
"""Seconds that an act waits for a load that is writing; then it says so, and nothing has changed."""
LONGEST_WHY = 2_000


@dataclass(frozen=True, slots=True)
class Reason:
    """Who acts, and why."""

    by: str
    why: str


def read_reason(request: Request, fields: Mapping[str, str]) -> Reason:
    """Return who acts, as authenticated, and the reason from the form. Raises ``HTTPException`` where there is none."""
    why = fields.get("why", "").strip()
    if not why:
        raise HTTPException(400, "A decision needs a reason: it is kept with the row. Go back and write one.")
    return Reason(get_visitor(request).name, why[:LONGEST_WHY])


def carry_out(
    request: Request,
    act: str,
    on: Mapping[str, object],
    reason: Reason,
    do: Callable[[Settings, Callable[[str], None]], object],
) -> str:
    """Do it, tell the host's audit log, and return what a person should know of its publication, if anything.

    Raises ``WarehouseLocked`` where a load is writing for longer than a person waits; nothing is done then.
    """
    desk = get_desk(request)
    said: list[str] = []
    settings = desk.read_settings()
    settings = settings.model_copy(update={"lock_timeout": min(settings.lock_timeout, ACTION_PATIENCE)})
    do(settings, said.append)
    if desk.host.record_action:
        desk.host.record_action(request, act, {**on, "by": reason.by, "why": reason.why})
    return " ".join(line for line in said if line.startswith(("publish: postponed", "publish problem")))
