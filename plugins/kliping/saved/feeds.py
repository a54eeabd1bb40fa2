"""The token of the feeds: a feed reader asks for years with the address that it was once given."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from kliping.errors import InputError
from kliping.settings import Settings

TOKEN_BYTES = 24
_TOKEN = re.compile(r"[A-Za-z0-9_-]{24,}")


def feed_token_path(settings: Settings) -> Path:
    """Return the path of the file that holds the token."""
    return settings.data_path / "feeds.token"


def read_feed_token(settings: Settings, *, renew: bool = False) -> str:
    """Return the token that admits to feeds; the first call makes it, and so does ``renew``.

    The file is readable by its owner only. Raises ``InputError`` for a file that holds no token or cannot be used.
    """
    path = feed_token_path(settings)
    try:
        if renew or not path.exists():
            _write_token(path, replace=renew)
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    if not _TOKEN.fullmatch(token):
        raise InputError(f"{path} holds no token: `kliping read --renew-feeds` writes a new one")
    return token


def _write_token(path: Path, *, replace: bool) -> None:
    """Write a new token, whole or not at all; where another process was faster, its token stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partly = path.with_name(f".{path.name}.{os.getpid()}")
    partly.unlink(missing_ok=True)
    partly.touch(mode=0o600, exist_ok=False)
    try:
        partly.write_text(f"{secrets.token_urlsafe(TOKEN_BYTES)}\n", encoding="utf-8")
        if replace:
            partly.replace(path)
        else:
            path.hardlink_to(partly)
    except FileExistsError:
        pass  # made by another process meanwhile
    finally:
        partly.unlink(missing_ok=True)
