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
from playwright.sync_api import sync_playwright

from local.environment import BIN, make_environment
from local.process import stop_family
from tests.warehouse.staging import Stage, capture

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
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
        warehouse.load_batch(db, Stage(folder / "stage").of(capture(), refused=refused))
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
        stop_family(child)


@pytest.mark.parametrize("path", ["/", "/desk.css", "/outlet/koran", "/quarantine", "/calendar", "/nothing"])
def test_nobody_passes_without_airflows_login(server: Server, path: str) -> None:
    address = f"{server.address}/kliping{path}"
    assert requests.get(address, timeout=120).status_code == 401
    assert requests.get(address, cookies={"_token": "a.b.c"}, timeout=120).status_code in (401, 403)
    assert requests.post(address, timeout=120).status_code == 401
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


def test_a_gap_is_filled_by_airflows_backfill(server: Server) -> None:
    admin = server.log_in("admin")
    page = admin.get(f"{server.address}/kliping/quarantine/cause/title_repeated", timeout=120).text
    fields = {
        "signed": page.partition('name="signed" value="')[2].partition('"')[0],
        "first": "2024-11-20", "last": "2024-11-21", "outlets": "gema",
    }  # fmt: skip
    done = admin.post(f"{server.address}/kliping/calendar/backfill", data=fields, timeout=120)
    assert "was created" in done.text
    assert "is paused" in done.text
    with sqlite3.connect(server.home / "airflow.db") as database:
        (conf,) = database.execute("SELECT dag_run_conf FROM backfill").fetchone()
        runs = database.execute("SELECT run_id FROM dag_run WHERE run_type = 'backfill' ORDER BY run_id").fetchall()
    assert json.loads(conf) == {"sources": "gema", "filling_from": "2024-11-20"}
    assert len(runs) == 2
    refused = admin.post(f"{server.address}/kliping/calendar/backfill", data=fields, timeout=120)
    assert "Airflow refused the backfill" in refused.text
    assert runs[0][0] in admin.get(f"{server.address}/kliping/host-run?run_id={runs[0][0]}", timeout=120).url


def test_airflow_lists_the_desk(server: Server) -> None:
    found = server.log_in("admin").get(f"{server.address}/api/v2/plugins", timeout=120)
    (desk,) = [each for each in found.json()["plugins"] if each["name"] == "kliping_desk"]
    assert {view["destination"] for view in desk["external_views"]} == {"nav", "dag_run"}


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium")
def test_a_browser_signs_in_and_sees_every_page(server: Server) -> None:
    """From the desk's address by Airflow's own login to the pages, and to the desk from Airflow's navigation."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(locale="en").new_page()
        page.set_default_timeout(120_000)
        said: list[str] = []
        page.goto(f"{server.address}/kliping/quarantine")
        page.locator("input[name=username]").fill("admin")
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{server.address}/kliping/quarantine")
        page.on("console", lambda message: said.append(message.text))
        for path in ("/", "/outlet/koran", "/quarantine", "/quarantine/cause/title_repeated", "/calendar", "/problems"):
            page.goto(f"{server.address}/kliping{path}")
            assert page.title().endswith("· Kliping"), path
            assert page.locator("h1").count() == 1, path
        assert said == []
        page.goto(f"{server.address}/plugin/kliping")
        assert page.frame_locator("iframe").locator("h1").inner_text() == "What wants you first"
        browser.close()
