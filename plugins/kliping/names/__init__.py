"""Names: the persons, organisations and places of a text; knows what a mention is and no other stage."""

from kliping.mentions import Mention
from kliping.names.regions import resolve_region
from kliping.names.tagger import tag

__all__ = ["Mention", "resolve_region", "tag"]
