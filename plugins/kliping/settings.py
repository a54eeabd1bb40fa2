"""Every setting of Kliping, in one place.

Each is an environment variable ``KLIPING_<NAME>`` (or a line of ``.env`` in the home folder); ``.env.example`` lists
them all and a test compares it with this file. ``KLIPING_<NAME>_FILE`` names a file that holds the setting.
"""

from __future__ import annotations

import difflib
import logging
import os
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError, PydanticUndefined
from pydantic_settings import BaseSettings, SettingsConfigDict

from kliping.errors import InputError
from kliping.resources import CHECKOUT
from kliping.storage import find_place_fault, is_remote

log = logging.getLogger(__name__)

PREFIX = "KLIPING_"
FILE_SUFFIX = "_FILE"

NOT_SETTINGS = frozenset({"KLIPING_KILL_AT", "KLIPING_FAILPOINT_LOG", "KLIPING_SHARED_DATA"})
"""Variables with the prefix that only tests and benchmarks read."""


def _check_place(place: str) -> str:
    """Return a place as it is used, ``~`` expanded. Raises what pydantic makes one line of."""
    if fault := find_place_fault(place):
        raise PydanticCustomError("place", "{fault}", {"fault": fault})
    return os.path.expanduser(place)  # noqa: PTH111  # a Path would make one slash of an address's two


SharedPlace = Annotated[str, BeforeValidator(str), AfterValidator(_check_place)]
"""A folder, or the address of one in an object store; empty: the default."""


def _default_home() -> Path:
    return CHECKOUT or Path.cwd()


_MOST_DAYS = 36_500
"""The most days that a setting may count, a century: ``datetime`` cannot go back as far as one likes."""
_DAY_SECONDS = 86_400


class Settings(BaseSettings):
    """Where files are, how outlets are asked, and how much is done at once."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    home: Annotated[Path, AfterValidator(Path.resolve)] = Field(
        default_factory=_default_home,
        description="Folder that holds .env and, unless set otherwise, data/. Default: the checkout, or the current "
        "folder where Kliping is installed as a package.",
    )
    data: Path | None = Field(
        None, description="Folder of everything Kliping writes. Default: data/ in the home folder."
    )
    archive: SharedPlace = Field(
        "", description="Folder or URL (s3://...) of the WARC archive. Default: archive/ in the data folder."
    )
    stage: SharedPlace = Field(
        "",
        description="Folder or URL by which the tasks of a run hand over their files. Default: stage/ in the data "
        "folder.",
    )
    learned: SharedPlace = Field(
        "",
        description="Folder or URL of learned snapshots and of what `watch` remembers. Default: learned/ in the data "
        "folder.",
    )
    warehouse: str = Field(
        "",
        description="Where the warehouse is. Empty: files in the data folder, of one machine. Several machines share a "
        "DuckLake: ducklake:postgres:dbname=kliping host=... (or ducklake:FILE, on one machine).",
    )
    warehouse_data: str = Field(
        "", description="Folder or URL (s3://...) of the DuckLake's data files. Default: lake/ in the data folder."
    )
    warehouse_days: int = Field(
        30, ge=1, le=_MOST_DAYS, description="Days that a DuckLake can be looked back, load by load."
    )
    sources: str = Field("live", description="Outlets of a run: demo, live, or ids separated by commas.")
    sources_path: SharedPlace = Field("", description="Folder or URL of outlet files beside the built-in ones.")
    newsroom: str = Field(
        "",
        pattern=r"^$|^[^/\s]+:\d+$",
        description="host:port of the demo newsroom; the demo outlets are visited there and nowhere else.",
    )
    contact: str = Field(
        "https://github.com/kliping/kliping/issues",
        description="Address at which outlets can reach you; part of the user agent.",
    )
    delay: float | None = Field(
        None, ge=0, le=_DAY_SECONDS, description="Least seconds between requests to one host, for every outlet."
    )
    timeout: float = Field(
        20.0, gt=0, le=_DAY_SECONDS, description="Seconds without data after which a connection is given up."
    )
    page_deadline: float = Field(
        60.0, gt=0, le=_DAY_SECONDS, description="Seconds that one page may take from first to last byte."
    )
    max_page_bytes: int = Field(
        20_000_000,
        gt=0,
        le=2_000_000_000,
        description="Largest page in bytes, decompressed; a larger one ends as `failed: too_large`.",
    )
    collect_deadline: float = Field(
        3600.0, gt=0, le=30 * _DAY_SECONDS, description="Seconds that collecting one outlet may take in a run."
    )
    refetch: bool = Field(False, description="Fetch a past day again even if the archive has it.")
    pace_database: str = Field(
        "",
        description="PostgreSQL database (postgresql://...) by which several machines keep one pace together; "
        "empty: files in the data folder, for one machine.",
    )
    archive_days: int | None = Field(
        None, ge=1, le=_MOST_DAYS, description="Days of archive that the DAG `maintain` keeps; empty: all."
    )
    archive_gigabytes: float | None = Field(
        None,
        gt=0,
        le=1_000_000_000,
        description="Largest size of the archive; `maintain` deletes the oldest days beyond it. Empty: no limit.",
    )
    workers: int = Field(2, ge=1, le=1_024, description="Processes that scrape.")
    outlets_at_once: int = Field(8, ge=1, le=1_024, description="Outlets that one process collects concurrently.")
    outlets_per_task: int = Field(
        1, ge=1, le=100_000, description="Outlets that one Airflow task collects, all at once."
    )
    retries: int = Field(2, ge=0, le=100, description="How often Airflow retries a failed task.")
    batch_rows: int = Field(1_000, ge=1, le=1_000_000, description="Rows that scrape and validate process at a time.")
    backups: Path | None = Field(None, description="Folder for the weekly backup of the warehouse. Default: no backup.")
    stage_days: int = Field(
        14,
        ge=1,
        le=_MOST_DAYS,
        description="Days that the DAG `maintain` keeps stage folder and validation pages of a loaded run.",
    )
    unsettled_days: int = Field(
        90,
        ge=1,
        le=_MOST_DAYS,
        description="Days that it keeps those of a run that failed or never loaded, and files set aside.",
    )
    log_days: int = Field(30, ge=1, le=_MOST_DAYS, description="Days that it keeps logs of Airflow.")
    lock_timeout: float = Field(
        300.0,
        ge=0,
        le=30 * _DAY_SECONDS,
        description="Seconds to wait until another process has finished writing to the warehouse.",
    )
    publish_every: float = Field(
        0.0, ge=0, le=525_600, description="Least minutes between two publications of the published copy."
    )
    desk: str = Field(
        "", description="Address of the operators' desk, for links in logs, notes and alerts. Empty: no links."
    )
    alerts: Path | None = Field(
        None, description="File of your own policy of alerts (docs/operator.md). Default: the built-in one."
    )
    webhook: str = Field("", description="Slack-compatible webhook that alerts are posted to.")
    telegram_token: str = Field("", description="Token of the Telegram bot that sends alerts.")
    telegram_chat: str = Field("", description="Chat that the Telegram bot sends alerts to.")
    smtp: str = Field(
        "", description="Server that sends alerts by e-mail: smtp://user:password@host:587, or smtps:// for TLS."
    )
    mail_to: str = Field("", description="Addresses that alerts are mailed to, separated by commas.")
    mail_from: str = Field("", description="Address that alerts are mailed from.")

    @property
    def data_path(self) -> Path:
        """Return the folder that holds everything, as an absolute path."""
        return (self.data or self.home / "data").resolve()

    @property
    def archive_root(self) -> str:
        """Return the folder or the address of the archive."""
        return self.archive or str(self.data_path / "archive")

    @property
    def stage_path(self) -> Path:
        """This machine's stage folder; what is staged at an address is copied to it and from it."""
        if self.stage and not is_remote(self.stage):
            return Path(self.stage).resolve()
        return self.data_path / "stage"

    @property
    def learned_root(self) -> str:
        """Return the folder or the address of the learned snapshots."""
        return self.learned or str(self.data_path / "learned")

    @property
    def outlets_copy(self) -> Path:
        """The folder that outlet files of an address are copied to."""
        return self.data_path / "outlets"

    @property
    def warehouse_path(self) -> Path:
        """Return the private database."""
        return self.data_path / "warehouse.duckdb"

    @property
    def published_path(self) -> Path:
        """Return the published copy."""
        return self.data_path / "kliping.duckdb"

    @property
    def log_folder(self) -> Path:
        """Where Airflow writes the logs of tasks."""
        return Path(os.environ.get("AIRFLOW_HOME") or self.data_path / "airflow") / "logs"

    @property
    def user_agent(self) -> str:
        """Return the User-Agent header: who asks, and how to reach the operator."""
        from kliping import __version__

        return f"Kliping/{__version__} (+{self.contact})"


def load_settings() -> Settings:
    """Read the settings that the environment and ``.env`` give now; warn once of every variable that is none.

    Raises ``InputError`` that names the variable with an unusable value.
    """
    for warning in find_unknown_variables():
        _warn_once(warning)
    try:
        return Settings(_env_file=_env_file(), **_read_setting_files())  # type: ignore[call-arg]  # pydantic-settings' own init argument
    except ValidationError as error:
        first = error.errors()[0]
        name = "a setting"
        if first["loc"]:
            name = f"{PREFIX}{str(first['loc'][0]).upper()}"
        raise InputError(
            f"{name}={first['input']!r:.80}: {first['msg']}; .env.example explains every setting"
        ) from None


def _read_setting_files() -> dict[str, Any]:
    """Return the settings that are given as files: ``KLIPING_WEBHOOK_FILE`` names one that holds ``KLIPING_WEBHOOK``.

    What is secret need not stand in an environment then. Raises ``InputError`` for a file that cannot be read.
    """
    variables = dotenv_values(_env_file()) | os.environ
    given: dict[str, Any] = {}
    for name in Settings.model_fields:
        variable = f"{PREFIX}{name.upper()}{FILE_SUFFIX}"
        if path := variables.get(variable):
            try:
                given[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or error
                raise InputError(f"{variable}={path!r}: {reason}; it names a file that holds the setting") from None
    return given


def find_unknown_variables() -> list[str]:
    """Name every ``KLIPING_...`` variable that is not a setting, each with the setting that was probably meant."""
    names = [name.upper() for name in Settings.model_fields]
    variables = {name.upper() for name in (*os.environ, *dotenv_values(_env_file()))} - NOT_SETTINGS
    given = {name.removeprefix(PREFIX) for name in variables if name.startswith(PREFIX)}
    given -= {f"{name}{FILE_SUFFIX}" for name in names}
    found = []
    for name in sorted(given - set(names)):
        meant = difflib.get_close_matches(name, names, n=1, cutoff=0.7)
        hint = ".env.example lists every setting"
        if meant:
            hint = f"did you mean {PREFIX}{meant[0]}?"
        found.append(f"{PREFIX}{name} is not a setting and has no effect: {hint}")
    return found


def _env_file() -> Path:
    return Path(os.environ.get(f"{PREFIX}HOME") or _default_home()) / ".env"


@cache
def _warn_once(warning: str) -> None:
    log.warning(warning)


def render_example() -> str:
    """Return the text of ``.env.example``: each setting with its meaning and its default, commented out."""
    lines = ["# Settings of Kliping, with their defaults. Variables of the environment override this file."]
    lines += [f"# A secret one may lie in a file of its own: {PREFIX}WEBHOOK{FILE_SUFFIX} names the file.", ""]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, PydanticUndefined) else str(field.default)
        lines += [f"# {field.description}", f"#{PREFIX}{name.upper()}={default}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    sys.stdout.write(render_example())
