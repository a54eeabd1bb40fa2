"""A warehouse in a temporary folder, empty or of three days, and staged batches to load into it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kliping.settings import Settings
from kliping.warehouse import load_batch, publish_copy, writer

from tests.postgres import Server, name_lake, needs_postgres, started
from tests.warehouse.staging import A_DAY, DAY, NOON, ODD, Stage, capture, load_article


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """PostgreSQL, for the catalogues of DuckLakes."""
    with started() as running:
        yield running


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of a module on the shapes of the warehouse that its ``SHAPES`` names; on files without it."""
    named = any("shape" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "shape" in metafunc.fixturenames and not named:
        metafunc.parametrize("shape", getattr(metafunc.module, "SHAPES", ["files"]), scope="session")


@pytest.fixture
def make_warehouse(
    tmp_path: Path, repository: Path, shape: str, request: pytest.FixtureRequest
) -> Callable[[str], Settings]:
    """Return what gives the settings of one more warehouse that holds nothing yet, by the name of its folder."""

    def make(name: str) -> Settings:
        if shape == "files":
            return Settings(data=tmp_path / name, lock_timeout=60)
        server: Server = request.getfixturevalue("server")
        return name_lake(tmp_path / name, server, server.make_database(request.getfixturevalue("empty_lake")))

    return make


@pytest.fixture
def settings(make_warehouse: Callable[[str], Settings]) -> Settings:
    """A warehouse that holds nothing yet."""
    return make_warehouse("data")


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "stage")


@pytest.fixture
def loaded(shape: str, settings: Settings, request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A copy of three days of one's own."""
    if shape == "files":
        shutil.copytree(request.getfixturevalue("three_days"), settings.data_path)
        return settings
    server: Server = request.getfixturevalue("server")
    return name_lake(tmp_path / "data", server, server.make_database(request.getfixturevalue("three_days_in_a_lake")))


@pytest.fixture(scope="session")
def empty_lake(tmp_path_factory: pytest.TempPathFactory, server: Server) -> str:
    """A DuckLake that holds no load: making one takes longer than copying it. The database of its catalogue."""
    database = server.make_database()
    with writer(name_lake(tmp_path_factory.mktemp("empty") / "data", server, database)):
        return database


@pytest.fixture(scope="session")
def three_days_in_a_lake(tmp_path_factory: pytest.TempPathFactory, server: Server) -> str:
    """The same three days as ``three_days``. The database of the catalogue; copies of it share its data files."""
    folder, database = tmp_path_factory.mktemp("lake"), server.make_database()
    load_three_days(name_lake(folder / "data", server, database), Stage(folder / "stage"))
    return database


@pytest.fixture(scope="session")
def three_days(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """Three days, one article each; the last of another outlet. The data folder."""
    folder = tmp_path_factory.mktemp("three-days")
    settings = Settings(data=folder / "data")
    load_three_days(settings, Stage(folder / "stage"))
    return settings.data_path


def load_three_days(settings: Settings, stage: Stage) -> None:
    with writer(settings) as db:
        for n in range(3):
            outlet = "koran" if n < 2 else "harian"
            row = capture(
                f"https://{outlet}.test/{n}",
                hours=24 * n,
                outlet=outlet,
                published_at=NOON + n * A_DAY,
                title=ODD,
                authors=["Sari", "Budi"],
            )
            load_batch(db, stage.batch(stage.outlet(row, outlet=outlet), run=f"run-{n}", day=DAY + n * A_DAY))
    publish_copy(settings)


@pytest.fixture
def postgres_lake(tmp_path: Path, server: Server, three_days_in_a_lake: str) -> Settings:
    """A DuckLake of three days, with its catalogue in PostgreSQL."""
    return name_lake(tmp_path / "data", server, server.make_database(three_days_in_a_lake))


@pytest.fixture(params=[pytest.param("postgres", marks=needs_postgres), pytest.param("file", marks=pytest.mark.full)])
def lake(request: pytest.FixtureRequest, tmp_path: Path, repository: Path, stage: Stage) -> Settings:
    """A DuckLake that holds something, by each kind of catalogue."""
    if request.param == "postgres":
        filled: Settings = request.getfixturevalue("postgres_lake")
        return filled
    settings = Settings(data=tmp_path / "data", lock_timeout=60, warehouse=f"ducklake:{tmp_path / 'catalogue.db'}")
    load_article(settings, stage, "https://koran.test/0")
    return settings
