"""The shared shape of the warehouse: a DuckLake, a catalogue in a database and Parquet files in a folder or a bucket.

Every load is one transaction, which readers on other machines see whole or not at all; there is nothing to publish.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import duckdb

from kliping.settings import Settings
from kliping.warehouse.access.connection import NO_DOWNLOADS, quote_literal
from kliping.warehouse.access.extensions import find_extension
from kliping.warehouse.access.lake_errors import explain_lake_errors
from kliping.warehouse.errors import WarehouseError

LAKE_SCHEME = "ducklake:"

LOADED_UNCHECKED = {**NO_DOWNLOADS, "allow_unsigned_extensions": "true"}
"""Checking DuckDB's signature takes a third of a second for each extension, on every opening. They are files of
packages whose hashes the lock holds, and Kliping's own statements load nothing else."""

PASSWORD_IN_WORDS = re.compile(r"(?:^|\s)password\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))")
PASSWORD_IN_ADDRESS = re.compile(r"^(postgres(?:ql)?://[^/@:]*):([^/@]*)@")


@dataclass(frozen=True, slots=True)
class Lake:
    """Where a DuckLake is. ``catalogue`` is without its password, so that it may be shown."""

    kind: str
    """``postgres`` or ``sqlite``."""
    catalogue: str
    data: str
    data_given: bool
    """Whether ``data`` was set; otherwise a catalogue that is there knows where its files are."""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{LAKE_SCHEME}{self.kind}:{self.catalogue}"

    @property
    def remote(self) -> bool:
        """Return whether the data files are in a bucket."""
        return self.data.startswith("s3://")

    @property
    def extensions(self) -> tuple[str, ...]:
        """Return the DuckDB extensions that opening it takes."""
        needed = ["ducklake", f"{self.kind}_scanner"]
        if self.remote:
            needed.append("httpfs")
        return tuple(needed)


def find_lake(settings: Settings) -> Lake | None:
    """Return the DuckLake that the settings name; None where the warehouse is files in the data folder.

    Raises ``WarehouseError`` for a setting that names no warehouse.
    """
    given = settings.warehouse.strip()
    if not given:
        return None
    return parse_lake(given, settings.warehouse_data, settings.data_path)


def parse_lake(given: str, data: str, folder: Path) -> Lake:
    """Return the DuckLake that ``given`` (``ducklake:...``) names; its files are in ``data``, or under ``folder``."""
    if not given.startswith(LAKE_SCHEME):
        raise WarehouseError(
            f"KLIPING_WAREHOUSE={hide_password(given)} names no warehouse.",
            "Write ducklake:postgres:dbname=... host=..., or ducklake:FILE on one machine; leave it empty for files.",
        )
    kind, _, rest = given.removeprefix(LAKE_SCHEME).partition(":")
    if kind == "postgres":
        catalogue, password = _split_password(rest)
    elif kind == "sqlite":
        catalogue, password = _name_file(rest), ""
    elif not rest or len(kind) == 1 or "/" in kind:  # a path may hold a colon
        kind, catalogue, password = "sqlite", _name_file(given.removeprefix(LAKE_SCHEME)), ""
    else:
        raise WarehouseError(
            f"KLIPING_WAREHOUSE names a catalogue of the kind {kind}, which Kliping does not know.",
            "Write ducklake:postgres:dbname=... host=..., or ducklake:FILE on one machine.",
        )
    place = data.strip() or str(folder / "lake")
    if "://" not in place:
        place = str(Path(place).absolute())
    elif not place.startswith("s3://"):
        raise WarehouseError(
            f"KLIPING_WAREHOUSE_DATA={place} cannot hold a DuckLake's files.",
            "Name a folder, or an s3://bucket/folder.",
        )
    return Lake(kind, catalogue, place.rstrip("/") + "/", bool(data.strip()), password)


def _name_file(given: str) -> str:
    """Return the path of a catalogue's file. Raises ``WarehouseError`` for no name, and for that of a folder."""
    if not given.strip() or Path(given).is_dir():
        raise WarehouseError(
            f"KLIPING_WAREHOUSE names no file for the catalogue ({given.strip() or 'it ends there'}).",
            "Write ducklake:FILE on one machine, or ducklake:postgres:dbname=... host=...",
        )
    return str(Path(given).absolute())


def hide_password(text: str) -> str:
    """Return a connection string as it may be shown."""
    text = re.sub(r"(password\s*=\s*)('(?:[^'\\]|\\.)*'|\S+)", r"\1***", text)
    return re.sub(r"(://[^/@:\s]*):[^/@\s]*@", r"\1:***@", text)


def _split_password(text: str) -> tuple[str, str]:
    """Return a connection string without its password, and the password; empty where it has none."""
    if found := PASSWORD_IN_ADDRESS.match(text):
        return PASSWORD_IN_ADDRESS.sub(r"\1@", text), unquote(found[2])
    if found := PASSWORD_IN_WORDS.search(text):
        password = re.sub(r"\\(.)", r"\1", found[1] or found[2] or "")
        return PASSWORD_IN_WORDS.sub("", text).strip(), password
    return text.strip(), ""


def render_attachment(lake: Lake, options: str) -> str:
    """Return the statement that attaches the lake as ``kliping``; ``options`` such as ``READ_ONLY``."""
    return f"ATTACH {quote_literal(str(lake))} AS kliping ({options})"


def list_preparations(lake: Lake, *, for_shell: bool = False) -> list[str]:
    """Return the statements that a DuckDB session needs before it can attach the lake: extensions and secrets.

    ``for_shell`` the secrets are asked of the environment: a command line can be read by everybody on the machine.
    """
    statements = [f"LOAD {quote_literal(find_extension(name, 'A DuckLake'))}" for name in lake.extensions]
    if lake.password and not for_shell:
        statements.append(f"CREATE SECRET (TYPE postgres, PASSWORD {quote_literal(lake.password)})")
    if lake.remote:
        statements.append(_render_bucket_secret(for_shell=for_shell))
    return statements


BUCKET_KEYS = {"KEY_ID": "AWS_ACCESS_KEY_ID", "SECRET": "AWS_SECRET_ACCESS_KEY", "SESSION_TOKEN": "AWS_SESSION_TOKEN"}
"""What opens a bucket, and the variables that hold it, as every tool of S3 has them."""


def _render_bucket_secret(*, for_shell: bool) -> str:
    options = ["TYPE s3"]
    for option, variable in BUCKET_KEYS.items():
        if not (value := os.environ.get(variable)):
            continue
        options.append(f"{option} {_render_variable(variable, value, for_shell=for_shell)}")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    options.append(f"REGION {quote_literal(region)}")
    if endpoint := os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL"):
        scheme, _, host = endpoint.rstrip("/").rpartition("://")
        encrypted = "false" if scheme == "http" else "true"
        options += [f"ENDPOINT {quote_literal(host)}", "URL_STYLE 'path'", f"USE_SSL {encrypted}"]
    return f"CREATE SECRET ({', '.join(options)})"


def _render_variable(variable: str, value: str, *, for_shell: bool) -> str:
    if for_shell:
        return f"getenv({quote_literal(variable)})"
    return quote_literal(value)


def connect_lake(lake: Lake) -> duckdb.DuckDBPyConnection:
    """Return a connection of its own with all that attaching the lake takes; nothing is attached yet."""
    connection = duckdb.connect(config=dict(LOADED_UNCHECKED))
    try:
        for statement in list_preparations(lake):
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def use_lake(connection: duckdb.DuckDBPyConnection, lake: Lake, options: str) -> None:
    """Attach the lake as ``kliping`` and make it the database in use, by the clock of UTC."""
    connection.execute(render_attachment(lake, options))
    connection.execute("USE kliping")
    connection.execute("SET TimeZone = 'UTC'")


def prepare_file_catalogue(lake: Lake) -> None:
    """Make the file of a catalogue on one machine so that its readers do not keep its writer out."""
    try:
        with closing(sqlite3.connect(lake.catalogue)) as catalogue:
            catalogue.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:
        raise duckdb.IOException(str(error)) from error  # explained as what DuckDB would say of it


@contextmanager
def read_lake(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Open the lake read only, as its last load left it; None where nothing was ever written to it.

    The session keeps that state for its life, whatever is loaded meanwhile. Raises ``WarehouseError``.
    """
    with explain_lake_errors(lake):
        connection = connect_lake(lake)
        try:
            version = read_version(connection, lake)
            if version is None:
                yield None
                return
            use_lake(connection, lake, f"READ_ONLY, SNAPSHOT_VERSION {version}")
            yield connection
        finally:
            connection.close()


def find_snapshot(lake: Lake, load_id: str) -> int:
    """Return the number of the snapshot that a load left. Raises ``WarehouseError`` where it is not kept."""
    with explain_lake_errors(lake), connect_lake(lake) as connection:
        connection.execute(render_attachment(lake, "READ_ONLY"))
        row = connection.execute(
            "SELECT max(snapshot_id) FROM kliping.snapshots() WHERE commit_message = ?", [load_id]
        ).fetchone()
    if not row or row[0] is None:
        raise WarehouseError(
            f"The DuckLake cannot be looked back at as load {load_id} left it.",
            "`FROM loads` has the ids; snapshots older than KLIPING_WAREHOUSE_DAYS have expired.",
        )
    return int(row[0])


def read_version(connection: duckdb.DuckDBPyConnection, lake: Lake) -> int | None:
    """Return the number of the lake's last snapshot that has Kliping's tables; None where there is no such lake."""
    if lake.kind == "sqlite" and not Path(lake.catalogue).exists():
        return None
    try:
        connection.execute(render_attachment(lake, "READ_ONLY"))
    except duckdb.InvalidInputException as error:
        if "does not exist" in str(error) and "catalog version" not in str(error):
            return None
        raise
    row = connection.execute(
        "SELECT (SELECT max(snapshot_id) FROM kliping.snapshots()), "
        "(SELECT count(*) FROM ducklake_table_info('kliping') WHERE table_name = 'dictionary')"
    ).fetchone()
    connection.execute("DETACH kliping")
    if not row or not row[1]:
        return None
    return int(row[0])
