"""Check that all workers see the same storage: a plan writes a token to each place, and every task looks for it.

A worker that does not see a place of the others would work in one of its own, and nobody would notice: Airflow calls
that success.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator

from kliping.errors import UserError
from kliping.settings import Settings
from kliping.storage import explain_place, is_remote, open_place, read_small_file, write_small_file

TOKENS = ".shared"
"""Folder of a place that holds a file for each run, with the token of its latest plan."""


class NotShared(UserError):
    """This worker sees another folder, or none, where the others have a place that all share."""


def list_shared_places(settings: Settings) -> dict[str, str]:
    """Return the places that all workers must share, by the setting that names them; no place that lies in another.

    The data folder is a worker's own where the warehouse is a DuckLake and nothing else of a run lies in it.
    """
    stated = {"KLIPING_STAGE": settings.stage, "KLIPING_ARCHIVE": settings.archive, "KLIPING_LEARNED": settings.learned}
    given = {setting: place for setting, place in stated.items() if place}
    if settings.warehouse and len(given) == len(stated):
        return given
    return {"KLIPING_DATA": str(settings.data_path), **given}


def write_tokens(settings: Settings, run: str) -> str:
    """Leave a new token of a run in every shared place; return it.

    Raises ``UserError`` for a place that cannot be written to, before anything else is done, and takes back what it
    wrote. Object stores are tried first and the data folder last, which so is not even made where one of the others
    cannot be used.
    """
    token = secrets.token_hex(8)
    places = list_shared_places(settings)
    written: list[str] = []
    for setting in sorted(places, key=lambda name: (not is_remote(places[name]), name == "KLIPING_DATA")):
        try:
            with explain_place(setting, places[setting]):
                write_small_file(places[setting], f"{TOKENS}/{run}", token)
        except UserError:
            for place in written:
                (open_place(place) / TOKENS / run).unlink(missing_ok=True)
            raise
        written.append(places[setting])
    return token


def check_tokens(settings: Settings, run: str, token: str) -> None:
    """Raise ``NotShared`` where this worker does not see the token of a run in one of the places."""
    for setting, place in list_shared_places(settings).items():
        with explain_place(setting, place):
            seen = read_small_file(place, f"{TOKENS}/{run}")
        if seen is None or seen.decode("ascii", "replace") != token:
            raise NotShared(
                f"the worker {socket.gethostname()} does not share {setting}={place} with the one that planned run "
                f"{run}: mount or set the same place on every worker (docs/scale.md)"
            )


def remove_tokens(settings: Settings, older_than: float) -> int:
    """Remove the tokens that were written before a time (seconds of the epoch); return how many."""
    removed = 0
    for setting, place in list_shared_places(settings).items():
        with explain_place(setting, place):
            removed += sum(_remove_old(place, older_than))
    return removed


def _remove_old(place: str, older_than: float) -> Iterator[bool]:
    folder = open_place(place) / TOKENS
    if not folder.is_dir():
        return
    for path in list(folder.iterdir()):
        old = path.stat().st_mtime < older_than
        if old:
            path.unlink(missing_ok=True)
        yield old
