"""Send a message through a notifier of Airflow's: any receiver that has one (PagerDuty, Opsgenie, Discord, SMTP, ...).

The policy names the notifier's class and its arguments; its account is a connection of Airflow's. The class is imported
when a message is sent, where Airflow is installed, so that nothing of Kliping depends on Airflow.
"""

from __future__ import annotations

import html
import pkgutil
from collections.abc import Mapping
from typing import Any, Protocol

from kliping.alerts.messages import Message

PARTS = ("subject", "text", "html")
"""Parts of a message that an argument names in braces."""


class Notifier(Protocol):
    """What Airflow's ``BaseNotifier`` does; its ``__call__`` is not used, because it hides that sending failed."""

    def render_template_fields(self, context: Mapping[str, Any]) -> None:
        """Fill the arguments that are templates."""

    def notify(self, context: Mapping[str, Any]) -> None:
        """Send."""


class NotifierUnknown(Exception):
    """The notifier does not exist, or does not take the arguments given."""


def send_by_notifier(path: str, arguments: Mapping[str, Any], message: Message) -> None:
    """Send a message by the notifier class at a dotted path.

    Raises ``NotifierUnknown``, and any error of the notifier's own if the message cannot be sent.
    """
    context = {
        "kliping_subject": message.subject,
        "kliping_text": message.text,
        "kliping_html": f"<pre>{html.escape(message.text)}</pre>",
    }
    notifier = _make_notifier(path, {name: _name_parts(value) for name, value in arguments.items()})
    notifier.render_template_fields(context)
    notifier.notify(context)


def _make_notifier(path: str, arguments: Mapping[str, Any]) -> Notifier:
    try:
        made: Notifier = pkgutil.resolve_name(path)(**arguments)
    except ModuleNotFoundError as error:
        raise NotifierUnknown(f"{path}: no module {error.name} is installed here") from None
    except (ImportError, AttributeError, ValueError):
        raise NotifierUnknown(f"the notifier {path} does not exist") from None
    except TypeError as error:
        raise NotifierUnknown(f"{path}: {error}") from None
    return made


def _name_parts(value: Any) -> Any:  # noqa: ANN401  # a notifier's own arguments
    """Put the message's parts into an argument as Airflow's template variables.

    What a page says is thus the value of a variable, and is never read as a template.
    """
    if isinstance(value, str):
        for part in PARTS:
            value = value.replace(f"{{{part}}}", f"{{{{ kliping_{part} }}}}")
    elif isinstance(value, list):
        value = [_name_parts(each) for each in value]
    return value
