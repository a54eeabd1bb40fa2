"""The desk inside a real Airflow: behind its login, acting only for who may edit, every act in its audit log."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from kliping import warehouse
from kliping.settings import Settings
from playwright.sync_api import Browser, Page

from local.environment import BIN, make_environment
from local.process import stop_families
from tests.warehouse.staging import A_DAY, DAY, Stage, capture
from tests.web.test_access_control import list_routes
from tests.web.watching import needs_chromium, start_browser

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]
LACKING = DAY - A_DAY
"""A day that no run has loaded, between two that one has."""
PASSWORD = "rahasia"
STARTED_WITHIN = 600


@dataclass
class Server:
    """An API server and its people: `admin` may do everything, `tamu` may look."""

    address: str
    home: Path

    def log_in(self, name: str) -> requests.Session:
        login = {"username": name, "password": PASSWORD}
        token = requests.post(f"{self.address}/auth/token", json=login, timeout=120).json()["access_token"]
        session = requests.Session()
        session.cookies.set("_token", token)
        return session


@pytest.fixture(scope="module")
def server(airflow_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("desk")
    ignored = shutil.ignore_patterns("airflow.cfg")  # it names the database of the folder that it was made in
    home = shutil.copytree(airflow_home, folder / "airflow", ignore=ignored)
    settings = Settings(data=folder / "data")
    with warehouse.writer(settings) as db:
        dropped = capture("https://koran.test/ditahan", "Isi berita yang ditahan.")
        kept = capture("https://koran.test/kembar", "Judul yang berulang.")
        refused = [(dropped, "body_length"), (kept, "title_repeated")]
        stage = Stage(folder / "stage")
        warehouse.load_batch(db, stage.of(capture(), refused=refused))
        earlier = capture("https://koran.test/kemarin-dulu", hours=-48)
        warehouse.load_batch(db, stage.batch(stage.outlet(earlier), run="earlier", day=LACKING - A_DAY))
    warehouse.publish_copy(settings)
    (home / "passwords.json").write_text(json.dumps({"admin": PASSWORD, "tamu": PASSWORD}))
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    env = make_environment(
        AIRFLOW_HOME=str(home),
        KLIPING_DATA=str(settings.data_path),
        AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS="admin:admin,tamu:viewer",
        AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE=str(home / "passwords.json"),
        AIRFLOW__API__BASE_URL=address,
    )
    subprocess.run([BIN / "airflow", "dags", "reserialize"], env=env, check=True, capture_output=True)
    with (home / "api.log").open("w") as out:
        child = subprocess.Popen(
            [BIN / "airflow", "api-server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"],
            env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        until = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < until and child.poll() is None:
            with suppress(requests.RequestException):
                if requests.get(f"{address}/api/v2/version", timeout=10).ok:
                    break
            time.sleep(0.5)  # it tells nobody that it is there
        yield Server(address, home)
    finally:
        stop_families([child])


def sign_in(browser: Browser, server: Server, path: str) -> Page:
    """Open an address as a person who has not signed in yet; return the page that Airflow's own login led to."""
    page = browser.new_context(locale="en").new_page()
    page.set_default_timeout(120_000)
    page.goto(server.address + path)
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(server.address + path)
    return page


@pytest.mark.parametrize(("method", "path"), [*list_routes(), ("GET", "/nothing"), ("POST", "/")])
def test_nobody_passes_without_airflows_login(server: Server, method: str, path: str) -> None:
    address = f"{server.address}/kliping{path}"
    assert requests.request(method, address, timeout=120).status_code == 401
    assert requests.request(method, address, cookies={"_token": "a.b.c"}, timeout=120).status_code in (401, 403)
    if method == "GET":
        browser = requests.get(address, headers={"Accept": "text/html"}, allow_redirects=False, timeout=120)
        assert browser.status_code == 302
        assert "/auth/login" in browser.headers["Location"]


def test_who_may_look_cannot_act(server: Server) -> None:
    guest = server.log_in("tamu")
    page = guest.get(f"{server.address}/kliping/quarantine/cause/body_length", timeout=120)
    assert page.status_code == 200
    assert "may look, not act" in page.text
    refused = guest.post(f"{server.address}/kliping/quarantine/decide", data={"act": "drop"}, timeout=120)
    assert refused.status_code == 403


def test_an_act_is_in_the_audit_log(server: Server) -> None:
    admin = server.log_in("admin")
    page = admin.get(f"{server.address}/kliping/quarantine/cause/body_length", timeout=120).text
    fields = {
        "signed": page.partition('name="signed" value="')[2].partition('"')[0],
        "act": "drop", "every": "yes", "cause": "body_length", "why": "iklan",
    }  # fmt: skip
    done = admin.post(f"{server.address}/kliping/quarantine/decide", data=fields, timeout=120)
    assert "dropped 1." in done.text
    with sqlite3.connect(server.home / "airflow.db") as database:
        rows = database.execute("SELECT owner, extra FROM log WHERE event = 'kliping_desk_quarantine_drop'").fetchall()
    assert [(owner, json.loads(extra)["why"]) for owner, extra in rows] == [("admin", "iklan")]


@needs_chromium
def test_the_button_of_the_calendar_starts_airflows_backfill(server: Server) -> None:
    """It is pressed as people do: signed in by Airflow's own page, in the frame that Airflow's navigation leads to."""
    with start_browser() as browser:
        page = sign_in(browser, server, "/plugin/kliping")
        desk = page.frame_locator("iframe")
        desk.get_by_role("link", name="Calendar").click()
        gap = desk.get_by_role("row").filter(has_text=str(LACKING))
        gap.get_by_role("button", name="Start Airflow's backfill").click()
        said = desk.get_by_role("status").inner_text()
        assert "was created" in said
        assert "is paused" in said
        gap.get_by_role("button", name="Start Airflow's backfill").click()
        assert "Airflow refused the backfill" in desk.locator(".lead").inner_text()
    with sqlite3.connect(server.home / "airflow.db") as database:
        (conf,) = database.execute("SELECT dag_run_conf FROM backfill").fetchone()
        runs = database.execute("SELECT run_id FROM dag_run WHERE run_type = 'backfill' ORDER BY run_id").fetchall()
        logged = database.execute("SELECT owner, extra FROM log WHERE event = 'kliping_desk_backfill'").fetchall()
    assert json.loads(conf)["filling_from"] == str(LACKING)
    assert len(runs) == 1
    assert [(owner, json.loads(extra)["first"]) for owner, extra in logged] == [("admin", str(LACKING))]
    admin = server.log_in("admin")
    assert runs[0][0] in admin.get(f"{server.address}/kliping/host-run?run_id={runs[0][0]}", timeout=120).url


def test_a_backfill_that_no_page_asked_for_is_not_started(server: Server) -> None:
    admin = server.log_in("admin")
    fields = {"first": "2024-11-20", "last": "2024-11-21", "outlets": "koran"}
    for more in ({}, {"signed": "0" * 64}):
        refused = admin.post(f"{server.address}/kliping/calendar/backfill", data=fields | more, timeout=120)
        assert refused.status_code == 403
    with sqlite3.connect(server.home / "airflow.db") as database:
        assert database.execute("SELECT count(*) FROM backfill WHERE from_date < '2024-11-22'").fetchall() == [(0,)]


def test_airflow_lists_the_desk(server: Server) -> None:
    found = server.log_in("admin").get(f"{server.address}/api/v2/plugins", timeout=120)
    (desk,) = [each for each in found.json()["plugins"] if each["name"] == "kliping_desk"]
    assert {view["destination"] for view in desk["external_views"]} == {"nav", "dag_run"}


@needs_chromium
def test_a_browser_signs_in_and_sees_every_page(server: Server) -> None:
    """From the desk's address by Airflow's own login to the pages, and to the desk from Airflow's navigation."""
    with start_browser() as browser:
        page = sign_in(browser, server, "/kliping/quarantine")
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        for path in ("/", "/outlet/koran", "/quarantine", "/quarantine/cause/title_repeated", "/calendar", "/problems"):
            page.goto(f"{server.address}/kliping{path}")
            assert page.title().endswith("· Kliping"), path
            assert page.locator("h1").count() == 1, path
        assert said == []
