"""The policy: which problems are reported to whom, how bad they are, when. It is data; this reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from kliping.completeness import CAUSES
from kliping.errors import InputError
from kliping.model import JAKARTA
from kliping.settings import Settings
from kliping.warehouse import PROBLEMS, Problem

AlertSeverity = Literal["urgent", "warning", "note"]

BUILT_IN = Path(__file__).with_name("policy.yml")
FILE_ENDING = "_file"
NEEDED = {
    "slack": ("url",), "json": ("url",), "telegram": ("token", "chat"), "email": ("server", "to", "sender"),
    "airflow": ("notifier",),
}  # fmt: skip
"""What a channel of each form cannot do without."""


MOST_VALUES = 10_000
"""Most values in a policy. A YAML alias counts each time it is used, so that aliases of aliases are refused."""
MOST_HOURS = 8_760
"""A year."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Channel(_Part):
    """One receiver. What is secret in it is never shown: neither by ``repr`` nor in an error."""

    form: Literal["slack", "json", "telegram", "email", "airflow"]
    url: str = Field("", repr=False)
    token: str = Field("", repr=False)
    chat: str = Field("", repr=False)
    server: str = Field("", repr=False)
    to: str = ""
    sender: str = Field("", alias="from")
    notifier: str = ""
    """Dotted path of a notifier class of Airflow's."""
    arguments: dict[str, Any] = Field(default_factory=dict, repr=False)
    """What the notifier is made with."""

    @property
    def is_on(self) -> bool:
        return all(getattr(self, name) for name in NEEDED[self.form])


def _read_time(value: object) -> object:
    """Return a time of day that YAML has read as a number of minutes (``21:00`` without quotes is 1260)."""
    if isinstance(value, int):
        return dt.time(value // 60 % 24, value % 60)
    return value


TimeOfDay = Annotated[dt.time, BeforeValidator(_read_time)]


def _count_minutes(time: dt.time) -> int:
    return 60 * time.hour + time.minute


class QuietHours(_Part):
    """From when to when only urgent alerts are sent; both the same: never quiet."""

    start: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="to")

    def find_end(self, now: dt.datetime) -> dt.datetime:
        """Return ``now``, or, within quiet hours, when they are over."""
        local = now.astimezone(JAKARTA)
        since_start = (_count_minutes(local.time()) - _count_minutes(self.start)) % 1440
        length = (_count_minutes(self.end) - _count_minutes(self.start)) % 1440
        if since_start >= length:
            return now
        return local.replace(second=0, microsecond=0) + dt.timedelta(minutes=length - since_start)


class AlertRoute(_Part):
    """Which problems go to which channels; what it leaves out does not matter."""

    to: tuple[str, ...]
    severity: tuple[AlertSeverity, ...] = ("urgent", "warning", "note")
    outlets: tuple[str, ...] = ("*",)
    problems: tuple[str, ...] = ()

    def fits(self, problem: Problem, severity: AlertSeverity) -> bool:
        """Return whether a problem of this severity goes this way; one that names no outlet fits every pattern."""
        named = not self.problems or bool({problem.name, problem.kind} & set(self.problems))
        outlets = not problem.outlets or any(fnmatchcase(o, p) for o in problem.outlets for p in self.outlets)
        return severity in self.severity and named and outlets


class Policy(_Part):
    """The whole of it."""

    still_after: float = Field(gt=0, le=MOST_HOURS)
    quiet: QuietHours
    channels: dict[str, Channel | None]
    severity: dict[AlertSeverity, tuple[str, ...]]
    routes: tuple[AlertRoute, ...]
    symptoms: tuple[str, ...]

    @model_validator(mode="after")
    def check_names(self) -> Policy:
        """Raise ``ValueError`` for a channel or a problem that there is not."""
        known = PROBLEMS.keys() | CAUSES.keys()
        named = [*(name for names in self.severity.values() for name in names), *self.symptoms]
        named += [name for route in self.routes for name in route.problems]
        if unknown := sorted(set(named) - known):
            raise ValueError(f"there is no problem {unknown[0]!r}")
        if unknown := sorted({name for route in self.routes for name in route.to} - self.channels.keys()):
            raise ValueError(f"a route goes to the channel {unknown[0]!r}, which is not among the channels")
        return self

    @property
    def open_channels(self) -> dict[str, Channel]:
        """Return the channels that have all they need."""
        return {name: channel for name, channel in self.channels.items() if channel and channel.is_on}

    def judge_severity(self, problem: Problem) -> AlertSeverity:
        """Return how bad a problem is: by the cause of a diagnosis first, then by the problem's name."""
        for name in (problem.kind, problem.name):
            for severity, names in self.severity.items():
                if name in names:
                    return severity
        return "warning"

    def choose_channels(self, problem: Problem) -> tuple[str, ...]:
        """Return the open channels that a problem is reported to, each once."""
        severity = self.judge_severity(problem)
        chosen = [name for route in self.routes if route.fits(problem, severity) for name in route.to]
        return tuple(name for name in dict.fromkeys(chosen) if name in self.open_channels)

    def find_due(self, problem: Problem, now: dt.datetime) -> dt.datetime:
        """Return when a problem may be reported: at once if it is urgent, after the quiet hours if not."""
        if self.judge_severity(problem) == "urgent":
            return now
        return self.quiet.find_end(now)


def read_policy(settings: Settings) -> Policy:
    """Return the built-in policy, with what the operator's own file states in its place.

    Raises ``InputError`` that names the file and the line or the field that cannot be used.
    """
    stated = _read_file(BUILT_IN)
    if settings.alerts:
        own = _read_file(settings.alerts)
        for name in ("channels", "severity"):
            if isinstance(own.get(name), Mapping):
                own[name] = stated[name] | own[name]
        stated |= own
    where = settings.alerts or BUILT_IN
    if isinstance(stated["channels"], Mapping):
        stated["channels"] = {
            name: _fill_channel(settings, where, name, channel) for name, channel in stated["channels"].items()
        }
    try:
        return Policy.model_validate(stated)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "the policy"
        raise InputError(f"{where}: {field}: {first['msg']}") from None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"KLIPING_ALERTS={str(path)!r}: {getattr(error, 'strerror', None) or error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise InputError(f"{path}{line}: {getattr(error, 'problem', None) or 'is not YAML'}") from None
    except ValueError as error:  # a date or a number that does not exist
        raise InputError(f"{path}: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: lists within lists, deeper than any policy") from None
    if _is_too_large(read):
        raise InputError(f"{path}: more than {MOST_VALUES:,} values, with those that aliases repeat")
    if not isinstance(read or {}, dict):
        raise InputError(f"{path}: it has to be a table of names and values, as {BUILT_IN.name} is")
    return dict(read or {})


def _is_too_large(read: object) -> bool:
    """Return whether a document has more than ``MOST_VALUES`` values when its aliases are written out."""
    waiting, count = [read], 0
    while waiting and count <= MOST_VALUES:
        value = waiting.pop()
        count += 1
        if isinstance(value, Mapping):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return count > MOST_VALUES


def _fill_channel(settings: Settings, where: Path, name: str, stated: object) -> object:
    """Return a channel with the settings and the files that it names in their places."""
    if not isinstance(stated, Mapping):
        return stated
    filled: dict[str, Any] = {}
    for field, value in stated.items():
        if str(field).endswith(FILE_ENDING):
            try:
                filled[str(field).removesuffix(FILE_ENDING)] = Path(str(value)).read_text(encoding="utf-8").strip()
            except (OSError, ValueError) as error:  # not a file, not text, not a path
                reason = getattr(error, "strerror", None) or error
                raise InputError(f"{where}: channels.{name}.{field}={str(value)!r}: {reason}") from None
        elif isinstance(value, list):
            filled[field] = ", ".join(map(str, value))
        elif isinstance(value, Mapping):
            filled[field] = value
        else:
            filled[field] = _fill_setting(settings, str(value))
    return filled


def _fill_setting(settings: Settings, value: str) -> str:
    """Return the setting that ``value`` names in braces, or ``value``."""
    named = {
        "{webhook}": settings.webhook,
        "{telegram_token}": settings.telegram_token,
        "{telegram_chat}": settings.telegram_chat,
        "{smtp}": settings.smtp,
        "{mail_to}": settings.mail_to,
        "{mail_from}": settings.mail_from,
    }
    return named.get(value, value)
