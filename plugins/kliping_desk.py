"""The desk inside Airflow: Kliping's pages behind Airflow's own login, in its navigation and on runs of its DAGs.

Every Airflow process loads plugins, and only the API server shows pages: the desk is built when it is first asked for.
Reading needs the right to read the DAG `ingest`, acting the right to edit it; what is done is in Airflow's audit log.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.responses import Response

    from kliping.web import Visitor

MOUNTED_AT = "/kliping"
DAG = "ingest"
EVENT = "kliping_desk"
RUNS_LOOKED_AT = 20


def _find_base() -> str:
    """Return the path that Airflow's own pages lie under; empty for the root."""
    return urlsplit(conf.get("api", "base_url", fallback="")).path.rstrip("/")


class AirflowAccess:
    """Admits whom Airflow knows and lets read the DAG."""

    async def admit(self, request: Request) -> Visitor | Response:
        from airflow.api_fastapi.app import get_auth_manager
        from airflow.api_fastapi.core_api.security import bearer_scheme, get_user
        from fastapi import HTTPException
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import PlainTextResponse, RedirectResponse

        from kliping.web import Visitor

        try:
            user = await get_user(request, None, await bearer_scheme(request))
        except HTTPException as error:
            if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
                return RedirectResponse(get_auth_manager().get_url_login(next_url=str(request.url)), 302)
            return PlainTextResponse(f"{error.detail}\n", error.status_code)
        if not await run_in_threadpool(_may, "GET", user):
            return PlainTextResponse(f"You may not read the DAG {DAG}.\n", 403)
        return Visitor(user.get_name(), may_act=await run_in_threadpool(_may, "PUT", user), session=user.get_id())


def _may(method: Any, user: Any) -> bool:
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.models.resource_details import DagDetails
    from airflow.models.dag import DagModel

    details = DagDetails(id=DAG, team_name=DagModel.get_team_name(DAG))
    return get_auth_manager().is_authorized_dag(method=method, details=details, user=user)


def find_airflow_run(run: str) -> str:
    """Return the address of Airflow's own run of a run of Kliping's; empty where Airflow has none of its name."""
    from airflow.models import DagRun
    from airflow.utils.session import create_session
    from sqlalchemy import select

    key = run.partition(".")[2]
    if not key:
        return ""
    pattern = re.sub(r"[-_]", "%", key)  # what a run's name writes as a hyphen may have been anything
    query = select(DagRun.dag_id, DagRun.run_id).where(DagRun.run_id.like(pattern)).limit(RUNS_LOOKED_AT)
    with create_session() as session:
        for dag, run_id in session.execute(query):
            if re.sub(r"[^A-Za-z0-9_-]+", "-", run_id).strip("-") == key:
                return f"{_find_base()}/dags/{quote(dag)}/runs/{quote(run_id)}"
    return ""


def start_airflow_backfill(request: Request, first: dt.date, last: dt.date, outlets: str) -> str:
    """Create Airflow's own backfill of the days, as `make backfill` does. Raises ``InputError`` where it refuses."""
    from airflow.exceptions import AirflowException
    from airflow.models.backfill import ReprocessBehavior, _create_backfill
    from airflow.models.dag import DagModel
    from airflow.utils.session import create_session
    from sqlalchemy import select

    from kliping.errors import InputError

    zone = dt.timezone(dt.timedelta(hours=7))
    days = [dt.datetime.combine(day, dt.time(), zone) for day in (first, last)]
    try:
        backfill = _create_backfill(
            dag_id=DAG,
            from_date=days[0],
            to_date=days[1],
            max_active_runs=2,
            reverse=False,
            dag_run_conf={"sources": outlets, "filling_from": str(first)},
            triggering_user_name=request.state.visitor.name,
            reprocess_behavior=ReprocessBehavior.COMPLETED,
        )
    except (AirflowException, ValueError) as error:
        raise InputError(f"Airflow refused the backfill: {error}") from error
    said = f"Backfill {backfill.id} of {first} to {last} was created."
    with create_session() as session:
        if session.scalar(select(DagModel.is_paused).where(DagModel.dag_id == DAG)):
            said += f" The DAG {DAG} is paused: its runs wait until somebody switches it on."
    return said


def record_desk_act(request: Request, act: str, details: dict[str, Any]) -> None:
    """Write what somebody did at the desk to Airflow's audit log."""
    from airflow.models.log import Log
    from airflow.utils.session import create_session

    name = request.state.visitor.name
    event = f"{EVENT}_{act.replace(' ', '_')}"
    with create_session() as session:
        session.add(Log(event, owner=name, owner_display_name=name, extra=json.dumps(details), dag_id=DAG))


class LazyDesk:
    """An ASGI application that is built at its first request."""

    def __init__(self) -> None:
        self._app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self._app is None:
            self._app = self._build()
        await self._app(scope, receive, send)

    def _build(self) -> Any:
        from kliping.web import Host, make_desk

        host = Host(
            "Airflow",
            _find_base() + "/",
            find_run=find_airflow_run,
            start_backfill=start_airflow_backfill,
            record_action=record_desk_act,
        )
        key = conf.get("api", "secret_key", fallback="")
        secret = hashlib.sha256(f"kliping desk {key}".encode()).digest() if key else None
        return make_desk(AirflowAccess(), host=host, secret=secret)


class KlipingDesk(AirflowPlugin):
    """Mounts the desk, and shows it in the navigation and on runs."""

    name = "kliping_desk"
    fastapi_apps = [{"app": LazyDesk(), "url_prefix": MOUNTED_AT, "name": "Kliping"}]  # noqa: RUF012  # Airflow's own form
    external_views = [  # noqa: RUF012
        {"name": "Kliping", "href": f"{_find_base()}{MOUNTED_AT}/", "destination": "nav", "url_route": "kliping"},
        {
            "name": "Kliping",
            "href": f"{_find_base()}{MOUNTED_AT}/host-run?run_id={{RUN_ID}}",
            "destination": "dag_run",
            "url_route": "kliping-run",
        },
    ]
