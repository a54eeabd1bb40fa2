"""A DuckLake whose data are in a bucket, on a server of S3 of one's own."""

from __future__ import annotations

import os
import re

import boto3
import duckdb
import pytest
import requests
from kliping.settings import Settings
from kliping.warehouse import WarehouseError, list_session_statements, load_batch, reader, writer
from kliping.warehouse.access.extensions import find_extension
from moto.server import ThreadedMotoServer

from tests.warehouse.staging import capture, read_content_tables


@pytest.fixture
def bucket(monkeypatch):
    """The URL of an empty bucket; the environment says how to open it."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "kunci",
        "AWS_SECRET_ACCESS_KEY": "rahasia",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    ask_for_keys(f"http://{host}:{port}", "inf")  # after so many requests: what a test before has set would stay
    boto3.client("s3", endpoint_url=f"http://{host}:{port}").create_bucket(Bucket="berita")
    yield "s3://berita"
    server.stop()


def ask_for_keys(address: str, after: str) -> None:
    """Make the server ask for keys that it knows after a number of requests."""
    requests.post(f"{address}/moto-api/reset-auth", data=after, timeout=10).raise_for_status()


def name_bucket(tmp_path, data: str) -> Settings:
    return Settings(data=tmp_path / "data", warehouse=f"ducklake:{tmp_path / 'catalogue.db'}", warehouse_data=data)


def test_a_load_is_read_from_the_bucket(bucket, tmp_path, repository, stage):
    settings = name_bucket(tmp_path, f"{bucket}/lake")
    rows = [capture(f"https://koran.test/{n}", f"Isi {n}.") for n in range(30)]
    with writer(settings) as db:
        assert load_batch(db, stage.of(*rows)).counts["loaded"] == 30
        loaded = read_content_tables(db)
    with reader(settings) as db:
        assert read_content_tables(db) == loaded
        files = db.execute("SELECT count(*) FROM glob('s3://berita/lake/**/*.parquet')").fetchone()[0]
    assert files > 0
    statements = "\n".join(list_session_statements(settings, for_shell=True))
    assert "getenv('AWS_SECRET_ACCESS_KEY')" in statements
    assert "rahasia" not in statements


def test_python_opens_a_bucket_as_documented(bucket, repository):
    """The shell's `getenv` is missing there."""
    text = (repository / "docs" / "shared-warehouse.md").read_text("utf-8")
    statements = re.search(r"^keys = .*\ndb\.execute\(.*$", text, re.MULTILINE)[0]
    with duckdb.connect(config={"allow_unsigned_extensions": "true"}) as db:
        db.execute(f"LOAD '{find_extension('httpfs', 'A bucket')}'")
        exec(statements, {"os": os, "db": db})
        assert "key_id=kunci" in db.execute("SELECT secret_string FROM duckdb_secrets()").fetchone()[0]


def test_a_bucket_that_is_not_there(bucket, tmp_path, repository):
    with (
        pytest.raises(WarehouseError, match="no bucket or file at s3://lain/lake/"),
        writer(name_bucket(tmp_path, "s3://lain/lake")),
    ):
        pass


def test_credentials_that_do_not_open_it(bucket, tmp_path, repository):
    """From here on the server asks for keys that it knows; it knows none."""
    ask_for_keys(os.environ["AWS_ENDPOINT_URL"], "0")
    with (
        pytest.raises(WarehouseError, match="bucket refuses the credentials") as raised,
        writer(name_bucket(tmp_path, f"{bucket}/lake")),
    ):
        pass
    assert "\n" not in str(raised.value)


def test_a_server_that_does_not_answer(bucket, tmp_path, repository, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(WarehouseError, match="server does not answer"), writer(name_bucket(tmp_path, f"{bucket}/lake")):
        pass
