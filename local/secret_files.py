"""Generate the secrets of docker-compose.yml, each as a file: ``make secrets``. What is there already stays."""

from __future__ import annotations

import argparse
import base64
import secrets
from collections.abc import Callable
from pathlib import Path

from local.environment import ROOT


def make_key() -> str:
    """Return 256 random bits that may stand in an address."""
    return secrets.token_hex(32)


def make_fernet_key() -> str:
    """Return a key of the form that Airflow encrypts with."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def make_password() -> str:
    """Return a password that a person can type."""
    return secrets.token_urlsafe(12)


MAKERS: dict[str, Callable[[], str]] = {
    "secret_key": make_key,
    "jwt_secret": make_key,
    "fernet_key": make_fernet_key,
    "postgres_password": make_key,
    "redis_password": make_key,
    "admin_password": make_password,
}


def write_secrets(folder: Path) -> dict[str, str]:
    """Write the files that are missing; return what was made, by name.

    The folder is its owner's alone. The files in it can be read by every user, for each container has another one.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "worker").mkdir(exist_ok=True)
    made = {}
    for name, make in MAKERS.items():
        path = folder / name
        if not path.is_file():
            made[name] = make()
            path.write_text(made[name])
            path.chmod(0o444)
    return made


def main() -> None:
    """Write them, and tell the password that a person needs, once."""
    parser = argparse.ArgumentParser(prog="make secrets", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "secrets", help="where to write them")
    folder = parser.parse_args().folder
    made = write_secrets(folder)
    print(f"{len(made)} secrets made in {folder}")
    if "admin_password" in made:
        print(f"login admin / {made['admin_password']}   (shown this once; {folder / 'admin_password'} keeps it)")


if __name__ == "__main__":
    main()
