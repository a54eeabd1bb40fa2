"""The operators' desk and, in ``reading/``, the analysts' reading room: alone or inside Airflow, which is not imported.

Every page reads the published copy, opened for the one request; what a person decides goes through ``pipeline``.
"""

from kliping.web.application import make_desk
from kliping.web.gate import Gate, TokenGate, Visitor
from kliping.web.pages import Host

__all__ = ["Gate", "Host", "TokenGate", "Visitor", "make_desk"]
