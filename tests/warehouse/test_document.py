"""The analysts' pages are what the generator makes of the comments and queries now; every query finds something."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from kliping.settings import Settings
from kliping.warehouse import build_search_index, open_session, refresh_engine

from tests.warehouse.document import pages
from tests.warehouse.week import make

pytest.importorskip("duckdb_extension_fts", reason="needs duckdb-extension-fts")


@pytest.fixture(scope="module")
def week(tmp_path_factory, repository):
    folder = tmp_path_factory.mktemp("week")
    settings = Settings(data=folder / "data")
    make(settings, folder / "stage")
    return settings


@pytest.fixture(scope="module")
def db(week):
    build_search_index(week)
    refresh_engine(week)
    with open_session(week) as connection:
        yield connection


def test_the_pages_are_up_to_date(db, repository):
    for name, text in pages(db).items():
        assert (repository / "docs" / name).read_text("utf-8") == text, "run python -m tests.warehouse.document"


def test_every_query_finds_something(db, repository):
    queries = sorted((repository / "sql" / "queries").glob("*.sql"))
    assert len(queries) >= 12
    templates = (repository / "plugins" / "kliping" / "web" / "templates").rglob("*.html")
    labels = {found for path in templates for found in re.findall(r'_\("(.+?)"', path.read_text("utf-8"))}
    labels |= {
        label.removesuffix(" (%(num)s places)")
        for label in re.findall(
            r'ngettext\("[^"]+", "([^"]+)"',
            (repository / "plugins/kliping/web/templates/reading/article.html").read_text("utf-8"),
        )
    }
    by_clicks = [path for path in queries if "SQL only" not in path.read_text("utf-8").split("\n")[1]]
    assert len(by_clicks) >= 10
    for path in queries:
        question, clicks, _ = path.read_text("utf-8").split("\n", 2)
        assert question.startswith("-- ")
        assert clicks.startswith("-- By clicking: ")
        missing = set(re.findall(r"\*\*(.+?)\*\*", clicks)) - labels
        assert not missing, f"{path.name}: the pages have no such label"
        assert db.execute(path.read_text("utf-8")).fetchall(), path.name


def test_what_the_week_shows(db):
    """The answers that a reader of the page is shown, known from how the week was made."""
    assert db.execute("SELECT count(*), sum(outlets) FROM duplicate_groups").fetchone() == (4, 12)
    assert db.execute("SELECT DISTINCT first_outlet FROM duplicate_groups").fetchall() == [("kabar",)]
    assert db.execute("SELECT state FROM source_health WHERE outlet = 'warta'").fetchone() == ("failing",)
    assert db.execute("SELECT outlet, title_changed FROM revisions").fetchall() == [("koran", True)]


def test_the_notebook_runs(week, repository):
    """Each code cell, in order, in a process of its own; two tables show what the week holds, and need no internet."""
    notebook = json.loads((repository / "notebooks" / "first_look.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    check = "assert not [one for one in (by_day, shares) if 'http' in one.style.bar(vmin=0).to_html()]\n"
    check += "assert len(volume) == 27 and volume.articles.sum() == 41 and (stripped.share.between(0.01, 0.9)).all()"
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*cells, check])],
        cwd=repository / "notebooks",
        env=os.environ | {"KLIPING_DATA": str(week.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
