"""Text to story: boilerplate found, named and cut away, and nothing of the story with it.

``clean(text)`` returns a ``Cleaned``: the story, the removed spans with their kinds and rules, and what they said.
"""

from kliping.clean.cleaner import RULES_VERSION, clean
from kliping.clean.facts.wire_source import read_wire_source
from kliping.clean.rules.learned_blocks import Block, Snapshot, split_blocks
from kliping.clean.vocabulary.places import is_place

__all__ = ["RULES_VERSION", "Block", "Snapshot", "clean", "is_place", "read_wire_source", "split_blocks"]
