"""Names: the persons, organisations and places of a text; knows what a mention is and no other stage."""

from kliping.mentions import Mention
from kliping.names.regions import name_region, resolve_region
from kliping.names.tagger import tag

__all__ = ["Mention", "name_region", "resolve_region", "tag"]
