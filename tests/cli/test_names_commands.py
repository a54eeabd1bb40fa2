"""`kliping names` and `kliping quotes`: what a person asks of published names, and decides."""

from __future__ import annotations

import json
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import Result
from kliping.cli.command import app
from kliping.pipeline.naming import name_article
from kliping.settings import Settings
from kliping.warehouse import WarehouseError, load_batch, publish_copy, writer
from typer.testing import CliRunner

from tests.warehouse.staging import Stage, capture

BODIES = (
    'Presiden Prabowo Subianto meninjau tanggul di Kabupaten Demak.\n"Banjir ini harus segera ditangani bersama," '
    "kata Prabowo. Kepala BNPB Suharyanto mengatakan bahwa 400 warga mengungsi ke Semarang.",
    '"Kebanjiran pesanan itu biasa bagi kami," ujar Siti Rahmawati di Semarang, Kamis. Prabowo tidak hadir.',
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    settings = Settings(data=folder / "data")
    rows = [capture(f"https://koran.test/{at}", body, **name_article(body)) for at, body in enumerate(BODIES)]
    with writer(settings) as db:
        load_batch(db, Stage(folder / "stage").of(*rows))
    publish_copy(settings)
    return settings.data


@pytest.fixture
def data(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_module("kliping.cli.names")
    monkeypatch.setenv("KLIPING_DATA", str(published))
    monkeypatch.setenv("COLUMNS", "140")


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.usefixtures("data")
def test_names_are_listed_by_letters_and_kind() -> None:
    listed = json.loads(ask("names", "list", "prabo", "--json").stdout)
    assert {each["name"] for each in listed} == {"Prabowo", "Prabowo Subianto"}
    assert ask("names", "list", "prabo", "--kind", "place").exit_code == 1
    shown = ask("names", "list", "--kind", "place", "--limit", "1").stdout
    assert "Semarang" in shown and "33.74" in shown and "Demak" not in shown


@pytest.mark.usefixtures("data")
def test_a_name_is_shown_with_whom_where_and_what_it_said() -> None:
    shown = ask("names", "show", "prabowo subianto").stdout
    for part in ("Prabowo Subianto  person", "Suharyanto", "meninjau tanggul", "“Banjir ini harus segera"):
        assert part in shown
    assert "tidak hadir" not in shown
    alone = ask("names", "show", "Prabowo").stdout
    assert "tidak hadir" in alone and "“Banjir" not in alone
    assert [day["articles"] for day in json.loads(ask("names", "timeline", "Semarang", "--json").stdout)] == [2]
    assert "2    1,000.0  █" in ask("names", "timeline", "Semarang").stdout
    lost = ask("names", "show", "Subianto")
    assert lost.exit_code == 1 and "did you mean Prabowo Subianto?" in lost.stderr


@pytest.mark.usefixtures("data")
def test_a_merge_is_published_and_taken_back(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLIPING_DATA", str(shutil.copytree(published, tmp_path / "data")))
    before = ask("names", "list", "--json").stdout
    assert "is Prabowo Subianto now" in ask("names", "merge", "Prabowo", "Prabowo Subianto", "--by", "rini").stdout
    (merged,) = json.loads(ask("names", "list", "prabo", "--json").stdout)
    assert (merged["articles"], merged["aliases"]) == (2, ["Prabowo"])
    wrong = ask("names", "merge", "Tiada", "Prabowo Subianto", "--by", "rini")
    assert isinstance(wrong.exception, WarehouseError)
    assert "no longer Prabowo Subianto" in ask("names", "unmerge", "Prabowo").stdout
    assert ask("names", "list", "--json").stdout == before


@pytest.mark.usefixtures("data")
def test_quotations_are_found_by_whole_words_and_by_speaker() -> None:
    assert [each["name"] for each in json.loads(ask("quotes", "banjir", "--json").stdout)] == ["Prabowo Subianto"]
    said = ask("quotes", "--speaker", "suharyanto").stdout
    assert "Suharyanto, Kepala BNPB" in said and "\n400 warga mengungsi" in said
    assert "Siti Rahmawati" in ask("quotes", "kebanjir*").stdout
    none = ask("quotes", "kemarau")
    assert none.exit_code == 1 and "kemarau*" in none.stderr


def test_nothing_published_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_module("kliping.cli.names")
    monkeypatch.setenv("KLIPING_DATA", str(tmp_path))
    asked = ask("names", "list")
    assert asked.exit_code == 1 and "nothing is published yet" in asked.stderr
