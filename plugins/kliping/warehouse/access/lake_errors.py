"""What DuckDB, PostgreSQL and S3 say when a DuckLake cannot be used, as one line with the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import duckdb

from kliping.warehouse.errors import SchemaMismatch, WarehouseError


class NamedLake(Protocol):
    """What a message says of a lake."""

    @property
    def catalogue(self) -> str: ...
    @property
    def data(self) -> str: ...


LAKE_CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"password authentication failed|no password supplied|role \"[^\"]*\" does not exist|no pg_hba\.conf entry",
        "The catalogue's database refuses the user or the password ({catalogue}).",
        "Correct them in KLIPING_WAREHOUSE; the password may also stand in PGPASSWORD or ~/.pgpass.",
    ),
    (
        r"database \"[^\"]*\" does not exist",
        "The catalogue's database is not there ({catalogue}).",
        "Create it (createdb), or correct KLIPING_WAREHOUSE.",
    ),
    (
        r"invalid connection option|missing \"=\" after|invalid uri|invalid port|invalid integer value",
        "KLIPING_WAREHOUSE is no connection of PostgreSQL ({catalogue}).",
        "Write it like ducklake:postgres:dbname=kliping host=db.example user=kliping.",
    ),
    (
        r"permission denied for",
        "The user of the catalogue's database lacks rights ({catalogue}).",
        "Readers need SELECT on every table of the schema; who loads needs all rights on it.",
    ),
    (
        r"unable to connect to postgres|connection to server|server closed the connection|terminating connection|"
        r"could not translate host",
        "The catalogue's database does not answer ({catalogue}).",
        "Start it, or correct KLIPING_WAREHOUSE; nothing was half-loaded, so the load can be tried again.",
    ),
    (
        r"file is not a database|unable to open database file|file is encrypted",
        "{catalogue} is no catalogue of a DuckLake.",
        "Name a file of its own for it; the files of the other shape are moved by `kliping move-warehouse`.",
    ),
    (
        r"does not match existing data path",
        "The DuckLake's data are elsewhere than KLIPING_WAREHOUSE_DATA says ({data}).",
        "Leave KLIPING_WAREHOUSE_DATA empty, or set it to the place that the DuckLake was made with.",
    ),
    (
        r"nosuchbucket|http (?:code )?404|http 404|\(http 404|not found \(http",
        "There is no bucket or file at {data}.",
        "Create the bucket, or correct KLIPING_WAREHOUSE_DATA (and AWS_ENDPOINT_URL).",
    ),
    (
        r"http (?:code )?403|accessdenied|invalidaccesskeyid|signaturedoesnotmatch|http 401|http (?:code )?400",
        "The bucket refuses the credentials ({data}).",
        "Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION to ones that may read and write there.",
    ),
    (
        r"could not establish connection|could not connect to server|couldn't connect|could not resolve host|"
        r"connection error for http",
        "The bucket's server does not answer ({data}).",
        "Check AWS_ENDPOINT_URL and the network; nothing was half-loaded, so the load can be tried again.",
    ),
    (
        r"disk i/o error|unable to open database",
        "The file of the catalogue cannot be read or written ({catalogue}).",
        "Check its owner, its rights and its disk, or name another one in KLIPING_WAREHOUSE.",
    ),
    (
        r"no space left|disk quota",
        "The disk is full: {data} or {catalogue} could not be written.",
        "Make room and run again; nothing was half-loaded.",
    ),
    (
        r"permission denied|read-only file system",
        "{data} or {catalogue} may not be written.",
        "Check the owner and the rights of the folder.",
    ),
    (
        r"cannot open file \"[^\"]*\.parquet|no files found that match",
        "A data file of the DuckLake is missing in {data}.",
        "Mount the folder that all machines share, or restore it.",
    ),
)
"""What the message matches, in lower case; what is wrong; what to do about it. The first that matches counts."""

NEWER_CATALOGUE = re.compile(r"catalog version is ([\d.]+), but the extension requires version (\d+(?:\.\d+)*)")


@contextmanager
def explain_lake_errors(lake: NamedLake) -> Iterator[None]:
    """Turn what DuckDB says about a lake into a ``WarehouseError`` with a remedy; what is no fault of it goes on."""
    try:
        yield
    except duckdb.Error as error:
        explained = _explain(lake, str(error))
        if explained is None:
            raise
        raise explained from None  # the message below holds the connection string


def _explain(lake: NamedLake, message: str) -> WarehouseError | None:
    if found := NEWER_CATALOGUE.search(message):
        return SchemaMismatch(
            f"The DuckLake's catalogue has version {found[1]}; this Kliping reads version {found[2]}.",
            "Use the Kliping of the machine that wrote it.",
        )
    text = message.lower()
    for pattern, problem, remedy in LAKE_CAUSES:
        if re.search(pattern, text):
            return WarehouseError(problem.format(catalogue=lake.catalogue, data=lake.data), remedy)
    return None
