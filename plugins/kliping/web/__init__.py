"""The operators' desk and, in ``reading/``, the analysts' reading room: alone or inside Airflow, which is not imported.

Every page reads the published copy, opened for the one request; what a person decides goes through ``pipeline``.
"""

from kliping.web.access_control import AccessControl, TokenAccess, Visitor
from kliping.web.application import make_desk
from kliping.web.pages import Host

__all__ = ["AccessControl", "Host", "TokenAccess", "Visitor", "make_desk"]
