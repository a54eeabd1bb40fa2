"""Alerts: problems reported to people, by a policy that is data (``policy.yml``).

A cause is reported once, again after a day if it lasts, and when it is over; the data folder remembers it.
"""

from kliping.alerts.memory import OF_LOOK, OF_STEP, Alert, Delivery
from kliping.alerts.messages import Attachment, Dispatch, Message, make_message
from kliping.alerts.notifying import (
    AlertList,
    ChannelReport,
    find_undelivered,
    has_channel,
    list_alerts,
    name_channels,
    notify_event,
    notify_problems,
    report_failure,
    send_dispatch,
    send_due,
    send_test,
)
from kliping.alerts.policy import Policy, read_policy

__all__ = [
    "OF_LOOK",
    "OF_STEP",
    "Alert",
    "AlertList",
    "Attachment",
    "ChannelReport",
    "Delivery",
    "Dispatch",
    "Message",
    "Policy",
    "find_undelivered",
    "has_channel",
    "list_alerts",
    "make_message",
    "name_channels",
    "notify_event",
    "notify_problems",
    "read_policy",
    "report_failure",
    "send_dispatch",
    "send_due",
    "send_test",
]
