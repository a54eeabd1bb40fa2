"""docker-compose.yml: complete, without a secret of its own, and speaking of things that exist."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from kliping.settings import Settings

from local.secret_files import write_secrets

OURS = {"init", "api-server", "scheduler", "dag-processor", "triggerer", "worker", "cleaner", "newsroom", "flower"}
ALWAYS = (OURS | {"postgres", "redis"}) - {"newsroom", "flower"}
NO_SECRETS = {"AIRFLOW__API_AUTH__JWT_ISSUER", "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"}
CLOUD_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL",
    "AWS_SHARED_CREDENTIALS_FILE", "GOOGLE_APPLICATION_CREDENTIALS", "AZURE_STORAGE_ACCOUNT_NAME",
    "AZURE_STORAGE_ACCOUNT_KEY",
}  # fmt: skip
HEARTBEATS = ("INSTANCE_HEARTBEAT_TIMEOUT", "INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL")
UNDOCUMENTED = ("scheduler", "num_stuck_in_queued_retries")
"""An option that Airflow reads and does not list."""
QUEUED = ("QUEUED_TIMEOUT", "QUEUED_TIMEOUT_CHECK_INTERVAL")
PARSE = """
import json, sys
import airflow.providers.celery.executors.celery_executor
from airflow.cli.cli_parser import get_parser
for words in json.load(sys.stdin):
    get_parser().parse_args(words)
"""


def environment(service: dict[str, Any]) -> dict[str, str]:
    return {name: value or "" for name, value in service.get("environment", {}).items()}


def airflow_commands(services: dict[str, dict[str, Any]]) -> list[list[str]]:
    """The words after ``airflow`` of every call in a command or a health check."""
    calls = []
    for service in services.values():
        for given in (service.get("command") or [], service.get("healthcheck", {}).get("test", [])[1:]):
            words = [word.replace("$$before", "2024-11-26") for word in given]  # what the shell puts there
            calls += [words] if words[:1] == ["airflow"] else []
            lines = [line.strip().removeprefix("exec ") for word in words for line in re.split("[;\n]", word)]
            calls += [shlex.split(line) for line in lines if line.startswith("airflow ")]
    return [call[1:] for call in calls]


@pytest.fixture(scope="module")
def options() -> set[tuple[str, str]]:
    """Section and key of every option that Airflow, or a provider of its own, knows."""
    templates = Path(find_spec("airflow").origin).parent / "config_templates"  # type: ignore[union-attr, arg-type]
    core = yaml.safe_load((templates / "config.yml").read_text())
    known = {(section, key) for section, content in core.items() for key in content["options"]}
    providers = configparser.RawConfigParser()
    providers.read(templates / "provider_config_fallback_defaults.cfg")
    known |= {(section, key) for section in providers.sections() for key in providers[section]}
    # the providers', but without a fallback: they have no default
    known |= {("celery", "result_backend"), ("celery_broker_transport_options", "visibility_timeout")}
    scheduler = templates.parent / "jobs" / "scheduler_job_runner.py"
    assert f'key="{UNDOCUMENTED[1]}"' in scheduler.read_text(), "it is read no longer"
    known.add(UNDOCUMENTED)
    return known | {(section, f"{key}_cmd") for section, key in known}


def test_what_runs_without_a_profile(compose) -> None:
    listed = compose("config", "--services", variables={})
    assert set(listed.stdout.split()) == ALWAYS, listed.stderr
    every = compose("--profile", "*", "config", "--services", variables={})
    assert set(every.stdout.split()) == ALWAYS | OURS


def test_no_secret_stands_in_an_environment(services) -> None:
    """`docker inspect`, and every process of a container, would show it."""
    for name, service in services.items():
        for key, value in environment(service).items():
            if value and re.search(r"PASSWORD|SECRET|_KEY|AUTH|_CONN|BROKER_URL|RESULT_BACKEND", key):
                assert key.endswith(("_CMD", "_FILE")) or key in NO_SECRETS, f"{name}: {key} holds a value"


def test_a_service_reads_the_secrets_that_it_is_given(services) -> None:
    for name, service in services.items():
        given = {secret["source"] for secret in service.get("secrets", [])}
        words = json.dumps([service.get("environment"), service.get("command"), service.get("healthcheck")])
        assert set(re.findall(r"/run/secrets/(\w+)", words)) == given, name


def test_airflow_reads_each_secret_without_a_line_feed(services, tmp_path: Path) -> None:
    """It takes all that the command prints: a database called `airflow\\n` does not exist."""
    made = write_secrets(tmp_path)
    for path in tmp_path.glob("*_*"):
        path.chmod(0o600)
        path.write_text(made[path.name] + "\n")  # as an editor leaves it
    commands = {(k, v) for service in services.values() for k, v in environment(service).items() if k.endswith("_CMD")}
    assert len(commands) >= 7
    for key, command in commands:
        words = shlex.split(command.replace("$$", "$").replace("/run/secrets", str(tmp_path)))
        shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        assert shown == shown.strip() and any(secret in shown for secret in made.values()), key


def test_workers_hold_no_secret_of_the_control_plane(services) -> None:
    """A worker reads strangers' pages."""
    assert {secret["source"] for secret in services["worker"]["secrets"]} == {"secret_key", "redis_password"}


def test_every_secret_is_generated(compose, tmp_path: Path) -> None:
    read = compose("config", "--format", "json", variables={"SECRETS": str(tmp_path / "kept")})
    files = {Path(secret["file"]) for secret in json.loads(read.stdout)["secrets"].values()}
    made = write_secrets(tmp_path / "kept")
    assert files == {tmp_path / "kept" / name for name in made}
    assert len(set(made.values())) == len(made) and min(map(len, made.values())) >= 16
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o700
    for path in files:
        assert path.read_text() == made[path.name], "no line feed: a reader may take it for a part"
    assert write_secrets(tmp_path / "kept") == {}, "what is there stays"


def test_nothing_can_be_written_but_where_it_must(services) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"], name
    assert (services["postgres"]["user"], services["redis"]["user"]) == ("postgres", "redis"), "ours has USER kliping"


@pytest.mark.parametrize("name", ["docker-compose.yml", "Dockerfile", "local/environment.py", "local/serve.py"])
def test_every_airflow_option_exists(options, repository: Path, name: str) -> None:
    """Airflow passes over a name that it does not know, without a word."""
    named = set(re.findall(r"\bAIRFLOW__([A-Z0-9]\w*?)__([A-Z0-9]\w*)", (repository / name).read_text()))
    assert named
    assert {f"{s}.{key}" for s, key in named if (s.lower(), key.lower()) not in options} == set()


def test_workers_get_every_setting(services, image_environment) -> None:
    shown = {key for key in environment(services["worker"]) if key.startswith("KLIPING_")}
    given = {key for key in shown if not key.endswith("_FILE")}
    fixed = {key for key in image_environment if key.startswith("KLIPING_")}
    assert given | fixed == {f"KLIPING_{name.upper()}" for name in Settings.model_fields}
    assert not given & fixed, "a folder of the image is not the operator's to set"
    others = {key for name in services if name != "worker" for key in environment(services[name])}
    assert {key for key in others if key.startswith("KLIPING_")} == {"KLIPING_RETRIES"}
    assert "KLIPING_RETRIES" in environment(services["dag-processor"]), "what reads the DAGs decides"


def test_a_setting_in_the_env_file_reaches_workers(compose) -> None:
    read = compose("config", "--format", "json", variables={"KLIPING_CONTACT": "mailto:desk@example.org"})
    shown = json.loads(read.stdout)["services"]["worker"]["environment"]
    assert shown["KLIPING_CONTACT"] == "mailto:desk@example.org"
    assert shown["KLIPING_WEBHOOK"] is None, "what is not set must not reach a worker as an empty text"


@pytest.mark.parametrize(("volume", "kind"), [("data", "volume"), ("./elsewhere", "bind")])
def test_the_data_folder_can_be_a_volume_or_a_folder(compose, volume: str, kind: str) -> None:
    read = compose("config", "--format", "json", variables={"DATA_VOLUME": volume})
    mounts = {m["target"]: m for m in json.loads(read.stdout)["services"]["worker"]["volumes"]}
    assert mounts["/opt/kliping/data"]["type"] == kind


def test_what_stays_is_watched_and_started_again(services) -> None:
    for name, service in services.items():
        if name == "init":
            assert service["restart"] == "no"
            continue
        assert service["restart"] == "unless-stopped", name
        assert service["healthcheck"]["test"], name


def test_nothing_starts_before_the_database_is_ready(services) -> None:
    assert services["init"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in ("api-server", "scheduler", "dag-processor", "triggerer"):
        assert services[name]["depends_on"]["init"]["condition"] == "service_completed_successfully", name
    assert services["worker"]["depends_on"]["api-server"]["condition"] == "service_healthy"


def test_pages_are_published_on_loopback_only(services) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert published and all(port["host_ip"] == "127.0.0.1" for port in published)


def test_our_parts_run_as_one_image_without_privileges(services) -> None:
    assert len({services[name]["image"] for name in OURS}) == 1
    for name in OURS:
        assert services[name]["cap_drop"] == ["ALL"], name
        assert services[name]["init"] is True, name


def test_airflow_understands_every_command(services, repository: Path, tmp_path: Path) -> None:
    calls = airflow_commands(services)
    assert ["db", "migrate"] in calls and ["scheduler"] in calls and ["celery", "worker"] in calls
    assert any(call[0] == "api-server" for call in calls)
    assert any(call[:2] == ["db", "clean"] for call in calls)
    parsed = subprocess.run(
        [sys.executable, "-c", PARSE], input=json.dumps(calls), env={"AIRFLOW_HOME": str(tmp_path), "PATH": "/usr/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert parsed.returncode == 0, parsed.stderr[-2000:]
    lock = (repository / "requirements" / "production.lock").read_text()
    for package in ("apache-airflow-providers-celery", "flower", "redis", "psycopg2-binary"):
        assert re.search(rf"^{package}==", lock, re.MULTILINE), f"the image lacks {package}"


def test_the_newsroom_understands_its_command(services) -> None:
    from demo.newsroom.__main__ import make_parser

    words = services["newsroom"]["command"]
    assert words[:3] == ["python", "-m", "demo.newsroom"]
    make_parser().parse_args(words[3:])


def test_workers_are_given_the_credentials_of_object_stores(compose, services) -> None:
    """As they stand in .env; what is not set must not reach a client as an empty text."""
    assert environment(services["worker"]).keys() >= CLOUD_CREDENTIALS
    given = {"AWS_ACCESS_KEY_ID": "thekey"}
    shown = json.loads(compose("config", "--format", "json", variables=given).stdout)["services"]["worker"][
        "environment"
    ]
    assert shown["AWS_ACCESS_KEY_ID"] == "thekey" and shown["AWS_ENDPOINT_URL"] is None
    others = {key for name in services if name != "worker" for key in environment(services[name])}
    assert not others & CLOUD_CREDENTIALS


def test_the_tasks_of_a_dead_worker_are_tried_again_within_a_minute(services, repository: Path) -> None:
    shown = environment(services["scheduler"])
    prefix = "AIRFLOW__SCHEDULER__TASK_"
    unnoticed = sum(int(shown[prefix + name]) for name in HEARTBEATS)
    tasks = (repository / "plugins" / "kliping_tasks.py").read_text()
    delay = re.search(r'"retry_delay": timedelta\(seconds=(\d+)\)', tasks)
    longest = re.search(r'"execution_timeout": timedelta\(hours=(\d+)\)', tasks)
    assert delay and longest
    assert unnoticed + 2 * int(delay[1]) < 60, "Airflow adds up to the delay once more"
    assert sum(int(shown[prefix + name]) for name in QUEUED) <= 100, "handed to it, and not begun"
    assert int(shown["AIRFLOW__SCHEDULER__NUM_STUCK_IN_QUEUED_RETRIES"]) > int(longest[1]) * 3600 / 90 * 10
    visible = int(shown["AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT"])
    assert visible > int(longest[1]) * 3600, "Redis would hand on a task that is still running"


def test_the_values_for_helm_agree(options, services, image_environment, repository: Path) -> None:
    """With what Airflow and Kliping know, the image and compose; the chart itself is in no package."""
    values = yaml.safe_load((repository / "docs" / "helm-values.yaml").read_text())
    given = {(section, key): str(value) for section, keys in values["config"].items() for key, value in keys.items()}
    assert given.keys() <= options
    known = image_environment | environment(services["scheduler"]) | environment(services["worker"])
    assert {name: known.get(f"AIRFLOW__{name[0]}__{name[1]}".upper()) for name in given} == given
    named = {one["name"] for one in values["env"]}
    assert named <= {f"KLIPING_{name.upper()}" for name in Settings.model_fields}
    assert values["airflowHome"] == image_environment["AIRFLOW_HOME"]
    lock = (repository / "requirements" / "production.lock").read_text()
    assert f"apache-airflow=={values['airflowVersion']}" in lock


def test_init_makes_the_pool_that_the_dags_ask_for(services, repository: Path) -> None:
    pool = re.search(r'^POOL = "(\w+)"$', (repository / "plugins" / "kliping_tasks.py").read_text(), re.MULTILINE)
    assert pool and f"airflow pools set {pool[1]} 1 " in services["init"]["command"][-1]


def test_the_example_names_every_variable(compose, repository: Path) -> None:
    listed = compose("config", "--variables", variables={}).stdout.splitlines()[1:]
    asked = {line.split()[0] for line in listed} | CLOUD_CREDENTIALS
    example = (repository / ".env.example").read_text()
    shown = {name for name in re.findall(r"^#(\w+)=", example, re.MULTILINE) if not name.startswith("KLIPING_")}
    assert asked and shown == {name for name in asked if not name.startswith("KLIPING_")}


@pytest.mark.full
def test_init_really_prepares_a_database(services, tmp_path: Path) -> None:
    """The same command, on SQLite."""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    env = {"AIRFLOW_HOME": str(tmp_path), "PATH": path, "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    subprocess.run(services["init"]["command"], env=env, check=True, capture_output=True)
    command = ["airflow", "pools", "get", "warehouse", "--output", "json"]
    listed = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    assert json.loads(listed.stdout)[0]["slots"] == "1"
