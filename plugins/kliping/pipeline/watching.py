"""What ``watch`` remembers between its visits: the validators of feeds and sitemaps.

A visit reads and writes a copy in its run's stage folder; the copy becomes the memory when its batch is loaded. A run
that dies in between sees the same entries again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from kliping import fetch
from kliping.drafts import write_whole
from kliping.pipeline import stage
from kliping.settings import Settings

VALIDATORS = "validators.json"


def validators_path(settings: Settings, outlet: str) -> Path:
    """Return the file that keeps an outlet's validators between runs."""
    return settings.data_path / "watch" / f"{outlet}.json"


def open_conditional(settings: Settings, folder: Path, outlet: str, session: fetch.Session) -> fetch.ConditionalGet:
    """Open a conditional ``get`` for this visit, with the validators that the last loaded one left."""
    if validators_path(settings, outlet).is_file():
        shutil.copyfile(validators_path(settings, outlet), folder / VALIDATORS)
    return fetch.ConditionalGet(session.get, folder / VALIDATORS)


def keep_validators(settings: Settings, run: str, outlets: Iterable[str]) -> None:
    """Keep the validators of a batch that is loaded: what its visits saw need not be seen again."""
    for outlet in outlets:
        seen = stage.outlet_folder(settings, run, outlet) / VALIDATORS
        if seen.is_file():
            write_whole(validators_path(settings, outlet), seen.read_text(encoding="utf-8"), durable=True)
