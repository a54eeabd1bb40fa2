"""``kliping alerts``: what was reported to people, a test of every channel, and sending what waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import typer

from kliping.cli.command import app, fail
from kliping.cli.options import JsonOption
from kliping.cli.output import print_line, render_json
from kliping.model import JAKARTA

NO_CHANNEL = (
    "no channel is set, so nobody is notified: KLIPING_WEBHOOK, KLIPING_TELEGRAM_TOKEN or KLIPING_SMTP "
    "(docs/operator.md)"
)

alerts_app = typer.Typer(no_args_is_help=True, help="List what was reported to people, test the channels, send.")
app.add_typer(alerts_app, name="alerts", rich_help_panel="Maintenance")


@alerts_app.command("list")
def list_alerts_command(*, as_json: JsonOption = False) -> None:
    """Show what was reported and lasts, and what waits to be sent: since when, to whom, why it was not taken."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    found = pipeline.list_alerts(config)
    if as_json:
        typer.echo(render_json(asdict(found)))
        return
    if not pipeline.name_channels(config):
        print_line(NO_CHANNEL)
    for alert in found.open:
        print_line(f"{alert.severity:8} since {_write_time(alert.opened_at)}  {alert.says}")
        print_line(f"  next: {alert.command}")
    for delivery in found.waiting:
        failed = f", tried {delivery.tries} times: {delivery.error}" if delivery.error else ""
        print_line(
            f"waiting for {delivery.channel} until {_write_time(delivery.due_at)}{failed}: {delivery.alert.says}"
        )
    if not found.open and not found.waiting:
        print_line("nothing that was reported lasts, and nothing waits")


def _write_time(seconds: float) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, JAKARTA):%Y-%m-%d %H:%M} WIB"


@alerts_app.command("test")
def test_alerts_command() -> None:
    """Send a test message to every channel; exit code 1 where one does not take it, or where there is none."""
    from kliping import pipeline, settings

    config = settings.load_settings()
    reports = pipeline.send_test(config)
    if not reports:
        fail(NO_CHANNEL, 1)
    for report in reports:
        print_line(f"{report.channel}: {report.error or 'it has taken a test message'}")
    if any(report.error for report in reports):
        raise typer.Exit(1)


@alerts_app.command("send")
def send_alerts_command() -> None:
    """Look for problems now, report what is new, and send what waits and is due; for cron where Airflow does not run.

    Exit code 1 where a channel does not take its alerts, or where there is none.
    """
    from kliping import pipeline, settings

    config = settings.load_settings()
    if not pipeline.name_channels(config):
        fail(NO_CHANNEL, 1)
    reports = pipeline.check_and_notify(config, print_line)
    if not reports:
        print_line("nothing to report")
    if any(report.error for report in reports):
        raise typer.Exit(1)
