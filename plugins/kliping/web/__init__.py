"""The desk: pages for operators, served by themselves (``kliping desk``) or inside Airflow. No Airflow import here.

Every page reads the published copy, opened for the one request; what a person decides goes through ``pipeline``.
"""

from kliping.web.application import make_desk
from kliping.web.gate import Gate, TokenGate, Visitor
from kliping.web.pages import Host

__all__ = ["Gate", "Host", "TokenGate", "Visitor", "make_desk"]
